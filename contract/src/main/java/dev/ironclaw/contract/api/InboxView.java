package dev.ironclaw.contract.api;

/// Answer of `POST /v1/agents/{id}/inbox`.
///
/// @param path where the agent finds the file, in its workspace
/// @param size in bytes
public record InboxView(String path, long size) {}
