package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.secret.Keyring;
import java.nio.file.Path;
import java.time.Clock;

/// Opens sessions' queues on demand and keeps the recently used ones open; everybody who asks for the same session gets
/// the same object.
public final class SessionQueues implements AutoCloseable {
  public SessionQueues(Path sessionsFolder, Keyring keyring, Clock clock) {
    throw new UnsupportedOperationException("skeleton");
  }

  public SessionQueue of(SessionId session) {
    throw new UnsupportedOperationException("skeleton");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("skeleton");
  }
}
