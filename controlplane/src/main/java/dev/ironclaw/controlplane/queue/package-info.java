/// The two encrypted queues of a session: rows in, rows out. Called by router, box and outbound; knows neither sandboxes
/// nor channels.
@NullMarked
package dev.ironclaw.controlplane.queue;

import org.jspecify.annotations.NullMarked;
