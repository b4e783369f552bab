package dev.ironclaw.contract.api;

/// Answer of `POST /v1/panic`.
///
/// @param panic the first one, where everything stood still already
/// @param frozen processes of boxes that stand still
/// @param remembered whether it is on disk; where it is not, it ends with the control plane's process
public record PanicResult(PanicView panic, int frozen, boolean remembered) {}
