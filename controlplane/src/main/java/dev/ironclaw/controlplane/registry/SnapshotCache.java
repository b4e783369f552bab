package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Keeps the newest [RegistrySnapshot] and never serves one that is older than a committed change.
///
/// A change raises the stored version inside its own transaction and notes the number here before that can commit. A
/// snapshot below the noted number is not trusted but read again; so it makes no difference that nobody here learns
/// when, or whether, the caller's transaction commits. After one that was undone reads go to the database until the
/// next change: slower, never wrong.
///
/// Threading: any thread.
final class SnapshotCache {
  private final Database state;
  private final Database.Work<RegistrySnapshot> loader;
  private final AtomicReference<@Nullable RegistrySnapshot> newest = new AtomicReference<>();
  private volatile UnaryOperator<RegistrySnapshot> veil = UnaryOperator.identity();
  private final AtomicLong attempted = new AtomicLong();

  SnapshotCache(Database state, Database.Work<RegistrySnapshot> loader) {
    this.state = state;
    this.loader = loader;
  }

  /// What [#current] answers with is first passed through this.
  void veil(UnaryOperator<RegistrySnapshot> by) {
    veil = by;
  }

  RegistrySnapshot current() {
    return veil.apply(stored());
  }

  private RegistrySnapshot stored() {
    RegistrySnapshot known = newest.get();
    if (known != null && known.version() >= attempted.get()) {
      return known;
    }
    RegistrySnapshot read = state.read(loader);
    newest.accumulateAndGet(read, (old, fresh) -> old == null || old.version() <= read.version() ? fresh : old);
    return read;
  }

  /// Inside every transaction that changes a table of the snapshot.
  void raise(Connection audited) throws SQLException {
    try (var statement = audited.prepareStatement("UPDATE registry_version SET version = version + 1")) {
      statement.executeUpdate();
    }
    attempted.accumulateAndGet(version(audited), Math::max);
  }

  static long version(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT version FROM registry_version");
        var rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED,
            "read registry: registry_version is empty; restore the state folder from a backup");
      }
      return rows.getLong(1);
    }
  }
}
