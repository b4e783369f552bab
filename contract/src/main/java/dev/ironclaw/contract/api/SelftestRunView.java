package dev.ironclaw.contract.api;

/// A self-test that ran to its end since the control plane started.
///
/// @param endedAt RFC 3339, UTC
public record SelftestRunView(String endedAt, SelftestView result) {}
