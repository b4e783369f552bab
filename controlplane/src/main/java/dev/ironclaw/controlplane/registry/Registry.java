package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.MessagingGroupStore.Place;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.store.Database;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Who and what exists, durable in `state.db`. Reading is free; whatever changes an agent's powers takes the
/// connection of an audited transaction, so that it cannot be called on the side.
///
/// What is asked on every message comes from memory ([SnapshotCache]); a change is visible to every reader as soon as
/// its transaction has committed.
///
/// Threading: any thread; a call may wait for the disk.
public final class Registry {
  private final Database state;
  private final Clock clock;
  private final RandomGenerator random;
  private final AgentGroupStore agentGroups = new AgentGroupStore();
  private final MessagingGroupStore messagingGroups = new MessagingGroupStore();
  private final WiringStore wirings = new WiringStore();
  private final UserStore users = new UserStore();
  private final DestinationStore destinations = new DestinationStore();
  private final PolicyStore policies = new PolicyStore();
  private final HeldSenderStore heldSenders = new HeldSenderStore();
  private final RetiredAgentStore retiredAgents = new RetiredAgentStore();
  private final ScheduleTable schedules = new ScheduleTable();
  private final SessionStore sessions;
  private final SnapshotCache snapshots;
  private final ReachTables reach;
  private final PlaceCache places;

  public Registry(Database state, Clock clock) {
    this(state, clock, new SecureRandom());
  }

  /// @param random source of the ids of sessions and messaging groups
  public Registry(Database state, Clock clock, RandomGenerator random) {
    this.state = state;
    this.clock = clock;
    this.random = random;
    this.sessions = new SessionStore(state, clock, random);
    this.snapshots = new SnapshotCache(state, this::load);
    this.reach = new ReachTables(snapshots);
    this.places = new PlaceCache(state, messagingGroups, snapshots);
  }

  /// From now on nobody who reads gets what this takes away: for what was taken back and can't be stored yet. It may only
  /// take away. What a transaction sees is what is stored.
  public void veil(UnaryOperator<RegistrySnapshot> by) {
    snapshots.veil(by);
  }

  private RegistrySnapshot load(Connection connection) throws SQLException {
    return RegistrySnapshot.of(SnapshotCache.version(connection), agentGroups.all(connection), wirings.all(connection),
        users.users(connection), users.roles(connection), users.members(connection), destinations.all(connection),
        reach.all(connection), policies.read(connection),
        retiredAgents.all(connection), schedules.all(connection));
  }

  /// By id.
  public List<AgentGroup> agentGroups() {
    return List.copyOf(snapshots.current().agentGroups().values());
  }

  public Optional<AgentGroup> agentGroup(AgentGroupId id) {
    return Optional.ofNullable(snapshots.current().agentGroups().get(id));
  }

  /// Adds an agent group. It takes over what a retired one of its id and folder left.
  ///
  /// @return false where the id or the folder is taken, by files of a retired one too
  public boolean createAgentGroup(Connection audited, AgentGroup group) throws SQLException {
    boolean created = !retiredAgents.blocks(audited, group) && agentGroups.create(audited, group);
    if (created) {
      retiredAgents.remove(audited, group.id());
      snapshots.raise(audited);
    }
    return created;
  }

  /// Only while the stored revision is `updated.revision() - 1`.
  ///
  /// @return false where somebody else was first
  public boolean replaceAgentGroup(Connection audited, AgentGroup updated) throws SQLException {
    boolean replaced = agentGroups.replace(audited, updated);
    if (replaced) {
      snapshots.raise(audited);
    }
    return replaced;
  }

  /// The agent's row; what else names it stays, and its files are kept as a retired agent's.
  public boolean removeAgentGroup(Connection audited, AgentGroupId id) throws SQLException {
    snapshots.raise(audited);
    retiredAgents.retire(audited, id, clock.instant());
    return agentGroups.remove(audited, id);
  }

  /// Agents whose files are kept, longest retired first.
  public List<RetiredAgent> retired() {
    return List.copyOf(snapshots.current().retired().values());
  }

  /// From now on nothing brings it back.
  ///
  /// @return false where it is not retired any more
  public boolean beginErasing(Connection audited, AgentGroupId id) throws SQLException {
    snapshots.raise(audited);
    return retiredAgents.beginErasing(audited, id);
  }

  /// Its files are gone: so are its rows. [#forget] its sessions afterwards.
  public void erased(Connection audited, AgentGroupId id) throws SQLException {
    snapshots.raise(audited);
    retiredAgents.removeConversations(audited, id);
    retiredAgents.remove(audited, id);
  }

