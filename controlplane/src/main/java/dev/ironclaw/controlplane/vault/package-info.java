/// Secrets that operators keep and agents use by name: sealed at rest, put into a request on the host, for their own hosts
/// alone, or given to a job that was granted it. Called by api (operators), egress and job (each through a seam of its own);
/// calls audit, grant, leak and secret. Gives a secret to nobody else, and prints none.
@NullMarked
package dev.ironclaw.controlplane.vault;

import org.jspecify.annotations.NullMarked;
