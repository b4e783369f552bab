package dev.ironclaw.controlplane.testing;

import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.queue.UnsettledSessions;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;

/// A real state folder: database, audit log, registry and queues. Closing and opening it again is a restart.
public final class StateFolder implements AutoCloseable {
  public final Database state;
  public final AuditLog audit;
  public final Registry registry;
  public final UnsettledSessions unsettled;
  public final SessionQueues queues;

  public StateFolder(Path folder, FakeClock clock) {
    state = Database.open(folder.resolve("state.db"), new byte[32],
        StateSchema.current());
    audit = AuditLog.open(state, folder.resolve("audit"), new byte[32], new byte[32], clock);
    registry = new Registry(state, clock);
    unsettled = new UnsettledSessions(state);
    queues = new SessionQueues(folder.resolve("sessions"), Keyring.open(folder), clock, unsettled::entering);
  }

  @Override
  public void close() {
    queues.close();
    audit.close();
    state.close();
  }
}
