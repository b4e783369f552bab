/// Rows leaving a session: in order, once, to where they may go. Called when a box has committed; calls channels,
/// and the gateway for what an agent asks.
@NullMarked
package dev.ironclaw.controlplane.outbound;

import org.jspecify.annotations.NullMarked;
