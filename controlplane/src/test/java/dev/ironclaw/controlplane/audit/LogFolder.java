package dev.ironclaw.controlplane.audit;

import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/// A log with its database in one folder.
final class LogFolder implements AutoCloseable {
  private static final byte[] KEY = new byte[32];
  private static final byte[] SEED = "an Ed25519 seed has 32 bytes    ".getBytes(StandardCharsets.US_ASCII);

  final Database state;
  final AuditLog audit;

  private LogFolder(Database state, AuditLog audit) {
    this.state = state;
    this.audit = audit;
  }

  static LogFolder open(Path folder, Clock clock, AuditSettings settings, LogFile.Opener disk) {
    Database state = Database.open(folder.resolve("state.db"), KEY,
        StateSchema.current());
    return new LogFolder(state, AuditLog.open(state, folder, SEED, KEY, clock, settings, disk));
  }

  static LogFolder open(Path folder, AuditSettings settings) {
    return open(folder, Clock.systemUTC(), settings, LogFile::onDisk);
  }

  @Override
  public void close() {
    audit.close();
    state.close();
  }
}
