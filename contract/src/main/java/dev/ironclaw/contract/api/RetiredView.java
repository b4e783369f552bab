package dev.ironclaw.contract.api;

/// A retired agent whose workspace and conversations are still there.
///
/// @param folder name of its workspace folder
/// @param retiredAt RFC 3339, UTC
/// @param eraseAt when they are erased by themselves; RFC 3339, UTC
/// @param erasing whether they are being erased now
public record RetiredView(String id, String name, String folder, String retiredAt, String eraseAt, boolean erasing) {}
