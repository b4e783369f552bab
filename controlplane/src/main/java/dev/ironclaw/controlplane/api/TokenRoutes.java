package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.TokenCreateBody;
import dev.ironclaw.contract.api.TokenCreated;
import dev.ironclaw.contract.api.TokenView;
import dev.ironclaw.controlplane.access.Minted;
import dev.ironclaw.controlplane.access.NewToken;
import dev.ironclaw.controlplane.access.Token;
import dev.ironclaw.controlplane.access.TokenId;
import dev.ironclaw.controlplane.access.TokenName;
import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.registry.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/// Named tokens: made, listed, revoked.
final class TokenRoutes implements Routes {
  private final Tokens tokens;
  private final ApiJson json;

  TokenRoutes(Tokens tokens, ApiJson json) {
    this.tokens = tokens;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/tokens", ctx -> ctx.json(tokens.all().stream().map(this::view).toList()), ApiRole.ADMIN);
    routes.post("/v1/tokens", this::create, ApiRole.ADMIN);
    routes.post("/v1/tokens/{id}/revoke", this::revoke, ApiRole.ADMIN);
  }

  private void create(Context ctx) {
    TokenCreateBody body = json.read(ctx, TokenCreateBody.class);
    Set<Scope> scopes = body.scopes().stream().map(TokenRoutes::scope).collect(Collectors.toSet());
    Minted minted = tokens.create(
        new NewToken(new TokenName(body.name()), scopes, body.expiresInSeconds().map(TokenRoutes::lifetime)),
        ApiGate.operator(ctx));
    ctx.status(201).json(new TokenCreated(view(minted.token()), minted.text()));
  }

  private void revoke(Context ctx) {
    ctx.json(view(tokens.revoke(id(ctx.pathParam("id")), ApiGate.operator(ctx))));
  }

  private static Scope scope(String name) {
    return Scope.ofWireName(name).orElseThrow(() -> new IronclawException(ErrorCode.INVALID_REQUEST,
        "there is no such scope; there are read, chat, approve, command and admin"));
  }

  /// Whatever number comes: what is too long is refused by its rule, not by an overflow.
  private static Duration lifetime(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  /// What can't be a token's id names no token.
  private static TokenId id(String text) {
    try {
      return new TokenId(text);
    } catch (IronclawException e) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is no such token: a token's id is tok_ + 16 hex digits",
          e);
    }
  }

  private TokenView view(Token token) {
    return new TokenView(token.id().value(), token.name().value(),
        token.scopes().stream().map(Scope::wireName).sorted().toList(), state(token), token.createdAt().toString(),
        token.createdBy(), token.expiresAt().map(Instant::toString), token.lastUsedAt().map(Instant::toString),
        token.revokedAt().map(Instant::toString));
  }

  private String state(Token token) {
    if (token.revokedAt().isPresent()) {
      return "revoked";
    }
    return tokens.isGood(token) ? "active" : "expired";
  }
}
