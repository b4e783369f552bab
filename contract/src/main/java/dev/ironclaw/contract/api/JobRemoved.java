package dev.ironclaw.contract.api;

import java.util.Optional;

/// Answer of `DELETE /api/jobs/{id}`.
///
/// @param status `removed`
/// @param keptBytes what the job had left on the disk; absent where nobody counted it
public record JobRemoved(String status, String jobId, Optional<Long> keptBytes) {}
