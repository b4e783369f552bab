package dev.ironclaw.controlplane.api;

import dev.ironclaw.controlplane.access.Token;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.Optional;

/// Who the bearer of a text is.
sealed interface Caller {
  /// Somebody who may call, as far as the scopes go.
  ///
  /// @param token empty for the token of the state folder
  record Known(Principal.Operator operator, Optional<Token> token) implements Caller {}

  /// Somebody whose token is not good any more.
  record Over(Token token) implements Caller {
    String why() {
      return token.revokedAt().isPresent() ? "revoked" : "expired";
    }
  }

  /// Nobody.
  record Unknown() implements Caller {}
}
