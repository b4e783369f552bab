package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.outbound.Trouble.State;
import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The table `deliveries`. Open troubles are few, so they are in memory too and a row that goes
/// well costs nothing here.
///
/// Threading: any thread; one session's troubles are changed by one thread at a time.
final class DeliveryStore {
  /// Dead rows kept of each session; older ones are in the audit log, as far as their agent had entries left.
  private static final int DEAD_KEPT = 200;

  private record Key(SessionId session, MessageId message) {}

  private final Database state;
  private final AuditLog audit;
  private final Map<Key, Trouble> open = new ConcurrentHashMap<>();

  DeliveryStore(Database state, AuditLog audit) {
    this.state = state;
    this.audit = audit;
    state.read(this::load);
  }

  private boolean load(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("""
        SELECT session_id, message_id, destination, state, attempts, next_at, reason FROM deliveries
          WHERE state <> 'dead'"""); var rows = statement.executeQuery()) {
      while (rows.next()) {
        remember(new Trouble(new SessionId(rows.getString(1)), new MessageId(rows.getString(2)), rows.getString(3),
            State.valueOf(rows.getString(4).toUpperCase(Locale.ROOT)), rows.getInt(5),
            Instant.ofEpochMilli(rows.getLong(6)), rows.getString(7)));
      }
    }
    return true;
  }

  Optional<Trouble> trouble(SessionId session, MessageId message) {
    return Optional.ofNullable(open.get(new Key(session, message)));
  }

  void retryLater(Trouble trouble) {
    state.write(connection -> put(connection, trouble));
    remember(trouble);
  }

  /// Gives a row up: the audit entries and the row's state are one transaction, so it is recorded once however often this
  /// is called.
  void bury(Trouble trouble, List<AuditEvent> entries) {
    audit.write(transaction -> {
      for (AuditEvent entry : entries) {
        transaction.audit(entry);
      }
      return put(transaction.connection(), trouble);
    });
    remember(trouble);
  }

  /// The row went out after all.
  void recovered(SessionId session, MessageId message) {
    state.write(connection -> delete(connection, session, message));
    open.remove(new Key(session, message));
  }

  /// The row is marked and the agent told: only a line for the operator is left.
  void buried(SessionId session, MessageId message) {
    state.write(connection -> {
      try (var statement = connection
          .prepareStatement("UPDATE deliveries SET state = 'dead' WHERE session_id = ? AND message_id = ?")) {
        statement.setString(1, session.value());
        statement.setString(2, message.value());
        statement.executeUpdate();
      }
      return forgetOldest(connection, session);
    });
    open.remove(new Key(session, message));
  }

  private void remember(Trouble trouble) {
    open.put(new Key(trouble.session(), trouble.message()), trouble);
  }

  private static boolean put(Connection connection, Trouble trouble) throws SQLException {
    try (var statement = connection.prepareStatement("""
        INSERT OR REPLACE INTO deliveries (session_id, message_id, destination, state, attempts, next_at, reason)
          VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
      statement.setString(1, trouble.session().value());
      statement.setString(2, trouble.message().value());
      statement.setString(3, trouble.destination());
      statement.setString(4, trouble.state().name().toLowerCase(Locale.ROOT));
      statement.setInt(5, trouble.attempts());
      statement.setLong(6, trouble.nextAt().toEpochMilli());
      statement.setString(7, trouble.reason());
      return statement.executeUpdate() == 1;
    }
  }

  private static boolean delete(Connection connection, SessionId session, MessageId message) throws SQLException {
    try (
        var statement = connection.prepareStatement("DELETE FROM deliveries WHERE session_id = ? AND message_id = ?")) {
      statement.setString(1, session.value());
      statement.setString(2, message.value());
      return statement.executeUpdate() == 1;
    }
  }

  private static boolean forgetOldest(Connection connection, SessionId session) throws SQLException {
    try (var statement = connection.prepareStatement("""
        DELETE FROM deliveries WHERE session_id = ?1 AND state = 'dead' AND rowid NOT IN (
          SELECT rowid FROM deliveries WHERE session_id = ?1 AND state = 'dead' ORDER BY rowid DESC LIMIT ?2)""")) {
      statement.setString(1, session.value());
      statement.setInt(2, DEAD_KEPT);
      return statement.executeUpdate() > 0;
    }
  }
}
