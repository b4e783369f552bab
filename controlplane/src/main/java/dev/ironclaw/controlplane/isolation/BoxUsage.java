package dev.ironclaw.controlplane.isolation;

import java.time.Duration;
import java.time.Instant;

/// What a box uses of the machine, as the host sees it.
///
/// @param memoryBytes of all its processes: shared pages in proportion, or whole where the kernel does not say
/// @param processorTime of its processes that run
/// @param startedAt when its first process began
public record BoxUsage(long memoryBytes, Duration processorTime, Instant startedAt) {}
