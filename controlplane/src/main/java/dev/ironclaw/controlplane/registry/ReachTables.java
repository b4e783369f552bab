package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.JobId;
import java.sql.Connection;
import java.sql.SQLException;

/// What agents may reach of the network and of the vault, what programs outside may run, and which jobs were approved: each
/// change raises the registry's version.
final class ReachTables {
  private final EgressRuleStore egressRules = new EgressRuleStore();
  private final VaultUseStore vaultUses = new VaultUseStore();
  private final CommandRightStore commandRights = new CommandRightStore();
  private final JobOrderStore jobOrders = new JobOrderStore();
  private final SnapshotCache snapshots;

  ReachTables(SnapshotCache snapshots) {
    this.snapshots = snapshots;
  }

  RegistrySnapshot.Reach all(Connection connection) throws SQLException {
    return new RegistrySnapshot.Reach(egressRules.all(connection), vaultUses.all(connection),
        commandRights.all(connection), jobOrders.all(connection));
  }

  void put(Connection audited, EgressRule rule) throws SQLException {
    egressRules.put(audited, rule);
    snapshots.raise(audited);
  }

  void remove(Connection audited, EgressRule rule) throws SQLException {
    egressRules.remove(audited, rule);
    snapshots.raise(audited);
  }

  void put(Connection audited, VaultUse use) throws SQLException {
    vaultUses.put(audited, use);
    snapshots.raise(audited);
  }

  void remove(Connection audited, VaultUse use) throws SQLException {
    vaultUses.remove(audited, use);
    snapshots.raise(audited);
  }

  void put(Connection audited, CommandRight right) throws SQLException {
    commandRights.put(audited, right);
    snapshots.raise(audited);
  }

  void put(Connection audited, JobOrder order) throws SQLException {
    jobOrders.put(audited, order);
    snapshots.raise(audited);
  }

  void remove(Connection audited, JobId order) throws SQLException {
    jobOrders.remove(audited, order);
    snapshots.raise(audited);
  }
}
