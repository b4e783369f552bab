package dev.ironclaw.contract.api;

/// Body of `POST /v1/key/move`.
///
/// @param to where a new master key shall lie: `keychain`, `file` or `command`
public record KeyMoveBody(String to) {
  public KeyMoveBody {
    Required.field(to, "to");
  }
}
