package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.kind.Basis;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Registry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was read of places and of whose tokens are good, for one look at a change. Neither raises the registry's version: a
/// stranger's message makes a place at any time, and would make every card about no one agent stale. So whoever applies asks
/// here whether it still reads the same.
///
/// Threading: one thread at a time.
final class Seen implements Basis.Places, Approvers {
  private final Registry registry;
  private final Approvers approvers;
  private final List<Reading> readings = new ArrayList<>();

  Seen(Registry registry, Approvers approvers) {
    this.registry = registry;
    this.approvers = approvers;
  }

  @FunctionalInterface
  private interface Reading {
    boolean isTheSame(Connection connection) throws SQLException;
  }

  @Override
  public Optional<MessagingGroup> find(String channelType, String platformId, String instance) {
    Optional<MessagingGroup> found = registry.messagingGroup(channelType, platformId, instance);
    readings.add(connection -> registry.messagingGroup(connection, channelType, platformId, instance).equals(found));
    return found;
  }

  @Override
  public Optional<MessagingGroup> find(MessagingGroupId id) {
    Optional<MessagingGroup> found = registry.messagingGroup(id);
    readings.add(connection -> registry.messagingGroup(connection, id).equals(found));
    return found;
  }

  @Override
  public boolean has(String operator) {
    boolean good = approvers.has(operator);
    readings.add(_ -> approvers.has(operator) == good);
    return good;
  }

  @Override
  public int admins() {
    int admins = approvers.admins();
    readings.add(_ -> approvers.admins() == admins);
    return admins;
  }

  /// Whether all of it reads the same in this transaction.
  boolean holds(Connection connection) throws SQLException {
    for (Reading reading : readings) {
      if (!reading.isTheSame(connection)) {
        return false;
      }
    }
    return true;
  }
}
