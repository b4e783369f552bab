package dev.ironclaw.controlplane.grant;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.EgressRule;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import dev.ironclaw.controlplane.registry.VaultUse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what agents hold within the limits that a human set: notes what a change gave, counts its use, and takes it away
/// when its time or its uses are over, or when somebody revokes it. In a panic nothing is used; taking away goes on.
///
/// Threading: any thread that may wait for the disk.
public final class Grants {
  private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

  private static final String IN_MEMORY = ", in memory until the disk can be written; after a restart end it again";

  private final Ledger ledger;
  private final Registry registry;
  private final Clock clock;
  private final RandomGenerator random;
  private final Brake brake;
  private final Consumer<Grant> over;
  private final GrantStore store = new GrantStore();
  private final UseCounts counts = new UseCounts();
  /// Ended, and the disk would not take it: by id, as they will be stored.
  private final Map<String, Grant> owed = new ConcurrentHashMap<>();

  /// With a brake that nobody puts on, and nobody who wants to hear.
  public Grants(Ledger ledger, Registry registry, Clock clock, RandomGenerator random) {
    this(ledger, registry, clock, random, Brake.loose(), _ -> {});
  }

  /// @param random source of the grants' ids
  /// @param brake while it is on, nothing is used
  /// @param over hears of each that was revoked, expired or was used up; not of what an applied change took
  public Grants(Ledger ledger, Registry registry, Clock clock, RandomGenerator random, Brake brake,
      Consumer<Grant> over) {
    this.ledger = ledger;
    this.registry = registry;
    this.clock = clock;
    this.random = random;
    this.brake = brake;
    this.over = over;
    registry.veil(this::withoutOwed);
  }

  /// In the transaction that applies a change, after its edits: what is held now and was not before, or not as it is, is
  /// granted within the scope, what is not held any more has ended. What only changes keeps its limit where the scope has
  /// none: the card spoke of no longer time.
  ///
  /// @param before the registry that the change was made against
  public void changed(Connection audited, ChangeId change, Optional<AgentGroupId> agent, RegistrySnapshot before,
      GrantScope scope, String grantedBy) throws SQLException {
    Map<GrantItem, Object> held = GrantItems.whole(before, agent);
    Map<GrantItem, Object> holds = GrantItems.whole(registry.snapshot(audited), agent);
    Map<GrantItem, GrantScope> limits = new HashMap<>();
    Instant now = now();
    for (Grant grant : store.inForce(audited, agent)) {
      Object whole = holds.get(grant.item());
      if (whole == null || !whole.equals(held.getOrDefault(grant.item(), whole))) {
        store.end(audited, grant.id(), now, change.value());
        limits.put(grant.item(), grant.scope());
      }
    }
    for (Map.Entry<GrantItem, Object> item : holds.entrySet()) {
      if (!item.getValue().equals(held.get(item.getKey()))) {
        GrantScope within = scope.isLimited() ? scope : limits.getOrDefault(item.getKey(), scope);
        store.insert(audited, new Grant(newId(), change, agent, item.getKey(), within, now, grantedBy, 0,
            Optional.empty(), Optional.empty(), Optional.empty()));
      }
    }
  }

  /// In force, those that have ended in memory alone, then those that ended last.
  public List<Grant> list(int ended) {
    flush();
    return ledger.read(connection -> {
      List<Grant> grants = new ArrayList<>(store.inForce(connection));
      grants.removeIf(grant -> owed.containsKey(grant.id()));
      owed.values().stream().map(grant -> grant.ended(grant.endedAt().orElseThrow(), grant.endedBy().orElseThrow()
          + IN_MEMORY)).forEach(grants::add);
      grants.addAll(store.ended(connection, ended));
      return grants;
    });
  }

  /// The tools that a box of this session has: those of its agent, without the ones that are limited to another
  /// conversation or whose time is over.
  ///
  /// @param session empty for a box that has none yet
  public List<String> tools(AgentGroup agent, Optional<SessionId> session) {
    Set<String> withheld = withheld(ledger.read(connection -> store.inForce(connection, Optional.of(agent.id()))),
        session);
    return agent.enabledTools().stream().filter(tool -> !withheld.contains(tool)).toList();
  }

  /// Uses the right to send one request out, if this session may: it is held, its time is not over, and it is not limited
  /// to another conversation.
  ///
  /// @throws IronclawException `NOT_READY` in a panic
  public boolean use(SessionId session, EgressRule rule) {
    return exercise(rule.agentGroup(), session, GrantItems.egress(rule));
  }

  /// As [#use(SessionId, EgressRule)], a credential once.
  public boolean use(SessionId session, VaultUse use) {
    return exercise(use.agentGroup(), session, GrantItems.vault(use));
  }

