package dev.ironclaw.controlplane.testing;

import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.queue.UnsettledSessions;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.Schema;
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
        Schema.ofResources("state", "/db/state/V001__audit.sql", "/db/state/V002__registry.sql",
            "/db/state/V003__changes.sql", "/db/state/V004__deliveries.sql"));
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
