package dev.ironclaw.controlplane.access;

import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A named token without its text, which nobody can have again.
///
/// @param createdBy name of the principal
public record Token(TokenId id, TokenName name, Set<Scope> scopes, Instant createdAt, String createdBy,
    Optional<Instant> expiresAt, Optional<Instant> lastUsedAt, Optional<Instant> revokedAt) {
  public Token {
    scopes = Set.copyOf(scopes);
  }

  /// Who presents it.
  public Principal.Operator principal() {
    return new Principal.Operator(name.value(), scopes);
  }

  /// Not revoked and not expired.
  public boolean isGood(Instant now) {
    return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
  }

  Token used(Optional<Instant> at) {
    return at.isEmpty() ? this : new Token(id, name, scopes, createdAt, createdBy, expiresAt, at, revokedAt);
  }

  Token revoked(Instant at) {
    return new Token(id, name, scopes, createdAt, createdBy, expiresAt, lastUsedAt,
        Optional.of(revokedAt.orElse(at)));
  }
}
