package dev.ironclaw.controlplane.grant;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// Uses of unlimited grants since the last [#drain]: a message costs no commit for its statistics. Threading: any thread.
final class UseCounts {
  private Map<String, Count> waiting = new HashMap<>();

  synchronized void used(String grant, Instant at) {
    waiting.merge(grant, new Count(1, at), (old, one) -> new Count(old.uses() + 1, at));
  }

  void drain(BiConsumer<String, Count> writer) {
    Map<String, Count> drained;
    synchronized (this) {
      drained = waiting;
      waiting = new HashMap<>();
    }
    drained.forEach(writer);
  }

  /// @param last when it was used last
  record Count(long uses, Instant last) {}
}
