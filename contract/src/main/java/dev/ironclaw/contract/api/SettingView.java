package dev.ironclaw.contract.api;

/// One line of `GET /v1/config`: a setting that is in force since the control plane started.
///
/// @param name of the flag, without its dashes
/// @param value never a secret
/// @param source `flag`, `environment` or `default`
public record SettingView(String name, String value, String source) {}