  /// Sessions that were removed.
  public void forget(List<SessionId> removed) {
    removed.forEach(sessions::forget);
  }

  /// Carries out what a change writes.
  ///
  /// @return false where one of the edits does not hold any more: then none is carried out
  public boolean apply(Connection audited, List<RegistryEdit> edits) throws SQLException {
    return new RegistryEditor(this).apply(audited, edits);
  }

  /// Everything at one moment.
  public RegistrySnapshot snapshot() {
    return snapshots.current();
  }

  /// Everything as this transaction sees it.
  public RegistrySnapshot snapshot(Connection connection) throws SQLException {
    return load(connection);
  }

  /// [RegistrySnapshot#version] as this transaction sees it.
  public long version(Connection connection) throws SQLException {
    return SnapshotCache.version(connection);
  }

  public List<MessagingGroup> messagingGroups() {
    return state.read(messagingGroups::all);
  }

  public Optional<MessagingGroup> messagingGroup(MessagingGroupId id) {
    return places.find(id);
  }

  public Optional<MessagingGroup> messagingGroup(String channelType, String platformId, String instance) {
    return places.find(new Place(channelType, platformId, instance));
  }

  /// The place as this transaction sees it.
  public Optional<MessagingGroup> messagingGroup(Connection connection, MessagingGroupId id) throws SQLException {
    return messagingGroups.find(connection, id);
  }

  /// The place as this transaction sees it.
  public Optional<MessagingGroup> messagingGroup(Connection connection, String channelType, String platformId,
      String instance) throws SQLException {
    return messagingGroups.find(connection, new Place(channelType, platformId, instance));
  }

  /// Gets or makes a place. A new one has the policy `strict` and no wiring, so it gives nobody any power and needs no
  /// audited transaction.
  public MessagingGroup resolveMessagingGroup(String channelType, String platformId, String instance,
      boolean isGroup) {
    return messagingGroup(channelType, platformId, instance).orElseGet(
        () -> state.write(connection -> createMessagingGroup(connection, channelType, platformId, instance, isGroup)));
  }

  /// As [#resolveMessagingGroup(String, String, String, boolean)], inside a transaction of the caller's.
  public MessagingGroup resolveMessagingGroup(Connection audited, String channelType, String platformId,
      String instance, boolean isGroup) throws SQLException {
    return createMessagingGroup(audited, channelType, platformId, instance, isGroup);
  }

  private MessagingGroup createMessagingGroup(Connection connection, String channelType, String platformId,
      String instance, boolean isGroup) throws SQLException {
    messagingGroups.create(connection,
        new MessagingGroup(new MessagingGroupId("mg_" + HexFormat.of().toHexDigits(random.nextLong())), channelType,
            platformId, instance, isGroup, UnknownSenderPolicy.STRICT));
    return messagingGroups.find(connection, new Place(channelType, platformId, instance)).orElseThrow();
  }

  /// Says what happens there to messages of people without access.
  ///
  /// @return false where there is no such place
  public boolean putUnknownSenderPolicy(Connection audited, MessagingGroupId id, UnknownSenderPolicy policy)
      throws SQLException {
    boolean known = messagingGroups.setPolicy(audited, id, policy);
    if (known) {
      snapshots.raise(audited);
    }
    return known;
  }

  /// Highest priority first, then by id.
  public List<Wiring> wirings(MessagingGroupId messagingGroup) {
    return snapshots.current().wiringsOf(messagingGroup);
  }

  /// Adds the wiring, or replaces the one with its id.
  public void putWiring(Connection audited, Wiring wiring) throws SQLException {
    wirings.put(audited, wiring);
    snapshots.raise(audited);
  }

  /// As [#putWiring], but not where the id is another agent's.
  boolean putOwnWiring(Connection audited, Wiring wiring) throws SQLException {
    if (wirings.agentOf(audited, wiring.id()).filter(agent -> !agent.equals(wiring.agentGroup())).isPresent()) {
      return false;
    }
    putWiring(audited, wiring);
    return true;
  }

  public boolean removeWiring(Connection audited, WiringId id) throws SQLException {
    snapshots.raise(audited);
    return wirings.remove(audited, id);
  }

  public Optional<User> user(UserId id) {
    return Optional.ofNullable(snapshots.current().users().get(id));
  }

