package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Mount;
import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The boxes that were launched and not yet seen to end.
final class BoxStore {
  /// One launched box.
  ///
  /// @param mounts folders of this machine that it has
  record Row(BoxId id, AgentGroupId agentGroup, long revision, WorkspaceMode workspace, List<Mount> mounts,
      Optional<SessionId> session) {
    /// Whether it has what a box of this agent would get.
    boolean fits(AgentGroup group) {
      return workspace == WorkspaceMode.of(group.enabledTools()) && mounts.equals(group.mounts());
    }
  }

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<List<Mount>> MOUNTS = new TypeReference<>() {
  };

  private final Database state;

  BoxStore(Database state) {
    this.state = state;
  }

  void insert(Connection audited, Row row, Instant now) throws SQLException {
    try (PreparedStatement insert = audited.prepareStatement(
        "INSERT INTO boxes (id, agent_group_id, revision, workspace, session_id, started_at, mounts) VALUES (?,?,?,?,?,?,?)")) {
      insert.setString(1, row.id().value());
      insert.setString(2, row.agentGroup().value());
      insert.setLong(3, row.revision());
      insert.setString(4, row.workspace().name());
      insert.setString(5, row.session().map(SessionId::value).orElse(null));
      insert.setString(6, now.toString());
      insert.setString(7, JSON.writeValueAsString(row.mounts()));
      insert.executeUpdate();
    }
  }

  void bind(Connection audited, BoxId id, SessionId session) throws SQLException {
    try (PreparedStatement update = audited.prepareStatement("UPDATE boxes SET session_id=? WHERE id=?")) {
      update.setString(1, session.value());
      update.setString(2, id.value());
      update.executeUpdate();
    }
  }

  void revision(BoxId id, long revision) {
    state.write(connection -> {
      try (PreparedStatement update = connection.prepareStatement("UPDATE boxes SET revision=? WHERE id=?")) {
        update.setLong(1, revision);
        update.setString(2, id.value());
        return update.executeUpdate();
      }
    });
  }

  void delete(Connection audited, BoxId id) throws SQLException {
    try (PreparedStatement delete = audited.prepareStatement("DELETE FROM boxes WHERE id=?")) {
      delete.setString(1, id.value());
      delete.executeUpdate();
    }
  }

  /// The agent of a box that runs.
  Optional<AgentGroupId> agent(BoxId id) {
    return state.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement("SELECT agent_group_id FROM boxes WHERE id=?")) {
        select.setString(1, id.value());
        try (ResultSet rows = select.executeQuery()) {
          return rows.next() ? Optional.of(new AgentGroupId(rows.getString(1))) : Optional.empty();
        }
      }
    });
  }

  List<Row> all() {
    return state.read(connection -> {
      try (PreparedStatement select = connection
          .prepareStatement(
              "SELECT id, agent_group_id, revision, workspace, session_id, mounts FROM boxes ORDER BY started_at");
          ResultSet rows = select.executeQuery()) {
        List<Row> found = new ArrayList<>();
        while (rows.next()) {
          found.add(new Row(new BoxId(rows.getString(1)), new AgentGroupId(rows.getString(2)), rows.getLong(3),
              WorkspaceMode.valueOf(rows.getString(4)), JSON.readValue(rows.getString(6), MOUNTS),
              Optional.ofNullable(rows.getString(5)).map(SessionId::new)));
        }
        return found;
      }
    });
  }
}
