package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.kind.Asked;
import dev.ironclaw.controlplane.kind.CanonicalJson;
import dev.ironclaw.controlplane.kind.VerifierChain;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Everything after the decision, in steps that can each be the last one before a crash: apply, make it real in the
/// boxes, tell the one who asked, note that nothing is left. Started again, it goes on where it stopped: the apply is
/// one transaction, what follows is idempotent.
///
/// Threading: any thread; one thread at a time works on one change.
final class Completion {
  private final ChangeStore store;
  private final Ledger ledger;
  private final Registry registry;
  private final Bases bases;
  private final VerifierChain chain;
  private final Vetoes vetoes;
  private final TwoPeople two;
  private final Grants grants;
  private final CapabilityEffect effect;
  private final OutcomeSink outcomes;
  private final ChangeEvents events;
  private final Runnable applied;
  private final Map<ChangeId, Wish> wishes = new ConcurrentHashMap<>();

  /// How often a change is planned anew in one go, where the registry moves meanwhile.
  private static final int PLANS = 5;

  private enum Wish {
    RUN, RUN_AGAIN
  }

  Completion(ChangeStore store, Ledger ledger, Bases bases, VerifierChain chain, Vetoes vetoes, TwoPeople two,
      GatewayParts parts, ChangeEvents events, Runnable applied) {
    this.store = store;
    this.ledger = ledger;
    this.registry = parts.registry();
    this.bases = bases;
    this.chain = chain;
    this.vetoes = vetoes;
    this.two = two;
    this.grants = parts.grants();
    this.effect = parts.effect();
    this.outcomes = parts.outcomes();
    this.events = events;
    this.applied = applied;
  }

  /// Does what is left to do for a decided change; nothing for a pending or finished one. Where another thread is at it,
  /// that one looks again: it may have read the change before what we know of it was written.
  void finish(ChangeId id) {
    if (wishes.merge(id, Wish.RUN, (_, _) -> Wish.RUN_AGAIN) == Wish.RUN_AGAIN) {
      return;
    }
    boolean done = false;
    try {
      while (!done) {
        wishes.put(id, Wish.RUN);
        finishOnce(id);
        done = wishes.remove(id, Wish.RUN);
      }
    } finally {
      if (!done) {
        wishes.remove(id);
      }
    }
  }

  private void finishOnce(ChangeId id) {
    if (vetoes.settle(id)) {
      events.publish();
    }
    Optional<StoredChange> row = find(id);
    if (row.isPresent() && !row.get().isPending() && !row.get().finished()) {
      finish(row.get());
    }
  }

  private void finish(StoredChange row) {
    ChangeId id = row.change().id();
    switch (row.change().state()) {
      case APPROVED -> {
        apply(row);
        find(id).ifPresent(this::spread);
      }
      case APPLIED -> {
        // The transaction that applied it may have failed to reach the audit file. This entry can only be written after
        // that one, so the effect still comes last.
        ledger.record(event(row.change(), "goes on after an interruption"));
        events.publish();
        spread(row);
      }
      case REJECTED, FAILED, EXPIRED -> spread(row);
      case PENDING -> {
      }
    }
  }

  /// @throws IronclawException `CONFLICT` where the registry moves so fast that no plan holds: it is tried again later
  private void apply(StoredChange row) {
    Settled settled = Settled.MOVED;
    for (int n = 0; n < PLANS && settled == Settled.MOVED; n++) {
      Plan plan = plan(row);
      settled = ledger.audited(transaction -> settle(transaction, row.change(), plan));
    }
    switch (settled) {
      case DONE -> {
        applied.run();
        events.publish();
      }
      case NOT_DUE -> {
      }
      case MOVED -> throw new IronclawException(ErrorCode.CONFLICT,
          "apply change " + row.change().id() + ": other changes are applied just now; it is tried again");
    }
  }

  private enum Settled {
    /// Applied or failed.
    DONE,
    /// It is not approved any more.
    NOT_DUE,
    /// The registry, or what the card reads beside it, is not what the plan was made on.
    MOVED
  }

