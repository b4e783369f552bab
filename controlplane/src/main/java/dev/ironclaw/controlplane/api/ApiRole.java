package dev.ironclaw.controlplane.api;

import dev.ironclaw.controlplane.registry.Scope;
import io.javalin.security.RouteRole;
import java.util.Optional;

/// Who may call a route. A route without a role answers 403 to everybody.
enum ApiRole implements RouteRole {
  /// Anybody on this machine, without a token: health alone.
  OPEN(Optional.empty()),
  /// Whoever may see everything.
  READ(Optional.of(Scope.READ)),
  /// Whoever may write to agents.
  CHAT(Optional.of(Scope.CHAT)),
  /// Whoever decides.
  APPROVE(Optional.of(Scope.APPROVE)),
  /// Whoever may run one-off commands.
  COMMAND(Optional.of(Scope.COMMAND)),
  /// Whoever may ask for changes and make tokens.
  ADMIN(Optional.of(Scope.ADMIN));

  private final Optional<Scope> needed;

  ApiRole(Optional<Scope> needed) {
    this.needed = needed;
  }

  /// Empty where nobody need be known.
  Optional<Scope> needed() {
    return needed;
  }
}
