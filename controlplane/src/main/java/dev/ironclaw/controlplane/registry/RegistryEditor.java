package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.UserId;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.RegistryEdit.CreateAgent;
import dev.ironclaw.controlplane.registry.RegistryEdit.ExpectPolicy;
import dev.ironclaw.controlplane.registry.RegistryEdit.ExpectUser;
import dev.ironclaw.controlplane.registry.RegistryEdit.ExpectVersion;
import dev.ironclaw.controlplane.registry.RegistryEdit.Place;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutCommandRight;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutDecisionPolicy;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutDestination;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutEgress;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutJobOrder;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutMember;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutPolicy;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutRole;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutSchedule;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutUser;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutVaultUse;
import dev.ironclaw.controlplane.registry.RegistryEdit.PutWiring;
import dev.ironclaw.controlplane.registry.RegistryEdit.RemoveAgent;
import dev.ironclaw.controlplane.registry.RegistryEdit.RemoveDestination;
import dev.ironclaw.controlplane.registry.RegistryEdit.RemoveEgress;
import dev.ironclaw.controlplane.registry.RegistryEdit.RemoveJobOrder;
import dev.ironclaw.controlplane.registry.RegistryEdit.RemoveMember;
import dev.ironclaw.controlplane.registry.RegistryEdit.RemoveRole;
import dev.ironclaw.controlplane.registry.RegistryEdit.RemoveSchedule;
import dev.ironclaw.controlplane.registry.RegistryEdit.RemoveUser;
import dev.ironclaw.controlplane.registry.RegistryEdit.RemoveVaultUse;
import dev.ironclaw.controlplane.registry.RegistryEdit.RemoveWiring;
import dev.ironclaw.controlplane.registry.RegistryEdit.ReplaceAgent;
import dev.ironclaw.controlplane.registry.RegistryEdit.WiringDraft;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/// Carries edits out on one connection: all of them, or none where one does not hold.
final class RegistryEditor {
  private final Registry registry;

  RegistryEditor(Registry registry) {
    this.registry = registry;
  }

  boolean apply(Connection audited, List<RegistryEdit> edits) throws SQLException {
    try (Statement savepoint = audited.createStatement()) {
      savepoint.execute("SAVEPOINT edits");
      boolean held = true;
      for (RegistryEdit edit : edits) {
        held = held && holds(audited, edit);
      }
      if (!held) {
        savepoint.execute("ROLLBACK TO edits");
      }
      savepoint.execute("RELEASE edits");
      return held;
    }
  }

  /// Removing what is not there, and putting what is, is what was asked for.
  private boolean holds(Connection audited, RegistryEdit edit) throws SQLException {
    switch (edit) {
      case ExpectVersion(long version) -> {
        return SnapshotCache.version(audited) == version;
      }
      case ReplaceAgent(AgentGroup updated) -> {
        return registry.replaceAgentGroup(audited, updated);
      }
      case CreateAgent(AgentGroup created) -> {
        return registry.createAgentGroup(audited, created);
      }
      case RemoveAgent remove -> registry.removeAgentGroup(audited, remove.agent());
      case ExpectPolicy(Place place, UnknownSenderPolicy policy) -> {
        return place(audited, place).unknownSenderPolicy() == policy;
      }
      case ExpectUser(UserId user, Optional<User> stored) -> {
        return registry.storedUser(audited, user).equals(stored);
      }
      case PutWiring(Place place, WiringDraft draft) -> {
        return registry.putOwnWiring(audited,
            new Wiring(draft.id(), place(audited, place).id(), draft.agentGroup(), draft.engageMode(),
                draft.engagePattern(), draft.senderScope(), draft.ignoredMessagePolicy(), draft.sessionMode(),
                draft.priority()));
      }
      case PutSchedule put -> {
        return registry.putSchedule(audited, put.schedule());
      }
      case RemoveSchedule remove -> {
        return registry.schedules(audited).remove(audited, remove.agent(), remove.id());
      }
      case RemoveWiring remove -> registry.removeWiring(audited, remove.id());
      case PutPolicy put -> registry.putUnknownSenderPolicy(audited, place(audited, put.place()).id(), put.policy());
      case PutUser put -> registry.putUser(audited, put.user());
      case RemoveUser remove -> registry.removeUser(audited, remove.user());
      case PutRole put -> registry.putRole(audited, put.grant());
      case RemoveRole remove -> registry.removeRole(audited, remove.grant());
      case PutMember put -> registry.putMember(audited, put.user(), put.agent());
      case RemoveMember remove -> registry.removeMember(audited, remove.user(), remove.agent());
      case PutDecisionPolicy put -> registry.putPolicy(audited, put.document());
      case PutJobOrder put -> registry.reach().put(audited, put.order());
      case RemoveJobOrder remove -> registry.reach().remove(audited, remove.id());
      case PutCommandRight put -> registry.reach().put(audited, put.right());
      case PutDestination put -> registry.putDestination(audited, put.destination());
      case PutEgress put -> registry.reach().put(audited, put.rule());
      case RemoveEgress remove -> registry.reach().remove(audited, remove.rule());
      case PutVaultUse put -> registry.reach().put(audited, put.use());
      case RemoveVaultUse remove -> registry.reach().remove(audited, remove.use());
      case RemoveDestination remove -> registry.removeDestination(audited, remove.destination());
    }
    return true;
  }

  private MessagingGroup place(Connection audited, Place place) throws SQLException {
    return registry.resolveMessagingGroup(audited, place.channelType(), place.platformId(), place.instance(),
        place.isGroup());
  }
}
