package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table `messaging_groups`.
final class MessagingGroupStore {
  private static final String SELECT = "SELECT id, channel_type, platform_id, instance, is_group, unknown_sender_policy FROM messaging_groups ";

  /// A place by its outer name.
  record Place(String channelType, String platformId, String instance) {}

  List<MessagingGroup> all(Connection connection) throws SQLException {
    List<MessagingGroup> found = new ArrayList<>();
    try (var statement = connection.prepareStatement(SELECT + "ORDER BY channel_type, platform_id, instance");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(read(rows));
      }
    }
    return found;
  }

  Optional<MessagingGroup> find(Connection connection, MessagingGroupId id) throws SQLException {
    try (var statement = connection.prepareStatement(SELECT + "WHERE id = ?")) {
      statement.setString(1, id.value());
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(read(rows)) : Optional.empty();
      }
    }
  }

  Optional<MessagingGroup> find(Connection connection, Place place) throws SQLException {
    try (var statement = connection
        .prepareStatement(SELECT + "WHERE channel_type = ? AND platform_id = ? AND instance = ?")) {
      statement.setString(1, place.channelType());
      statement.setString(2, place.platformId());
      statement.setString(3, place.instance());
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(read(rows)) : Optional.empty();
      }
    }
  }

  /// False where the place (or the id) is there already.
  boolean create(Connection connection, MessagingGroup group) throws SQLException {
    try (var statement = connection.prepareStatement("""
        INSERT INTO messaging_groups (id, channel_type, platform_id, instance, is_group, unknown_sender_policy)
          VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")) {
      statement.setString(1, group.id().value());
      statement.setString(2, group.channelType());
      statement.setString(3, group.platformId());
      statement.setString(4, group.instance());
      statement.setBoolean(5, group.isGroup());
      statement.setString(6, group.unknownSenderPolicy().wireName());
      return statement.executeUpdate() == 1;
    }
  }

  boolean setPolicy(Connection connection, MessagingGroupId id, UnknownSenderPolicy policy) throws SQLException {
    try (var statement = connection
        .prepareStatement("UPDATE messaging_groups SET unknown_sender_policy = ? WHERE id = ?")) {
      statement.setString(1, policy.wireName());
      statement.setString(2, id.value());
      return statement.executeUpdate() == 1;
    }
  }

  private static MessagingGroup read(ResultSet rows) throws SQLException {
    return new MessagingGroup(new MessagingGroupId(rows.getString(1)), rows.getString(2), rows.getString(3),
        rows.getString(4), rows.getBoolean(5),
        WireNames.parse(UnknownSenderPolicy.values(), UnknownSenderPolicy::wireName, rows.getString(6)));
  }
}
