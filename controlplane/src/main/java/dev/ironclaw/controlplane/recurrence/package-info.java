/// When things come back: rules of times, what they mean in a time zone and over its changes of the clock. Pure; knows
/// nothing of agents, of the clock of this machine, or of who asks.
@NullMarked
package dev.ironclaw.controlplane.recurrence;

import org.jspecify.annotations.NullMarked;