  private boolean exercise(AgentGroupId agent, SessionId session, GrantItem item) {
    brake.check("use " + item);
    Optional<Grant> grant = ledger.read(connection -> store.inForce(connection, Optional.of(agent))).stream()
        .filter(given -> given.item().equals(item)).findFirst();
    // After the grant: one that ended before it was read took the capability from the agent in the same commit.
    if (!GrantItems.inForce(registry.snapshot(), Optional.of(agent)).contains(item)
        || grant.filter(given -> isWithheld(given, Optional.of(session))).isPresent()) {
      return false;
    }
    grant.ifPresent(given -> counts.used(given.id(), clock.instant()));
    return true;
  }

  private boolean isWithheld(Grant grant, Optional<SessionId> session) {
    return grant.scope().until().filter(until -> !clock.instant().isBefore(until)).isPresent()
        || grant.scope().session().filter(only -> !Optional.of(only).equals(session)).isPresent();
  }

  private Set<String> withheld(List<Grant> grants, Optional<SessionId> session) {
    return grants.stream().filter(grant -> grant.item().type() == GrantItem.Type.TOOL)
        .filter(grant -> isWithheld(grant, session)).map(grant -> grant.item().key())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Uses a tool once for one row, if this session may. A limited grant is counted down on disk before the use, so that a
  /// crash can only cost one; the same row again, after a crash or for another try, costs nothing. The last use ends it.
  ///
  /// @param spread makes that end real in the boxes
  /// @throws IronclawException `NOT_READY` in a panic: not a refusal, the row waits and costs nothing
  public boolean use(AgentGroupId agent, SessionId session, String tool, MessageId row,
      Consumer<AgentGroupId> spread) {
    brake.check("use " + tool);
    if (owed.values().stream().anyMatch(grant -> grant.agentGroup().filter(agent::equals).isPresent()
        && grant.item().equals(new GrantItem(GrantItem.Type.TOOL, tool)))) {
      return false;
    }
    String use = session + "/" + row;
    if (ledger.read(connection -> store.isPaid(connection, agent, tool, use))) {
      return true;
    }
    List<Grant> grants = ledger.read(connection -> store.inForce(connection, Optional.of(agent)));
    // After the grants: one that ended before they were read took the tool from the agent in the same commit.
    boolean held = registry.agentGroup(agent).filter(now -> now.enabledTools().contains(tool)).isPresent();
    if (!held || withheld(grants, Optional.of(session)).contains(tool)) {
      return false;
    }
    Optional<Grant> grant = grants.stream()
        .filter(given -> given.item().equals(new GrantItem(GrantItem.Type.TOOL, tool))).findFirst();
    if (grant.isEmpty()) {
      return true;
    }
    if (grant.get().scope().uses().isEmpty()) {
      counts.used(grant.get().id(), clock.instant());
      return true;
    }
    return useLimited(grant.get(), use, spread);
  }

  private boolean useLimited(Grant grant, String use, Consumer<AgentGroupId> spread) {
    Paid paid = ledger.audited(transaction -> {
      brake.check("use " + grant.item()); // Again: a panic may have come while this waited for the disk.
      if (!store.use(transaction.connection(), grant.id(), 1, now())) {
        return Paid.NOTHING_LEFT;
      }
      store.pay(transaction.connection(), grant.id(), use);
      // As it is now: another conversation may have used it since we looked.
      boolean last = store.find(transaction.connection(), grant.id()).orElseThrow().scope().uses().orElse(0) == 0;
      return last && take(transaction, grant, GrantStore.USED_UP) ? Paid.LAST : Paid.YES;
    });
    if (paid == Paid.LAST) {
      over.accept(grant);
      grant.agentGroup().ifPresent(spread);
    }
    return paid != Paid.NOTHING_LEFT;
  }

  private enum Paid {
    YES, LAST, NOTHING_LEFT
  }

  /// Takes a capability away, at once and whether or not the audit log can be written: a brake.
  ///
  /// @return which agent's boxes have to follow
  /// @throws IronclawException `NOT_FOUND`; nothing where it is over already
  public Optional<AgentGroupId> revoke(String id, String by) {
    Grant grant = ledger.read(connection -> store.find(connection, id)).orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND, "revoke grant " + id + ": there is no such grant"));
    return end(grant, by) ? grant.agentGroup() : Optional.empty();
  }

  /// Takes a credential's use away from every agent: what it stood for is gone.
  public void revokeCredential(String credential, String by) {
    revokeUses(credential::equals, by);
  }

  /// As [#revokeCredential], of every credential but those: a removal may have been broken off before the uses had ended.
  public void revokeCredentialsBut(Set<String> kept, String by) {
    revokeUses(name -> !kept.contains(name), by);
  }

  private void revokeUses(Predicate<String> credential, String by) {
    ledger.read(store::inForce).stream().filter(grant -> grant.item().type() == GrantItem.Type.VAULT
        && credential.test(grant.item().key().substring(0, grant.item().key().indexOf('@'))))
        .forEach(grant -> end(grant, by));
  }

  private boolean end(Grant grant, String by) {
    boolean ended = takeAway(grant, by);
    if (ended) {
      over.accept(grant);
    }
    return ended;
  }

  /// Where the disk takes nothing it holds in memory, for everybody who asks the registry or a grant.
  private boolean takeAway(Grant grant, String by) {
    try {
      return ledger.brake(transaction -> take(transaction, grant, by));
    } catch (IronclawException e) {
      if (e.code() == ErrorCode.CONFLICT) {
        throw e;
      }
      LOG.error("grant={} step=end problem=not-stored; it has ended in memory", grant.id(), e);
      return owed.putIfAbsent(grant.id(), grant.ended(now(), by)) == null;
    }
  }

  private RegistrySnapshot withoutOwed(RegistrySnapshot registered) {
    RegistrySnapshot now = registered;
    for (Grant grant : owed.values()) {
      now = GrantItems.without(grant.item(), grant.agentGroup(), now);
    }
    return now;
  }

  /// Whether this one has ended and the disk does not know it yet, so that a restart would forget it.
  public boolean owes(String id) {
    return owed.containsKey(id);
  }

  /// Whether something has ended that is not stored yet: then [#expireDue] is due again soon.
  public boolean owes() {
    return !owed.isEmpty();
  }

  /// Takes away what has expired, each by itself.
  ///
  /// @param spread makes an end real in the boxes
  /// @return false where one could not be taken away now
  public boolean expireDue(Consumer<AgentGroupId> spread) {
    Instant now = clock.instant();
    boolean done = settle();
    for (Grant grant : ledger.read(store::inForce)) {
      if (grant.scope().until().filter(until -> !now.isBefore(until)).isPresent()) {
        done &= expires(grant, spread);
      }
    }
    return done;
  }

  private boolean expires(Grant grant, Consumer<AgentGroupId> spread) {
    try {
      if (end(grant, "expired")) {
        grant.agentGroup().ifPresent(spread);
      }
      return !owed.containsKey(grant.id());
    } catch (RuntimeException e) {
      LOG.error("grant={} step=expire failed", grant.id(), e);
      return false;
    }
  }

  /// Stores what has ended in memory.
  private boolean settle() {
    for (Grant grant : List.copyOf(owed.values())) {
      try {
        ledger.<Boolean>brake(transaction -> take(transaction, grant, grant.endedBy().orElseThrow()));
        owed.remove(grant.id());
      } catch (RuntimeException e) {
        LOG.error("grant={} step=end failed, again later", grant.id(), e);
      }
    }
    return owed.isEmpty();
  }

  /// What must not come back by undoing a change of this agent that was decided then: what has ended since, was limited or
  /// was not taken by a change that could be undone, and is not held again.
  public List<Grant> overSince(Optional<AgentGroupId> agent, Instant decided) {
    Set<GrantItem> holds = GrantItems.inForce(registry.snapshot(), agent);
    List<Grant> ended = new ArrayList<>(ledger.read(connection -> store.endedSince(connection, agent, decided)));
    owed.values().stream().filter(grant -> grant.agentGroup().equals(agent)).forEach(ended::add);
    return ended.stream().filter(grant -> !holds.contains(grant.item()))
        .filter(grant -> grant.scope().isLimited() || !grant.endedBy().orElse("").startsWith("chg_")).toList();
  }

  /// When to call [#expireDue] next.
  public Optional<Instant> nextExpiry() {
    return ledger.read(store::nextExpiry);
  }

  private boolean take(AuditLog.Transaction transaction, Grant grant, String by) throws SQLException {
    Connection connection = transaction.connection();
    if (!store.end(connection, grant.id(), now(), by)) {
      return false;
    }
    List<RegistryEdit> edits = GrantItems.removal(grant.item(), grant.agentGroup(), registry.snapshot(connection));
    if (!registry.apply(connection, edits)) {
      throw new IronclawException(ErrorCode.CONFLICT, "end grant " + grant.id() + ": its agent changes now; try again");
    }
    transaction.audit(new AuditEvent("grant", grant.agentGroup().map(AgentGroupId::value).orElse(""), "ended", by,
        grant.item() + ", granted by " + grant.change()));
    return true;
  }

  /// Writes the uses that were only counted in memory.
  public void flush() {
    counts.drain((id, count) -> {
      boolean _ = ledger.<Boolean>write(connection -> store.use(connection, id, count.uses(), count.last()));
    });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private String newId() {
    return "gr_" + HexFormat.of().toHexDigits(random.nextLong());
  }
}
