package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;

/// One call of a box: tried at its agent's upstream, and where that can't answer and the operator set one, once at the
/// fall-back.
final class BoxCall implements ModelProxy.Running {
  private final ProxyParts parts;
  private final Breakers breakers;
  private final BiConsumer<UpstreamCall, Attempt> starter;
  private final ModelRequest request;
  private final Ends ends;
  /// Empty until an attempt runs; the box may hang up between two.
  private final AtomicReference<Optional<UpstreamCall>> current = new AtomicReference<>(Optional.empty());
  private volatile Optional<BodyPolicy.Span> checked = Optional.empty();
  /// How it was ended early.
  private final AtomicReference<Optional<Early>> over = new AtomicReference<>(Optional.empty());

  private enum Early {
    HUNG_UP, STOPPED
  }

  /// Where the answer goes.
  record Ends(ModelSink sink, Callback callback, Runnable ending, Consumer<IronclawException> failed) {}

  /// One try, ready to be sent.
  record Attempt(Upstream upstream, UpstreamRequest request) {}

  private record Route(Upstream upstream, ModelChoice choice) {}

  BoxCall(ProxyParts parts, Breakers breakers, BiConsumer<UpstreamCall, Attempt> starter, ModelRequest request,
      Ends ends) {
    this.parts = parts;
    this.breakers = breakers;
    this.starter = starter;
    this.request = request;
    this.ends = ends;
  }

  void begin() {
    Route own = new Route(upstream(), request.choice());
    Dialect dialect = own.upstream.dialect();
    if (!dialect.isPath(request.path())) {
      throw new IronclawException(ErrorCode.DENIED, "call the model: " + own.upstream.title() + " is spoken to in the "
          + "dialect " + dialect + ", and this is not its path");
    }
    checked = BodyPolicy.check(dialect, request.body());
    Optional<Route> other = fallback(dialect);
    Optional<Duration> wait = breakers.ask(own.upstream.name(), request.agentGroup());
    if (wait.isEmpty()) {
      attempt(own, other);
      return;
    }
    if (other.isEmpty() || breakers.ask(other.get().upstream.name(), request.agentGroup()).isPresent()) {
      throw leftAlone(own.upstream, wait.get());
    }
    attempt(other.get(), Optional.empty());
  }

  private Upstream upstream() {
    String name = request.choice().upstream();
    return parts.upstreams().find(name).orElseThrow(() -> new IronclawException(ErrorCode.UPSTREAM_FAILED,
        "call the model: no upstream is named " + name + ", or it lacks its key; connect it with `ironctl provider add "
            + name + "` or set the agent group's model to another one"));
  }

  private Optional<Route> fallback(Dialect dialect) {
    return parts.fallbacks().apply(request.agentGroup()).filter(choice -> !choice.equals(request.choice()))
        .flatMap(choice -> parts.upstreams().find(choice.upstream()).map(upstream -> new Route(upstream, choice)))
        .filter(route -> route.upstream.dialect() == dialect);
  }

  private IronclawException leftAlone(Upstream upstream, Duration wait) {
    ends.sink.headers().put("retry-after", wait.plusMillis(999).toSeconds());
    return new IronclawException(ErrorCode.UPSTREAM_FAILED, "call the model: upstream " + upstream.name()
        + " failed several times in a row and is left alone for " + wait.plusMillis(999).toSeconds()
        + " more seconds; try again then");
  }

  /// Its breakers have let it through.
  private void attempt(Route route, Optional<Route> other) {
    ModelRequest asked = request.with(route.choice);
    UpstreamCall call;
    UpstreamRequest prepared;
    try {
      ModelGuard.Admission admission = parts.guard().admit(asked, route.upstream);
      call = new UpstreamCall(asked, route.upstream.wire(), parts.limits(), parts.listener(), ends, admission,
          outcome -> breakers.ended(route.upstream.name(), request.agentGroup(), outcome),
          other.map(next -> () -> fallBack(next)), !route.choice.equals(request.choice()));
    } catch (RuntimeException | Error e) {
      breakers.ended(route.upstream.name(), request.agentGroup(), Breakers.Outcome.UNKNOWN);
      throw e;
    }
    try {
      prepared = prepared(route, call.admitted(request.body()));
    } catch (RuntimeException | Error e) {
      call.refused();
      throw e;
    }
    current.set(Optional.of(call));
    starter.accept(call, new Attempt(route.upstream, prepared));
    over.get().ifPresent(early -> end(call, early));
  }

  /// On a thread of its own: the guard may wait for the disk, and this comes on one that reads from upstreams.
  private void fallBack(Route other) {
    Thread.ofPlatform().daemon().name("model-fall-back").start(() -> {
      try {
        if (over.get().isPresent()) {
          endBetween(over.get().get());
          return;
        }
        parts.brake().check("call the model");
        if (breakers.ask(other.upstream.name(), request.agentGroup()).isPresent()) {
          throw leftAlone(other.upstream, Breaker.FIRST_PAUSE);
        }
        attempt(other, Optional.empty());
      } catch (IronclawException e) {
        ends.failed.accept(e);
      } catch (RuntimeException e) {
        ends.failed.accept(hostFailed(e));
      } catch (Error e) {
        ends.failed.accept(hostFailed(e));
        throw e;
      }
    });
  }

  private static IronclawException hostFailed(Throwable cause) {
    return new IronclawException(ErrorCode.INTERNAL, "call the model: the host failed; try again", cause);
  }

  /// After the first try, before the second.
  private void endBetween(Early early) {
    switch (early) {
      case HUNG_UP -> ends.callback.failed(new EofException("the box hung up"));
      case STOPPED -> ends.failed.accept(new IronclawException(ErrorCode.UPSTREAM_FAILED,
          "call the model: the fall-back was not asked, for a person stopped the answer; try again"));
    }
  }

  @Override
  public void hungUp() {
    end(Early.HUNG_UP);
  }

  @Override
  public void stopped() {
    end(Early.STOPPED);
  }

  private void end(Early early) {
    over.set(Optional.of(early));
    current.get().ifPresent(call -> end(call, early));
  }

  private static void end(UpstreamCall call, Early early) {
    switch (early) {
      case HUNG_UP -> call.hungUp();
      case STOPPED -> call.stopped();
    }
  }

  @SuppressWarnings("ReferenceEquality") // Which buffer it is, not what is in it.
  private UpstreamRequest prepared(Route route, ByteBuffer admitted) {
    // What the guard changed is another body.
    Optional<BodyPolicy.Span> named = admitted == request.body()
        ? checked
        : BodyPolicy.check(route.upstream.dialect(), admitted);
    ByteBuffer said = named.filter(span -> !span.model().equals(route.choice.model()))
        .map(span -> BodyPolicy.withModel(admitted, span, route.choice.model())).orElse(admitted);
    ByteBuffer body = route.upstream.wire().request(said);
    URI address = route.upstream.address(route.choice.model());
    return UpstreamRequest.post(route.upstream, address, request.headers(), body, parts.clock().instant());
  }
}
