package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.registry.Principal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Stands before every route: no web page, no caller without the token, no flood. Asked twice: before routing, so that
/// not even the list of paths leaks, and once the route is known, by the role that it declares.
final class ApiGate {
  private static final String PRINCIPAL = "ironclaw.principal";
  private static final Set<String> OPEN_PATHS = Set.of("/healthz", "/readyz");
  private static final String SCHEME = "bearer ";

  private final ApiToken token;
  private final HostPolicy hosts;
  private final AuthAudit audit;
  private final RateLimit known;
  private final RateLimit unknown;

  ApiGate(ApiToken token, HostPolicy hosts, AuthAudit audit, ApiLimits limits, InstantSource clock) {
    this.token = token;
    this.hosts = hosts;
    this.audit = audit;
    this.known = new RateLimit(limits.perSecond(), limits.burst(), clock);
    this.unknown = new RateLimit(limits.openPerSecond(), limits.openBurst(), clock);
  }

  void addTo(RoutesConfig routes) {
    routes.before(this::admit);
    routes.beforeMatched(this::checkRole);
  }

  /// Who asks; only in a handler behind [ApiRole#OPERATOR].
  static Principal.Operator operator(Context ctx) {
    Principal.Operator operator = ctx.attribute(PRINCIPAL);
    if (operator == null) {
      throw new IronclawException(ErrorCode.DENIED, "this route has no operator; it lacks its role");
    }
    return operator;
  }

  private void admit(Context ctx) {
    secure(ctx);
    Optional<String> refusal = hosts.refuse(header(ctx, "Host"), header(ctx, "Origin"), header(ctx, "Sec-Fetch-Site"));
    if (refusal.isPresent()) {
      unknown.take(remote(ctx), ctx);
      audit.refused("origin", remote(ctx));
      throw new IronclawException(ErrorCode.DENIED, refusal.get());
    }
    Optional<Principal.Operator> operator = presented(ctx).flatMap(token::authenticate);
    if (operator.isPresent()) {
      known.take(operator.get().name(), ctx);
      ctx.attribute(PRINCIPAL, operator.get());
      return;
    }
    unknown.take(remote(ctx), ctx);
    if (!OPEN_PATHS.contains(ctx.path())) {
      throw unauthenticated(ctx);
    }
  }

  private void checkRole(Context ctx) {
    Set<RouteRole> roles = ctx.routeRoles();
    if (roles.size() != 1 || !(roles.iterator().next() instanceof ApiRole role)) {
      throw new IronclawException(ErrorCode.DENIED, "this route declares no role, so nobody may call it");
    }
    switch (role) {
      case OPEN -> {
        // Nothing more is asked.
      }
      case OPERATOR -> {
        if (ctx.attribute(PRINCIPAL) == null) {
          throw unauthenticated(ctx);
        }
      }
    }
  }

  private IronclawException unauthenticated(Context ctx) {
    audit.refused("token", remote(ctx));
    ctx.header("WWW-Authenticate", "Bearer realm=\"ironclaw\"");
    return new IronclawException(ErrorCode.UNAUTHENTICATED, "a valid token is needed: send 'Authorization: Bearer …' "
        + "with the content of <state-dir>/" + ApiToken.FILE + " or of IRONCLAW_API_TOKEN");
  }

  private static Optional<String> presented(Context ctx) {
    return header(ctx, "Authorization").filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
        .map(value -> value.substring(SCHEME.length()).strip());
  }

  private static Optional<String> header(Context ctx, String name) {
    return Optional.ofNullable(ctx.req().getHeader(name));
  }

  private static String remote(Context ctx) {
    String address = ctx.req().getRemoteAddr();
    return address == null || address.isEmpty() || address.contains("/") ? "the unix socket" : address;
  }

  private static void secure(Context ctx) {
    ctx.header("Cache-Control", "no-store");
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
}
