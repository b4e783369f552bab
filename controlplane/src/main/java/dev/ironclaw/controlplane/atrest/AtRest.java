package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import java.util.Map;
import java.util.function.Supplier;

/// Moments in which databases are closed and their files do not change. Boxes run on; what they ask for is answered when
/// it is over.
///
/// @param beside other databases by their files' names, which are what their keys are derived for
public record AtRest(Database state, Map<String, Database> beside, SessionQueues queues, Keyring keyring) {
  public AtRest {
    beside = Map.copyOf(beside);
    if (!StateFiles.BESIDE.containsAll(beside.keySet())) {
      throw new IllegalArgumentException("a backup would miss one of " + beside.keySet());
    }
  }

  /// While the databases beside the state are at rest, and everything else goes on: they may be large.
  public <T> T beside(Supplier<T> work) {
    Supplier<T> resting = work;
    for (Map.Entry<String, Database> each : beside.entrySet()) {
      Supplier<T> inner = resting;
      resting = () -> each.getValue().whileAtRest(inner, () -> keyring.derived(each.getKey()));
    }
    return resting.get();
  }

  /// While the state and all queues are at rest; whoever needs the others at rest too calls this inside [#beside].
  public <T> T run(Supplier<T> work) {
    return state.whileAtRest(() -> queues.whileAtRest(work), () -> keyring.derived("state.db"));
  }
}
