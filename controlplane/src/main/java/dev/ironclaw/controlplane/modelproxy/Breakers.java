package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.AgentGroupId;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The breakers of all upstreams: one for whether it can be reached at all, which holds for everybody, and one for each
/// agent of what it answers. A box can make an upstream answer 500, and must not shut it for others with that; that an
/// upstream is not there, no box can bring about.
///
/// Threading: any thread.
final class Breakers {
  private final Clock clock;
  private final ProviderStateListener listener;
  private final Map<Key, Breaker> breakers = new ConcurrentHashMap<>();

  private record Key(String upstream, Optional<AgentGroupId> agent) {}

  Breakers(Clock clock, ProviderStateListener listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /// What one call told of its upstream.
  enum Outcome {
    ANSWERED, FAILED, UNREACHED, UNKNOWN
  }

  /// Asks for one call. One that is let through is told of by [#ended], once.
  ///
  /// @return for how long none is let through; empty lets this one
  Optional<Duration> ask(String upstream, AgentGroupId agent) {
    Breaker all = breaker(new Key(upstream, Optional.empty()));
    Optional<Duration> wait = all.ask(clock.instant());
    if (wait.isPresent()) {
      return wait;
    }
    wait = breaker(new Key(upstream, Optional.of(agent))).ask(clock.instant());
    if (wait.isPresent()) {
      all.unknown();
    }
    return wait;
  }

  void ended(String upstream, AgentGroupId agent, Outcome outcome) {
    Key all = new Key(upstream, Optional.empty());
    Key own = new Key(upstream, Optional.of(agent));
    switch (outcome) {
      case ANSWERED -> {
        succeeded(all);
        succeeded(own);
      }
      case FAILED -> {
        succeeded(all);
        failed(own);
      }
      case UNREACHED -> {
        failed(all);
        breaker(own).unknown();
      }
      case UNKNOWN -> {
        breaker(all).unknown();
        breaker(own).unknown();
      }
    }
  }

  /// Where nobody is let through now.
  List<ProviderPause> pauses(String upstream) {
    return breakers.entrySet().stream().filter(entry -> entry.getKey().upstream.equals(upstream))
        .flatMap(entry -> entry.getValue().pausedUntil(clock.instant())
            .map(until -> new ProviderPause(entry.getKey().agent, until)).stream())
        .sorted(Comparator.comparing(ProviderPause::until)).toList();
  }

  private void succeeded(Key key) {
    if (breaker(key).succeeded()) {
      listener.state(key.upstream, key.agent, Optional.empty());
    }
    // A new one knows as much: what is kept is as many as there are agents that fail.
    breakers.computeIfPresent(key, (_, breaker) -> breaker.isFresh() ? null : breaker);
  }

  private void failed(Key key) {
    breaker(key).failed(clock.instant()).ifPresent(pause -> listener.state(key.upstream, key.agent,
        Optional.of(pause)));
  }

  private Breaker breaker(Key key) {
    return breakers.computeIfAbsent(key, _ -> new Breaker());
  }
}
