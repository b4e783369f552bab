package dev.ironclaw.controlplane.grant;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The table `grants`.
final class GrantStore {
  static final String USED_UP = "used up";

  void insert(Connection connection, Grant grant) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("""
        INSERT INTO grants (id, change_id, agent_group_id, type, key, granted_at, granted_by, expires_at, session_id,
          uses_left) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
      insert.setString(1, grant.id());
      insert.setString(2, grant.change().value());
      insert.setString(3, column(grant.agentGroup()));
      insert.setString(4, grant.item().type().wireName());
      insert.setString(5, grant.item().key());
      insert.setLong(6, grant.grantedAt().toEpochMilli());
      insert.setString(7, grant.grantedBy());
      if (grant.scope().until().isPresent()) {
        insert.setLong(8, grant.scope().until().get().toEpochMilli());
      } else {
        insert.setNull(8, Types.BIGINT);
      }
      insert.setString(9, grant.scope().session().map(SessionId::value).orElse(null));
      if (grant.scope().uses().isPresent()) {
        insert.setInt(10, grant.scope().uses().getAsInt());
      } else {
        insert.setNull(10, Types.INTEGER);
      }
      insert.executeUpdate();
    }
  }

  /// False where it is over already.
  boolean end(Connection connection, String id, Instant at, String by) throws SQLException {
    try (PreparedStatement update = connection
        .prepareStatement("UPDATE grants SET ended_at = ?, ended_by = ? WHERE id = ? AND ended_at IS NULL")) {
      update.setLong(1, at.toEpochMilli());
      update.setString(2, by);
      update.setString(3, id);
      return update.executeUpdate() == 1;
    }
  }

  /// Counts uses; of a limited grant only where one is left.
  boolean use(Connection connection, String id, long count, Instant last) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("""
        UPDATE grants SET use_count = use_count + ?1, uses_left = uses_left - ?1, last_used_at = ?2
        WHERE id = ?3 AND ended_at IS NULL AND (uses_left IS NULL OR uses_left >= ?1)""")) {
      update.setLong(1, count);
      update.setLong(2, last.toEpochMilli());
      update.setString(3, id);
      return update.executeUpdate() == 1;
    }
  }

  /// Notes for which row a use was paid.
  void pay(Connection connection, String id, String use) throws SQLException {
    try (PreparedStatement insert = connection
        .prepareStatement("INSERT INTO grant_uses (grant_id, use) VALUES (?, ?)")) {
      insert.setString(1, id);
      insert.setString(2, use);
      insert.executeUpdate();
    }
  }

  /// Whether this row has paid its use, by a grant that nobody has taken away since.
  boolean isPaid(Connection connection, AgentGroupId agent, String tool, String use) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT 1 FROM grant_uses JOIN grants ON grants.id = grant_uses.grant_id
        WHERE grant_uses.use = ? AND agent_group_id = ? AND type = 'tool' AND key = ?
          AND (ended_at IS NULL OR ended_by = ?)""")) {
      select.setString(1, use);
      select.setString(2, agent.value());
      select.setString(3, tool);
      select.setString(4, USED_UP);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  List<Grant> endedSince(Connection connection, Optional<AgentGroupId> agent, Instant since) throws SQLException {
    return select(connection, "agent_group_id = ? AND ended_at >= " + since.toEpochMilli(), column(agent));
  }

  Optional<Grant> find(Connection connection, String id) throws SQLException {
    return select(connection, "id = ?", id).stream().findFirst();
  }

  List<Grant> inForce(Connection connection) throws SQLException {
    return select(connection, "ended_at IS NULL");
  }

  List<Grant> inForce(Connection connection, Optional<AgentGroupId> agent) throws SQLException {
    return select(connection, "ended_at IS NULL AND agent_group_id = ?", column(agent));
  }

  /// Those that were ended, newest first.
  List<Grant> ended(Connection connection, int limit) throws SQLException {
    return select(connection, "ended_at IS NOT NULL ORDER BY ended_at DESC, id LIMIT " + limit);
  }

  Optional<Instant> nextExpiry(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT min(expires_at) FROM grants WHERE ended_at IS NULL AND expires_at IS NOT NULL");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      long millis = rows.getLong(1);
      return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
  }

  private static List<Grant> select(Connection connection, String where, String... values) throws SQLException {
    List<Grant> grants = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement("SELECT * FROM grants WHERE " + where)) {
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 1, values[i]);
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          grants.add(read(rows));
        }
      }
    }
    return grants;
  }

  private static Grant read(ResultSet row) throws SQLException {
    int left = row.getInt("uses_left");
    OptionalInt uses = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(left);
    GrantScope scope = new GrantScope(time(row, "expires_at"), uses,
        Optional.ofNullable(row.getString("session_id")).map(SessionId::new));
    String agent = row.getString("agent_group_id");
    return new Grant(row.getString("id"), new ChangeId(row.getString("change_id")),
        agent.isEmpty() ? Optional.empty() : Optional.of(new AgentGroupId(agent)),
        new GrantItem(GrantItem.Type.ofWireName(row.getString("type")), row.getString("key")), scope,
        Instant.ofEpochMilli(row.getLong("granted_at")), row.getString("granted_by"), row.getLong("use_count"),
        time(row, "last_used_at"), time(row, "ended_at"), Optional.ofNullable(row.getString("ended_by")));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static String column(Optional<AgentGroupId> agent) {
    return agent.map(AgentGroupId::value).orElse("");
  }
}
