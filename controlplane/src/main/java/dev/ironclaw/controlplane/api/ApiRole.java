package dev.ironclaw.controlplane.api;

import io.javalin.security.RouteRole;

/// Who may call a route. A route without a role answers 403 to everybody.
enum ApiRole implements RouteRole {
  /// Anybody on this machine, without a token: health alone.
  OPEN,
  /// Whoever holds the token.
  OPERATOR
}
