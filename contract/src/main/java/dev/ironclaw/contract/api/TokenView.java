package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// A named token of the API, without its text.
///
/// @param id `tok_` and 16 hexadecimal digits
/// @param scopes in the order of the alphabet
/// @param state `active`, `expired` or `revoked`
/// @param createdAt RFC 3339, UTC, as the other times
/// @param createdBy a principal's name
/// @param lastUsedAt to a few minutes after a crash
public record TokenView(String id, String name, List<String> scopes, String state, String createdAt, String createdBy,
    Optional<String> expiresAt, Optional<String> lastUsedAt, Optional<String> revokedAt) {
  public TokenView {
    scopes = List.copyOf(scopes);
  }
}
