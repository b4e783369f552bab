package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import java.util.Map;
import java.util.function.Supplier;

/// The moment in which every database is closed and no file changes. Boxes run on; what they ask for is answered when it
/// is over.
///
/// @param beside other databases by their files' names, which are what their keys are derived for
public record AtRest(Database state, Map<String, Database> beside, SessionQueues queues, Keyring keyring) {
  public AtRest {
    beside = Map.copyOf(beside);
    if (!StateFiles.BESIDE.containsAll(beside.keySet())) {
      throw new IllegalArgumentException("a backup would miss one of " + beside.keySet());
    }
  }

  public <T> T run(Supplier<T> work) {
    Supplier<T> resting = () -> queues.whileAtRest(work);
    for (Map.Entry<String, Database> each : beside.entrySet()) {
      Supplier<T> inner = resting;
      resting = () -> each.getValue().whileAtRest(inner, () -> keyring.derived(each.getKey()));
    }
    return state.whileAtRest(resting, () -> keyring.derived("state.db"));
  }
}
