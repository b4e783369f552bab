/// Every change of capability, by one door: verify, show, decide, apply. Called by outbound and api; calls registry and
/// audit. Knows neither HTTP nor sandboxes.
@NullMarked
package dev.ironclaw.controlplane.gateway;

import org.jspecify.annotations.NullMarked;