  /// Checks once more what the human approved, against what it is about as it is now.
  private Plan plan(StoredChange row) {
    try {
      Seen seen = bases.seen();
      Asked<?> asked = bases.now(row.change(), seen);
      if (asked.base().revision() != row.change().baseRevision()) {
        return new Plan.Impossible(moved(row.change()));
      }
      if (!CanonicalJson.of(asked.before()).equals(CanonicalJson.of(row.change().before()))) {
        return new Plan.Impossible("what it changes is not as it was shown any more; it has to be asked for again");
      }
      // What a card says may depend on other agents, whose changes leave this one's revision alone.
      if (!ChangeCards.render(asked, ChangeCards.Request.of(row.change())).hash().equals(row.change().card().hash())) {
        return new Plan.Impossible(
            "its card would not read as it did when it was approved; it has to be asked for again");
      }
      return chain.verify(asked)
          .<Plan>map(rejection -> new Plan.Impossible(rejection.verifier() + ": " + rejection.reason()))
          .orElseGet(() -> new Plan.Ready(asked.edits(), asked.base().registry(), seen));
    } catch (IronclawException e) {
      return new Plan.Impossible(String.valueOf(e.getMessage()));
    }
  }

  private Settled settle(AuditLog.Transaction transaction, Change change, Plan plan) throws SQLException {
    Optional<StoredChange> now = store.find(transaction.connection(), change.id());
    if (now.isEmpty() || now.get().change().state() != ChangeState.APPROVED || vetoes.holds(change.id())) {
      return Settled.NOT_DUE;
    }
    // Anything may have been written since the card was compared, also rows of others that its words are about, and what
    // raises no version.
    if (plan instanceof Plan.Ready(var _, RegistrySnapshot base, Seen seen)
        && (registry.version(transaction.connection()) != base.version() || !seen.holds(transaction.connection()))) {
      return Settled.MOVED;
    }
    Optional<String> error = switch (plan) {
      case Plan.Ready(List<RegistryEdit> edits, var _, var _) when registry.apply(transaction.connection(), edits) ->
        Optional.empty();
      case Plan.Ready _ -> Optional.of(moved(change));
      case Plan.Impossible(String why) -> Optional.of(why);
    };
    if (error.isEmpty() && plan instanceof Plan.Ready(var _, RegistrySnapshot before, var _)) {
      Change.DecisionRecord decision = now.get().change().decision().orElseThrow();
      grants.changed(transaction.connection(), change.id(), change.agentGroup(), before, decision.scope(),
          decision.decidedBy());
    }
    if (error.isEmpty() && change.kind() == ChangeKind.POLICY) {
      two.forget(transaction.connection());
    }
    store.settle(transaction.connection(), change.id(),
        error.isEmpty() ? ChangeState.APPLIED : ChangeState.FAILED, error);
    transaction.audit(event(change, error.map(why -> "failed: " + why)
        .orElse("applied: " + change.about() + " is past revision " + change.baseRevision())));
    return Settled.DONE;
  }

  private void spread(StoredChange row) {
    Change change = row.change();
    if (change.state() == ChangeState.APPLIED) {
      effect.applied(change);
    }
    if (change.origin().isPresent()) {
      outcomes.tell(change);
    }
    ledger.write(connection -> store.finish(connection, change.id()));
  }

  private Optional<StoredChange> find(ChangeId id) {
    return ledger.read(connection -> store.find(connection, id));
  }

  private static String moved(Change change) {
    return change.about() + " is not at revision " + change.baseRevision()
        + " any more: another change was applied after this one was shown; it has to be asked for again";
  }

  private static AuditEvent event(Change change, String detail) {
    return new AuditEvent("apply", change.id().value(), change.kind().wireName(), "system", detail);
  }

  /// What applying comes to.
  private sealed interface Plan {
    record Ready(List<RegistryEdit> edits, RegistrySnapshot before, Seen seen) implements Plan {}

    record Impossible(String why) implements Plan {}
  }
}
