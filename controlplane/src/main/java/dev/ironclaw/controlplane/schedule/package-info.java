/// What agents do by themselves at a time: which time of which schedule is due, whether its agent may still speak where it is
/// answered, and the row that wakes it, once for each time. What is scheduled is decided in the gateway. Called by the root
/// package, the API and, through the tools, by boxes; knows nothing of doors and HTTP.
@NullMarked
package dev.ironclaw.controlplane.schedule;

import org.jspecify.annotations.NullMarked;
