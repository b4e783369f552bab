package dev.ironclaw.contract.api;

/// What a session's box uses of the machine, as the host sees it from outside. Measured when it is asked for.
///
/// @param boxId the running box
/// @param memoryBytes of all its processes, the gVisor kernel with them: shared pages in proportion, or whole where the
///        system does not say
/// @param processorMillis processor time of its processes that run, since they began
/// @param startedAt RFC 3339, UTC; when its sandbox began
public record SessionUsageView(String sessionId, String boxId, long memoryBytes, long processorMillis,
    String startedAt) {}
