package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.grant.GrantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table `changes`: one row a change. Every transition names the state that it leaves and changes nothing where the
/// row is in another.
final class ChangeStore {
  /// False where the id is there already.
  boolean insert(Connection connection, StoredChange row) throws SQLException {
    Change change = row.change();
    try (PreparedStatement insert = connection.prepareStatement("""
        INSERT INTO changes (id, kind, agent_group_id, base_revision, before_json, after_json, request_digest, reason,
          requested_by, origin_session, origin_message, created_at, expires_at, state, approved, decided_by, decided_at,
          decision_reason, error, card_json, finished, asked_for)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING""")) {
      Bind bind = new Bind(insert);
      bind.text(change.id().value()).text(change.kind().wireName())
          .text(change.agentGroup().map(AgentGroupId::value).orElse(""))
          .number(change.baseRevision()).text(change.before().toString()).text(change.after().toString())
          .text(row.requestDigest()).text(change.reason()).text(change.requestedBy())
          .text(change.origin().map(origin -> origin.session().value()))
          .text(change.origin().flatMap(Origin::inReplyTo).map(Object::toString))
          .number(change.createdAt().toEpochMilli()).number(change.expiresAt().toEpochMilli())
          .text(change.state().wireName());
      decision(bind, change.decision());
      bind.text(change.error()).text(ChangeCards.store(change.card())).number(row.finished() ? 1 : 0)
          .text(row.askedFor().map(AgentGroupId::value).orElse(""));
      return insert.executeUpdate() == 1;
    }
  }

