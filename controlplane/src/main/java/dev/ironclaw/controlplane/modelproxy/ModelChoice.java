package dev.ironclaw.controlplane.modelproxy;

/// A model of an upstream.
///
/// @param upstream the upstream's name
/// @param model as the upstream names it
public record ModelChoice(String upstream, String model) {}
