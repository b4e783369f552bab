package dev.ironclaw.contract.api;

/// Answer of `GET /v1/key` and `POST /v1/key/rotate`.
///
/// @param id by which the key is known; says nothing of the key
/// @param source where it lies: `file`, `command`
/// @param strength what that is worth, in plain words
public record MasterKeyView(String id, String source, String strength) {}
