package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/// The table `egress_sent`: which requests with an effect have left, so that a box that was killed and asks again does not
/// order twice.
final class EgressSentStore {
  private static final Duration KEPT = Duration.ofDays(30);

  /// False where it has left already.
  boolean put(Connection audited, SessionId session, MessageId call, Instant now) throws SQLException {
    try (var old = audited.prepareStatement("DELETE FROM egress_sent WHERE sent_at < ?")) {
      old.setLong(1, now.minus(KEPT).toEpochMilli());
      old.executeUpdate();
    }
    try (var insert = audited.prepareStatement(
        "INSERT OR IGNORE INTO egress_sent (session_id, call_id, sent_at) VALUES (?, ?, ?)")) {
      insert.setString(1, session.value());
      insert.setString(2, call.value());
      insert.setLong(3, now.toEpochMilli());
      return insert.executeUpdate() == 1;
    }
  }
}