  /// From pending, or approved and not applied yet, to rejected; from pending to expired.
  boolean close(Connection connection, ChangeId id, ChangeState to, Change.DecisionRecord decision)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("""
        UPDATE changes SET state = ?1, approved = ?2, decided_by = ?3, decided_at = ?4, decision_reason = ?5
        WHERE id = ?6 AND (state = 'pending' OR state = 'approved' AND ?1 = 'rejected')""")) {
      Bind bind = new Bind(update).text(to.wireName());
      decision(bind, Optional.of(decision)).text(id.value());
      return update.executeUpdate() == 1;
    }
  }

  /// From pending to approved, with the card that the human saw and the base that it was made against.
  boolean approve(Connection connection, Change shown, Change.DecisionRecord decision) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("""
        UPDATE changes SET state = 'approved', base_revision = ?, before_json = ?, card_json = ?,
          approved = ?, decided_by = ?, decided_at = ?, decision_reason = ?, scope_json = ?
        WHERE id = ? AND state = 'pending'""")) {
      Bind bind = new Bind(update).number(shown.baseRevision()).text(shown.before().toString())
          .text(ChangeCards.store(shown.card()));
      decision(bind, Optional.of(decision)).text(Scopes.store(decision.scope())).text(shown.id().value());
      return update.executeUpdate() == 1;
    }
  }

  /// From approved to applied or failed.
  boolean settle(Connection connection, ChangeId id, ChangeState to, Optional<String> error) throws SQLException {
    try (PreparedStatement update = connection
        .prepareStatement("UPDATE changes SET state = ?, error = ? WHERE id = ? AND state = 'approved'")) {
      new Bind(update).text(to.wireName()).text(error).text(id.value());
      return update.executeUpdate() == 1;
    }
  }

  /// Nothing is left to do for it.
  boolean finish(Connection connection, ChangeId id) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(
        "UPDATE changes SET finished = 1 WHERE id = ? AND state NOT IN ('pending', 'approved') AND finished = 0")) {
      new Bind(update).text(id.value());
      return update.executeUpdate() == 1;
    }
  }

  Optional<StoredChange> find(Connection connection, ChangeId id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT * FROM changes WHERE id = ?")) {
      new Bind(select).text(id.value());
      return rows(select).stream().findFirst();
    }
  }

  /// Oldest first.
  List<StoredChange> pending(Connection connection) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT * FROM changes WHERE state = 'pending' ORDER BY seq")) {
      return rows(select);
    }
  }

  /// Those with something left to do, oldest first.
  List<StoredChange> unfinished(Connection connection) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT * FROM changes WHERE state <> 'pending' AND finished = 0 ORDER BY seq")) {
      return rows(select);
    }
  }

  /// Decided ones, newest decision first.
  List<StoredChange> history(Connection connection, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT * FROM changes WHERE state <> 'pending' ORDER BY decided_at DESC, seq DESC LIMIT ?")) {
      new Bind(select).number(limit);
      return rows(select);
    }
  }

  /// As [#history], after that one in its order.
  List<StoredChange> historyBefore(Connection connection, ChangeId id, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT * FROM changes WHERE state <> 'pending'
          AND (decided_at, seq) < (SELECT decided_at, seq FROM changes WHERE id = ?)
          ORDER BY decided_at DESC, seq DESC LIMIT ?""")) {
      new Bind(select).text(id.value()).number(limit);
      return rows(select);
    }
  }

  /// When those were decided that were decided from that time on, oldest first.
  List<Instant> decidedFrom(Connection connection, Instant from, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT decided_at FROM changes WHERE state <> 'pending' AND decided_at >= ? ORDER BY decided_at LIMIT ?""")) {
      new Bind(select).number(from.toEpochMilli()).number(limit);
      try (ResultSet row = select.executeQuery()) {
        List<Instant> times = new ArrayList<>();
        while (row.next()) {
          times.add(Instant.ofEpochMilli(row.getLong(1)));
        }
        return times;
      }
    }
  }

  /// Decided ones of the same kind, about the same thing, with the same title; newest first.
  List<Change> similar(Connection connection, Change change, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT * FROM changes WHERE state <> 'pending' AND kind = ? AND agent_group_id = ? AND id <> ?
          AND json_extract(card_json, '$.title') = ? ORDER BY decided_at DESC, seq DESC LIMIT ?""")) {
      new Bind(select).text(change.kind().wireName()).text(change.agentGroup().map(AgentGroupId::value).orElse(""))
          .text(change.id().value()).text(change.card().title()).number(limit);
      return rows(select).stream().map(StoredChange::change).toList();
    }
  }

  /// The change of the policy that was applied last. Each one raises the registry's version, so the newest has the highest.
  Optional<Change> newestPolicy(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT * FROM changes WHERE kind = 'policy' AND state = 'applied' ORDER BY base_revision DESC LIMIT 1""")) {
      return rows(select).stream().map(StoredChange::change).findFirst();
    }
  }

  /// Those that its agents asked for and that wait.
  int pendingOfAgents(Connection connection, AgentGroupId agentGroup) throws SQLException {
    return countOfAgents(connection, agentGroup, "state = 'pending'", Instant.EPOCH);
  }

  /// Those that its agents asked for, whatever became of them.
  int askedByAgents(Connection connection, AgentGroupId agentGroup, Instant since) throws SQLException {
    return countOfAgents(connection, agentGroup, "TRUE", since);
  }

  private static int countOfAgents(Connection connection, AgentGroupId agentGroup, String condition, Instant since)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM changes WHERE " + condition
        + " AND asked_for = ? AND created_at > ?")) {
      new Bind(select).text(agentGroup.value()).number(since.toEpochMilli());
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  Optional<Instant> nextExpiry(Connection connection) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT min(expires_at) FROM changes WHERE state = 'pending'");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      long millis = rows.getLong(1);
      return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
  }

  private static Bind decision(Bind bind, Optional<Change.DecisionRecord> decision) throws SQLException {
    return bind.number(decision.map(d -> d.approved() ? 1L : 0L)).text(decision.map(Change.DecisionRecord::decidedBy))
        .number(decision.map(d -> d.decidedAt().toEpochMilli()))
        .text(decision.flatMap(Change.DecisionRecord::reason));
  }

  private static List<StoredChange> rows(PreparedStatement select) throws SQLException {
    List<StoredChange> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(read(rows));
      }
    }
    return found;
  }

  private static StoredChange read(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    Change change = new Change(new ChangeId(row.getString("id")),
        ChangeKind.ofWireName(kind).orElseThrow(() -> new IronclawException(ErrorCode.INTERNAL,
            "read changes: this version does not know the kind " + kind + "; run the newer one that wrote it")),
        agentGroup(row.getString("agent_group_id")), row.getLong("base_revision"),
        ChangeCards.read(row.getString("before_json")), ChangeCards.read(row.getString("after_json")),
        text(row, "reason"), row.getString("requested_by"), origin(row),
        Instant.ofEpochMilli(row.getLong("created_at")), Instant.ofEpochMilli(row.getLong("expires_at")),
        ChangeState.ofWireName(row.getString("state")), decision(row), text(row, "error"),
        ChangeCards.load(row.getString("card_json")));
    return new StoredChange(change, row.getString("request_digest"), row.getBoolean("finished"),
        agentGroup(row.getString("asked_for")));
  }

  private static Optional<AgentGroupId> agentGroup(String column) {
    return column.isEmpty() ? Optional.empty() : Optional.of(new AgentGroupId(column));
  }

  private static Optional<Origin> origin(ResultSet row) throws SQLException {
    Optional<MessageId> message = text(row, "origin_message").map(MessageId::new);
    return text(row, "origin_session").map(session -> new Origin(new SessionId(session), message));
  }

  private static Optional<Change.DecisionRecord> decision(ResultSet row) throws SQLException {
    boolean approved = row.getBoolean("approved");
    Instant at = Instant.ofEpochMilli(row.getLong("decided_at"));
    Optional<String> reason = text(row, "decision_reason");
    GrantScope scope = Scopes.read(row.getString("scope_json"));
    return text(row, "decided_by").map(by -> new Change.DecisionRecord(approved, by, at, reason, scope));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  /// Binds values in the order of the question marks.
  private static final class Bind {
    private final PreparedStatement statement;
    private int index;

    Bind(PreparedStatement statement) {
      this.statement = statement;
    }

    Bind text(String value) throws SQLException {
      statement.setString(++index, value);
      return this;
    }

    Bind text(Optional<String> value) throws SQLException {
      if (value.isPresent()) {
        return text(value.get());
      }
      statement.setNull(++index, Types.VARCHAR);
      return this;
    }

    Bind number(long value) throws SQLException {
      statement.setLong(++index, value);
      return this;
    }

    Bind number(Optional<Long> value) throws SQLException {
      if (value.isPresent()) {
        return number(value.get());
      }
      statement.setNull(++index, Types.BIGINT);
      return this;
    }
  }
}