  /// Inside a transaction of the caller's.
  Optional<User> storedUser(Connection audited, UserId id) throws SQLException {
    return Optional.ofNullable(users.users(audited).get(id));
  }

  public void putUser(Connection audited, User user) throws SQLException {
    users.putUser(audited, user);
    snapshots.raise(audited);
  }

  public boolean removeUser(Connection audited, UserId id) throws SQLException {
    snapshots.raise(audited);
    return users.removeUser(audited, id);
  }

  /// Idempotent.
  public void putRole(Connection audited, RoleGrant grant) throws SQLException {
    users.grant(audited, grant);
    snapshots.raise(audited);
  }

  public boolean removeRole(Connection audited, RoleGrant grant) throws SQLException {
    snapshots.raise(audited);
    return users.revoke(audited, grant);
  }

  /// Idempotent.
  public void putMember(Connection audited, UserId user, AgentGroupId agentGroup) throws SQLException {
    users.addMember(audited, new Member(user, agentGroup));
    snapshots.raise(audited);
  }

  public boolean removeMember(Connection audited, UserId user, AgentGroupId agentGroup) throws SQLException {
    snapshots.raise(audited);
    return users.removeMember(audited, new Member(user, agentGroup));
  }

  /// Owner, then global admin, scoped admin, member.
  public Access access(UserId user, AgentGroupId agentGroup) {
    return snapshots.current().access(user, agentGroup);
  }

  /// Whether the agent may send to a place that is not the one it was asked from.
  public boolean mayReach(AgentGroupId agentGroup, String channelType, String platformId) {
    return snapshots.current().destinations().contains(new Destination(agentGroup, channelType, platformId));
  }

  /// The rules of deciding, as this transaction sees them; empty for the default.
  public Optional<String> policy(Connection connection) throws SQLException {
    return policies.read(connection);
  }

  void putPolicy(Connection audited, Optional<String> document) throws SQLException {
    policies.put(audited, document);
    snapshots.raise(audited);
  }

  /// Idempotent.
  public void putDestination(Connection audited, Destination destination) throws SQLException {
    destinations.put(audited, destination);
    snapshots.raise(audited);
  }

  public boolean removeDestination(Connection audited, Destination destination) throws SQLException {
    snapshots.raise(audited);
    return destinations.remove(audited, destination);
  }

  /// Changes of what agents may reach.
  ReachTables reach() {
    return reach;
  }

  /// Adds or replaces it; false where the id is another agent's.
  public boolean putSchedule(Connection audited, Schedule schedule) throws SQLException {
    return schedules(audited).put(audited, schedule);
  }

  ScheduleTable schedules(Connection audited) throws SQLException {
    snapshots.raise(audited);
    return schedules;
  }

  public Optional<Session> session(SessionId id) {
    return sessions.find(id);
  }

  /// Most recently active first.
  public List<Session> sessions() {
    return sessions.all();
  }

  /// Gets or makes the session of a place: `shared` by agent and place, `per-thread` by thread too, `agent-shared` by
  /// agent alone.
  public Session resolveSession(AgentGroupId agentGroup, MessagingGroupId messagingGroup, Optional<String> threadId,
      SessionMode mode) {
    return sessions.resolve(agentGroup, messagingGroup, threadId, mode);
  }

  /// As [#resolveSession], but makes none.
  public Optional<Session> findSession(AgentGroupId agentGroup, MessagingGroupId messagingGroup,
      Optional<String> threadId, SessionMode mode) {
    return sessions.find(agentGroup, messagingGroup, threadId, mode);
  }

  /// Whether the agent was once addressed in this session.
  public boolean isSticky(SessionId id) {
    return sessions.isSticky(id);
  }

  /// From now on the session goes on without being addressed, where its wiring says `mention-sticky`. Idempotent.
  public void makeSticky(SessionId id) {
    sessions.makeSticky(id);
  }

  /// Notes that a session is in use, in memory: see [#flush].
  public void touch(SessionId id) {
    sessions.touch(id);
  }

  /// Writes when sessions were last active. At close, and whenever it costs nothing; what is lost in a crash is the
  /// order of [#sessions].
  public void flush() {
    sessions.flush();
  }

  /// Keeps a stranger's message for an operator.
  ///
  /// @return false where the waiting list is full
  public boolean hold(HeldMessage message) {
    return state.write(connection -> heldSenders.hold(connection, message, clock.instant()));
  }

  /// Longest waiting first.
  public List<HeldSender> heldSenders() {
    return state.read(heldSenders::all);
  }
}
