package dev.ironclaw.controlplane.jobimage;

/// One thing that was looked at in an image as the engine has it.
///
/// @param words what was found
public record ImageCheck(String name, boolean held, String words) {}
