/// Every change of capability, by one door: verify, show, decide, apply. Called by outbound and api; calls registry, audit,
/// store and event. Knows neither HTTP nor sandboxes: what a change does to boxes and whom it is told to are its two
/// outward interfaces, [CapabilityEffect] and [OutcomeSink].
@NullMarked
package dev.ironclaw.controlplane.gateway;

import org.jspecify.annotations.NullMarked;
