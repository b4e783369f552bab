/// Secrets that operators keep and agents use by name: sealed at rest, put into a request on the host, for their own hosts
/// alone. Called by api (operators) and egress (through its own seam); calls audit, grant, leak and secret. Gives a secret to
/// nobody else, and prints none.
@NullMarked
package dev.ironclaw.controlplane.vault;

import org.jspecify.annotations.NullMarked;
