/// Which agents a message reaches: sender, wirings, engage, access, enqueue. Called by channels and the app's chat; calls
/// registry, queue and session.
@NullMarked
package dev.ironclaw.controlplane.router;

import org.jspecify.annotations.NullMarked;
