package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Reads rows of `changes` back into words.
final class ChangeRows {
  private ChangeRows() {}

  static String wireName(ChangeState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static StoredChange read(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    Change change = new Change(new ChangeId(row.getString("id")),
        ChangeKind.ofWireName(kind).orElseThrow(() -> new IronclawException(ErrorCode.INTERNAL,
            "read changes: this version does not know the kind " + kind + "; run the newer one that wrote it")),
        new AgentGroupId(row.getString("agent_group_id")), row.getLong("base_revision"),
        ChangeCards.read(row.getString("before_json")), ChangeCards.read(row.getString("after_json")),
        text(row, "reason"), row.getString("requested_by"), origin(row),
        Instant.ofEpochMilli(row.getLong("created_at")), Instant.ofEpochMilli(row.getLong("expires_at")),
        ChangeState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), decision(row), text(row, "error"),
        ChangeCards.load(row.getString("card_json")));
    return new StoredChange(change, row.getString("request_digest"), row.getBoolean("finished"));
  }

  private static Optional<Origin> origin(ResultSet row) throws SQLException {
    Optional<MessageId> message = text(row, "origin_message").map(MessageId::new);
    return text(row, "origin_session").map(session -> new Origin(new SessionId(session), message));
  }

  private static Optional<Change.DecisionRecord> decision(ResultSet row) throws SQLException {
    boolean approved = row.getBoolean("approved");
    Instant at = Instant.ofEpochMilli(row.getLong("decided_at"));
    Optional<String> reason = text(row, "decision_reason");
    return text(row, "decided_by").map(by -> new Change.DecisionRecord(approved, by, at, reason));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
