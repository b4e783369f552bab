/// The life of a session and of its box: pool, launch, bind, heartbeat, back-off, idle stop, recovery. Called by
/// router and gateway; calls isolation and box.
@NullMarked
package dev.ironclaw.controlplane.session;

import org.jspecify.annotations.NullMarked;
