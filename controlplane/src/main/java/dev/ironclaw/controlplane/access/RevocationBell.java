package dev.ironclaw.controlplane.access;

import dev.ironclaw.controlplane.event.Subscription;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Who wants to know at once that a token is revoked.
final class RevocationBell {
  private final Map<TokenId, Set<Listener>> listeners = new ConcurrentHashMap<>();

  Subscription listen(TokenId id, Runnable then) {
    Listener listener = new Listener(then);
    listeners.compute(id, (_, known) -> {
      Set<Listener> all = known == null ? ConcurrentHashMap.newKeySet() : known;
      all.add(listener);
      return all;
    });
    return () -> listeners.computeIfPresent(id, (_, known) -> {
      known.remove(listener);
      return known.isEmpty() ? null : known;
    });
  }

  void ring(TokenId id) {
    Set.copyOf(listeners.getOrDefault(id, Set.of())).forEach(Listener::tell);
  }

  /// Told once.
  private static final class Listener {
    private final Runnable then;
    private final AtomicBoolean told = new AtomicBoolean();

    Listener(Runnable then) {
      this.then = then;
    }

    void tell() {
      if (told.compareAndSet(false, true)) {
        then.run();
      }
    }
  }
}
