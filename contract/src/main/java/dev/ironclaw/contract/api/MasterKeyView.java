package dev.ironclaw.contract.api;

/// Answer of `GET /v1/key`, `POST /v1/key/rotate`, `POST /v1/key/rotate-data` and `POST /v1/key/move`.
///
/// @param id by which the master key is known; says nothing of the key
/// @param source where it lies: `keychain`, `file`, `command`
/// @param strength what that is worth, in plain words
/// @param dataKeys which data keys it seals: 1 for the first, one more after each rotation of theirs
public record MasterKeyView(String id, String source, String strength, int dataKeys) {}
