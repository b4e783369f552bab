package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import java.util.function.Supplier;

/// The moment in which every database is closed and no file changes. Boxes run on; what they ask for is answered when it
/// is over.
public record AtRest(Database state, SessionQueues queues, Keyring keyring) {
  public <T> T run(Supplier<T> work) {
    return state.whileAtRest(() -> queues.whileAtRest(work), () -> keyring.derived("state.db"));
  }
}
