package dev.ironclaw.controlplane.secret;

/// Which master key is in use.
///
/// @param id says nothing of the key
/// @param source where it lies
/// @param strength what that is worth, in plain words
public record MasterKeyStatus(String id, String source, String strength) {}
