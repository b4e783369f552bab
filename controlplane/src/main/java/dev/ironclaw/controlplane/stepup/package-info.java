/// A second factor of operators: one-time codes by time (RFC 6238), enrolled by each for themselves. Called by gateway, which
/// asks for a code where the policy wants one, and by api; calls audit, secret and store. Knows nothing of changes.
@NullMarked
package dev.ironclaw.controlplane.stepup;

import org.jspecify.annotations.NullMarked;
