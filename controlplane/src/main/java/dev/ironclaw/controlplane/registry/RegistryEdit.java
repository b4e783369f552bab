package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import java.util.Optional;

/// One row that a change writes. [Registry#apply] carries a list of them out, all or none.
public sealed interface RegistryEdit {
  /// Holds only while the registry has this version.
  record ExpectVersion(long version) implements RegistryEdit {}

  /// Holds only while the stored revision is the one before this one's.
  record ReplaceAgent(AgentGroup updated) implements RegistryEdit {}

  /// Holds only while neither the id nor the folder is taken.
  record CreateAgent(AgentGroup created) implements RegistryEdit {}

  /// The agent's row alone; what else names it is removed by edits of its own.
  record RemoveAgent(AgentGroupId agent) implements RegistryEdit {}

  /// Adds the wiring or replaces the one with its id; the place is made where it is missing. Holds only while the id is
  /// no other agent's.
  ///
  /// @param wiring its messaging group is taken from the place
  record PutWiring(Place place, WiringDraft wiring) implements RegistryEdit {}

  record RemoveWiring(WiringId id) implements RegistryEdit {}

  /// What happens at a place to messages of people without access; the place is made where it is missing.
  record PutPolicy(Place place, UnknownSenderPolicy policy) implements RegistryEdit {}

  /// Holds only while that is what happens there; a place that is missing is strict.
  record ExpectPolicy(Place place, UnknownSenderPolicy policy) implements RegistryEdit {}

  record PutUser(User user) implements RegistryEdit {}

  /// Holds only while that is what is stored of the user.
  record ExpectUser(UserId user, Optional<User> stored) implements RegistryEdit {}

  record RemoveUser(UserId user) implements RegistryEdit {}

  record PutRole(RoleGrant grant) implements RegistryEdit {}

  record RemoveRole(RoleGrant grant) implements RegistryEdit {}

  record PutMember(UserId user, AgentGroupId agent) implements RegistryEdit {}

  record RemoveMember(UserId user, AgentGroupId agent) implements RegistryEdit {}

  record PutDestination(Destination destination) implements RegistryEdit {}

  record RemoveDestination(Destination destination) implements RegistryEdit {}

  record PutEgress(EgressRule rule) implements RegistryEdit {}

  record RemoveEgress(EgressRule rule) implements RegistryEdit {}

  record PutVaultUse(VaultUse use) implements RegistryEdit {}

  record RemoveVaultUse(VaultUse use) implements RegistryEdit {}

  /// Adds or replaces what an agent does by itself. Holds only while the id is no other agent's.
  record PutSchedule(Schedule schedule) implements RegistryEdit {}

  /// Holds only while the agent has it.
  record RemoveSchedule(AgentGroupId agent, ScheduleId id) implements RegistryEdit {}

  /// Where there is one of that id already, it stays.
  record PutJobOrder(JobOrder order) implements RegistryEdit {}

  record RemoveJobOrder(JobId id) implements RegistryEdit {}

  /// What a caller may run, whole; nothing removes it.
  record PutCommandRight(CommandRight right) implements RegistryEdit {}

  /// The rules of deciding, whole; empty for the default.
  record PutDecisionPolicy(Optional<String> document) implements RegistryEdit {}

  /// What names a place.
  record Place(String channelType, String platformId, String instance, boolean isGroup) {}

  /// A wiring whose place may not exist yet.
  record WiringDraft(WiringId id, AgentGroupId agentGroup, Wiring.EngageMode engageMode, String engagePattern,
      Wiring.SenderScope senderScope, Wiring.IgnoredMessagePolicy ignoredMessagePolicy, Wiring.SessionMode sessionMode,
      int priority) {}
}
