package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tables `users`, `roles` and `members`.
final class UserStore {
  Map<UserId, User> users(Connection connection) throws SQLException {
    Map<UserId, User> found = new HashMap<>();
    try (var statement = connection.prepareStatement("SELECT id, kind, display_name FROM users");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        UserId id = new UserId(rows.getString(1));
        found.put(id, new User(id, rows.getString(2), rows.getString(3)));
      }
    }
    return found;
  }

  Set<RoleGrant> roles(Connection connection) throws SQLException {
    Set<RoleGrant> found = new HashSet<>();
    try (var statement = connection.prepareStatement("SELECT user_id, role, agent_group FROM roles");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(new RoleGrant(new UserId(rows.getString(1)),
            WireNames.parse(Role.values(), Role::wireName, rows.getString(2)),
            Optional.of(rows.getString(3)).filter(group -> !group.isEmpty()).map(AgentGroupId::new)));
      }
    }
    return found;
  }

  Set<Member> members(Connection connection) throws SQLException {
    Set<Member> found = new HashSet<>();
    try (var statement = connection.prepareStatement("SELECT user_id, agent_group FROM members");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(new Member(new UserId(rows.getString(1)), new AgentGroupId(rows.getString(2))));
      }
    }
    return found;
  }

  void putUser(Connection connection, User user) throws SQLException {
    update(connection, "INSERT OR REPLACE INTO users (id, kind, display_name) VALUES (?, ?, ?)", user.id().value(),
        user.kind(), user.displayName());
  }

  boolean removeUser(Connection connection, UserId id) throws SQLException {
    return update(connection, "DELETE FROM users WHERE id = ?", id.value()) == 1;
  }

  void grant(Connection connection, RoleGrant grant) throws SQLException {
    update(connection, "INSERT OR IGNORE INTO roles (user_id, role, agent_group) VALUES (?, ?, ?)", columns(grant));
  }

  boolean revoke(Connection connection, RoleGrant grant) throws SQLException {
    return update(connection, "DELETE FROM roles WHERE user_id = ? AND role = ? AND agent_group = ?",
        columns(grant)) == 1;
  }

  void addMember(Connection connection, Member member) throws SQLException {
    update(connection, "INSERT OR IGNORE INTO members (user_id, agent_group) VALUES (?, ?)", member.user().value(),
        member.agentGroup().value());
  }

  boolean removeMember(Connection connection, Member member) throws SQLException {
    return update(connection, "DELETE FROM members WHERE user_id = ? AND agent_group = ?", member.user().value(),
        member.agentGroup().value()) == 1;
  }

  private static String[] columns(RoleGrant grant) {
    return new String[]{grant.user().value(), grant.role().wireName(),
        grant.agentGroup().map(AgentGroupId::value).orElse("")};
  }

  private static int update(Connection connection, String sql, String... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
