package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// Body of `POST /v1/tokens`.
///
/// @param name 1 to 32 of a-z, 0-9 and `-`; was never used before
/// @param scopes of `read`, `chat`, `approve` (and reads), `admin` (and all others)
/// @param expiresInSeconds how long it is good; absent for until it is revoked
public record TokenCreateBody(String name, List<String> scopes, Optional<Long> expiresInSeconds) {
  public TokenCreateBody {
    Required.field(name, "name");
    Required.field(scopes, "scopes");
    scopes = List.copyOf(scopes);
  }
}
