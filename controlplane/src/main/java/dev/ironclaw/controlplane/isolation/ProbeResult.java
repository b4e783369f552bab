package dev.ironclaw.controlplane.isolation;

/// One escape attempt made by a program inside a box.
///
/// @param name for example `network-interfaces`
/// @param held true where the wall held
/// @param detail what was tried and what came back, one line
public record ProbeResult(String name, boolean held, String detail) {}
