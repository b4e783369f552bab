package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.box.BoxConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The table `agent_groups`.
final class AgentGroupStore {
  private static final ObjectMapper JSON = JsonMapper.shared();
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {
  };
  private static final TypeReference<List<Mount>> MOUNTS = new TypeReference<>() {
  };

  List<AgentGroup> all(Connection connection) throws SQLException {
    List<AgentGroup> found = new ArrayList<>();
    try (var statement = connection.prepareStatement("""
        SELECT id, revision, name, folder, provider, model, persona_identity, persona_soul, persona_instructions,
          enabled_tools, mounts, fallback_provider, fallback_model, budget
        FROM agent_groups ORDER BY id"""); var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(new AgentGroup(new AgentGroupId(rows.getString(1)), rows.getLong(2), rows.getString(3),
            rows.getString(4), rows.getString(5), rows.getString(6),
            new BoxConfig.Persona(rows.getString(7), rows.getString(8), rows.getString(9)),
            JSON.readValue(rows.getString(10), NAMES), JSON.readValue(rows.getString(11), MOUNTS),
            Optional.of(new AgentGroup.Fallback(rows.getString(12), rows.getString(13)))
                .filter(fallback -> !fallback.provider().isEmpty()),
            Budget.parse(rows.getString(14))));
      }
    }
    return found;
  }

  /// False where the id or the folder is taken.
  boolean create(Connection connection, AgentGroup group) throws SQLException {
    try (var statement = connection.prepareStatement(
        """
            INSERT INTO agent_groups (revision, name, folder, provider, model, persona_identity, persona_soul,
              persona_instructions, enabled_tools, mounts, fallback_provider, fallback_model, budget, id)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")) {
      fill(statement, group);
      return statement.executeUpdate() == 1;
    }
  }

  boolean replace(Connection connection, AgentGroup updated) throws SQLException {
    try (var statement = connection.prepareStatement("""
        UPDATE agent_groups SET revision = ?, name = ?, folder = ?, provider = ?, model = ?, persona_identity = ?,
          persona_soul = ?, persona_instructions = ?, enabled_tools = ?, mounts = ?, fallback_provider = ?,
          fallback_model = ?, budget = ? WHERE id = ? AND revision = ?""")) {
      fill(statement, updated);
      statement.setLong(15, updated.revision() - 1);
      return statement.executeUpdate() == 1;
    }
  }

  boolean remove(Connection connection, AgentGroupId id) throws SQLException {
    try (var statement = connection.prepareStatement("DELETE FROM agent_groups WHERE id = ?")) {
      statement.setString(1, id.value());
      return statement.executeUpdate() == 1;
    }
  }

  private static void fill(PreparedStatement statement, AgentGroup group) throws SQLException {
    statement.setLong(1, group.revision());
    statement.setString(2, group.name());
    statement.setString(3, group.folder());
    statement.setString(4, group.provider());
    statement.setString(5, group.model());
    statement.setString(6, group.persona().identity());
    statement.setString(7, group.persona().soul());
    statement.setString(8, group.persona().instructions());
    statement.setString(9, JSON.writeValueAsString(group.enabledTools()));
    statement.setString(10, JSON.writeValueAsString(group.mounts()));
    statement.setString(11, group.fallback().map(AgentGroup.Fallback::provider).orElse(""));
    statement.setString(12, group.fallback().map(AgentGroup.Fallback::model).orElse(""));
    statement.setString(13, group.budget().stored());
    statement.setString(14, group.id().value());
  }
}
