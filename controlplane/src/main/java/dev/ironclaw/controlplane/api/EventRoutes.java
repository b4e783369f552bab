package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.access.Token;
import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.event.Subscription;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/// The event stream, as `text/event-stream`: resumable by `Last-Event-ID`, or by `?after=` where a client cannot set it.
///
/// Threading: a stream keeps its request's thread to its end, which is also its token's. Answering later from another thread is no way out: when
/// the reader goes away first, Javalin 7.2.3 retries the ended request for ever.
final class EventRoutes implements Routes {
  private static final int MAX_ID_CHARS = 96;

  private final EventHub hub;
  private final ApiLimits limits;
  private final Tokens tokens;
  private final StreamPlaces places;

  EventRoutes(EventHub hub, ApiLimits limits, StreamPlaces places, Tokens tokens) {
    this.hub = hub;
    this.limits = limits;
    this.tokens = tokens;
    this.places = places;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/events", this::stream, ApiRole.READ);
  }

  private void stream(Context ctx) throws IOException {
    Optional<String> lastSeen = Optional.ofNullable(ctx.header("Last-Event-ID")).or(() -> Query.text(ctx, "after"))
        .filter(id -> !id.isEmpty());
    if (lastSeen.filter(id -> id.length() > MAX_ID_CHARS).isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "Last-Event-ID is longer than " + MAX_ID_CHARS);
    }
    try (Subscription _ = places.take(ctx)) {
      stream(ctx, lastSeen);
    }
  }

  private void stream(Context ctx, Optional<String> lastSeen) throws IOException {
    ctx.contentType("text/event-stream; charset=utf-8");
    Optional<Token> token = ApiGate.token(ctx);
    EventWriter writer = new EventWriter(ctx.res().getOutputStream(), limits.keepAlive(),
        () -> token.map(tokens::isGood).orElse(true));
    try (Subscription _ = endsWith(token, writer)) {
      writer.run(hub, lastSeen);
    }
  }

  private Subscription endsWith(Optional<Token> token, EventWriter writer) {
    return token.map(held -> tokens.onRevoked(held.id(), writer::end)).orElse(() -> {});
  }
}
