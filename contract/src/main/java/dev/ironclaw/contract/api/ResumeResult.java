package dev.ironclaw.contract.api;

import java.util.Optional;

/// Answer of `POST /v1/resume`.
///
/// @param ended the panic that is over; absent where there was none
public record ResumeResult(Optional<PanicView> ended) {}
