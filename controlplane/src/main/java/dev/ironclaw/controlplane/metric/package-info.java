/// Figures for whoever watches: counters, times and levels, never content. Whoever has something to count gets a
/// [Metrics]; the API serves it.
@NullMarked
package dev.ironclaw.controlplane.metric;

import org.jspecify.annotations.NullMarked;
