package dev.ironclaw.controlplane.audit;

import dev.ironclaw.controlplane.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The tamper-evident log. An entry commits in `state.db` together with the transition that it describes, then goes to
/// `audit.jsonl` and is on disk before [#write] returns: so no effect that follows can come before its entry.
public final class AuditLog implements AutoCloseable {
  /// Opens the log in `folder` and compares file, head and database: a file that is behind is replayed, any other
  /// difference is a [#fault].
  ///
  /// @param signingKey 32-byte Ed25519 seed
  /// @param sealingKey 32-byte AES key for payloads in the file
  public static AuditLog open(Database state, Path folder, byte[] signingKey, byte[] sealingKey, Clock clock) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// A transaction on `state.db` whose events are durable in the file too when this returns.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `AUDIT_UNAVAILABLE` when an entry can't be written, `AUDIT_BROKEN`
  ///         while there is a fault; nothing has happened then, or the transition waits to be finished at start
  public <T> T write(Work<T> work) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Records events that belong to no other row.
  public void record(AuditEvent event) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// For the brakes alone (deny, revoke, terminate, panic): records where it can, and goes on where it can't.
  public void recordBestEffort(AuditEvent event) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The newest entries, oldest of them first.
  public List<AuditRecord> newest(int limit) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Why nothing may take effect, if so.
  public Optional<String> fault() {
    throw new UnsupportedOperationException("skeleton");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Statements on the state database, with events that commit with them.
  @FunctionalInterface
  public interface Work<T> {
    T run(Transaction transaction) throws SQLException;
  }

  /// The transaction that [Work] runs in.
  public interface Transaction {
    Connection connection();

    void audit(AuditEvent event) throws SQLException;
  }
}
