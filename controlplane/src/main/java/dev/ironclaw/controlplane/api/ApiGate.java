package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.access.Token;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.javalin.security.RouteRole;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Stands before every route: no web page, no caller without a token, no flood. Asked twice: before routing, so that
/// not even the list of paths leaks, and once the route is known, by the role that it declares.
final class ApiGate {
  private static final String CALLER = "ironclaw.caller";
  private static final Set<String> OPEN_PATHS = Set.of("/healthz", "/readyz");
  private static final String SCHEME = "bearer ";

  private final Callers callers;
  private final HostPolicy hosts;
  private final AuthAudit audit;
  private final RateLimit known;
  private final RateLimit unknown;

  ApiGate(Callers callers, HostPolicy hosts, AuthAudit audit, ApiLimits limits, InstantSource clock) {
    this.callers = callers;
    this.hosts = hosts;
    this.audit = audit;
    this.known = new RateLimit(limits.perSecond(), limits.burst(), clock);
    this.unknown = new RateLimit(limits.openPerSecond(), limits.openBurst(), clock);
  }

  void addTo(RoutesConfig routes) {
    routes.before(this::admit);
    routes.beforeMatched(this::checkRole);
  }

  /// Who asks; only in a handler behind a role that needs a scope.
  static Principal.Operator operator(Context ctx) {
    return caller(ctx).operator();
  }

  /// As [#operator]: with which named token; empty for the state folder's own.
  static Optional<Token> token(Context ctx) {
    return caller(ctx).token();
  }

  private static Caller.Known caller(Context ctx) {
    Caller.Known caller = ctx.attribute(CALLER);
    if (caller == null) {
      throw new IronclawException(ErrorCode.DENIED, "this route has no operator; it lacks its role");
    }
    return caller;
  }

  private void admit(Context ctx) {
    secure(ctx);
    Optional<String> refusal = hosts.refuse(header(ctx, "Host"), header(ctx, "Origin"), header(ctx, "Sec-Fetch-Site"));
    if (refusal.isPresent()) {
      unknown.take(remote(ctx), ctx);
      audit.refused("origin", remote(ctx));
      throw new IronclawException(ErrorCode.DENIED, refusal.get());
    }
    Caller caller = presented(ctx).map(callers::identify).orElseGet(Caller.Unknown::new);
    if (caller instanceof Caller.Known someone) {
      // By name, so that each token has its own: a greedy one slows nobody else down.
      known.take(someone.operator().name(), ctx);
      ctx.attribute(CALLER, someone);
      return;
    }
    unknown.take(remote(ctx), ctx);
    if (!OPEN_PATHS.contains(ctx.path())) {
      throw caller instanceof Caller.Over over ? noLonger(ctx, over) : unauthenticated(ctx);
    }
  }

  private void checkRole(Context ctx) {
    Set<RouteRole> roles = ctx.routeRoles();
    if (roles.size() != 1 || !(roles.iterator().next() instanceof ApiRole role)) {
      throw new IronclawException(ErrorCode.DENIED, "this route declares no role, so nobody may call it");
    }
    if (role.needed().isEmpty()) {
      return;
    }
    if (ctx.attribute(CALLER) == null) {
      throw unauthenticated(ctx);
    }
    Scope needed = role.needed().get();
    Caller.Known caller = caller(ctx);
    if (!caller.operator().may(needed)) {
      String route = route(ctx);
      audit.refusedScope(needed.wireName(), caller.operator().name(),
          caller.token().map(token -> token.id().value()).orElse(""), route);
      throw new IronclawException(ErrorCode.DENIED,
          route + " needs the scope '" + needed.wireName() + "', which the token '"
              + caller.operator().tokenName() + "' lacks");
    }
  }

  /// Method and path as they were declared: what a caller writes into a path does not get into the log.
  private static String route(Context ctx) {
    Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
    return matched == null ? ctx.method().name() : matched.method.name() + " " + matched.path;
  }

  private IronclawException unauthenticated(Context ctx) {
    audit.refused("token", remote(ctx));
    return challenge(ctx, "a valid token is needed: send 'Authorization: Bearer …' with the content of <state-dir>/"
        + ApiToken.FILE + ", of IRONCLAW_API_TOKEN, or a named token");
  }

  /// Whoever has the text may know that it is over: it tells nothing to who has not.
  private IronclawException noLonger(Context ctx, Caller.Over over) {
    Token token = over.token();
    audit.refusedOld(over.why(), token.principal().name(), token.id().value(), remote(ctx));
    return challenge(ctx, "the token '" + token.name() + "' is " + over.why() + "; ask for a new one");
  }

  private static IronclawException challenge(Context ctx, String why) {
    ctx.header("WWW-Authenticate", "Bearer realm=\"ironclaw\"");
    return new IronclawException(ErrorCode.UNAUTHENTICATED, why);
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
