package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import dev.ironclaw.controlplane.stepup.StepUpCheck;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records a human's answer: the first one, once. An approval must name the card that was shown; a rejection is a brake
/// and needs neither the right card nor a working audit log, and also stops what is approved but not applied yet.
final class Decider {
  private static final Logger LOG = LoggerFactory.getLogger(Decider.class);
  private static final int MAX_REASON_CHARS = 2_000;

  private final ChangeStore store;
  private final Ledger ledger;
  private final LiveChanges live;
  private final Bases bases;
  private final TwoPeople two;
  private final Permits permits;
  private final CardsShown cards;
  private final Vetoes vetoes;
  private final Clock clock;

  Decider(ChangeStore store, Ledger ledger, LiveChanges live, Bases bases, TwoPeople two, Permits permits,
      CardsShown cards, Vetoes vetoes,
      Clock clock) {
    this.store = store;
    this.ledger = ledger;
    this.live = live;
    this.bases = bases;
    this.two = two;
    this.permits = permits;
    this.cards = cards;
    this.vetoes = vetoes;
    this.clock = clock;
  }

  /// True where this answer decided it, false where the same answer had been given before.
  boolean decide(ChangeId id, Answer answer, Principal by) {
    Principal.Operator operator = operator(id, by);
    StoredChange row = find(id);
    boolean stoppable = !answer.approve() && row.change().state() == ChangeState.APPROVED;
    if (!row.isPending() && !stoppable) {
      return repeated(row, answer);
    }
    Optional<String> why = answer.reason().filter(text -> !text.isBlank()).map(Decider::cut);
    Change.DecisionRecord decision = new Change.DecisionRecord(answer.approve(), operator.name(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS), why,
        answer.approve() ? answer.scope() : GrantScope.ALWAYS);
    boolean first = answer.approve()
        ? approve(row, answer, decision, operator)
        : reject(row.change(), decision);
    return first || repeated(find(id), answer);
  }

  /// Nobody decided in time: that is a no. What somebody rejected in time stays theirs, although it could not be stored.
  /// True where it was still pending.
  boolean expire(ChangeId id) {
    if (vetoes.settle(id)) {
      return true;
    }
    Change change = find(id).change();
    Change.DecisionRecord decision = new Change.DecisionRecord(false, "timeout",
        clock.instant().truncatedTo(ChronoUnit.MILLIS), Optional.of("nobody decided in time"));
    return ledger.audited(transaction -> {
      boolean expired = store.close(transaction.connection(), id, ChangeState.EXPIRED, decision);
      if (expired) {
        transaction.audit(event(change, decision, "expired: nobody decided in time"));
      }
      return expired;
    });
  }

  private Principal.Operator operator(ChangeId id, Principal by) {
    return switch (by) {
      case Principal.Operator operator when operator.may(Scope.APPROVE) -> operator;
      case Principal.Operator operator -> {
        ledger.recordBestEffort(
            new AuditEvent("decision", id.value(), "change", by.name(), "refused: its token lacks the scope approve"));
        throw new IronclawException(ErrorCode.DENIED,
            "decide change " + id + ": the token " + operator.tokenName() + " lacks the scope 'approve'");
      }
      case Principal.ChatUser _,Principal.Agent _,Principal.ControlPlane _ -> {
        ledger.recordBestEffort(
            new AuditEvent("decision", id.value(), "change", by.name(), "refused: only an operator decides"));
        throw new IronclawException(ErrorCode.DENIED, "decide change " + id + ": only an operator decides");
      }
    };
  }

  private boolean approve(StoredChange row, Answer answer, Change.DecisionRecord decision, Principal.Operator by) {
    try {
      return approve(live.show(row), answer, decision, by);
    } catch (IronclawException e) {
      // Where somebody has decided it since we read it, it is not the card that is in the way.
      if (find(row.change().id()).isPending()) {
        throw e;
      }
      return false;
    }
  }

  private boolean approve(Change shown, Answer answer, Change.DecisionRecord decision, Principal.Operator by) {
    if (!decision.decidedAt().isBefore(shown.expiresAt())) {
      throw new IronclawException(ErrorCode.CHANGE_ALREADY_DECIDED, "decide change " + shown.id()
          + ": it expired at " + shown.expiresAt() + ", nobody decided in time; it has to be asked for again");
    }
    if (!same(answer.cardHash(), shown.card().hash())) {
      throw new IronclawException(ErrorCode.CHANGE_CARD_STALE, "decide change " + shown.id()
          + ": changed since you looked: the card shown (" + VisibleText.brief(answer.cardHash())
          + ") is not the live card ("
          + shown.card().hash() + "); reload and look again");
    }
    if (decision.scope().isLimited()) {
      Scopes.require(shown, decision.scope(), bases.now(shown).limits(), decision.decidedAt());
    }
    try {
      return switch (record(shown, decision, by, answer.code())) {
        case Recorded.Noted(boolean first) -> first;
        case Recorded.Refused(StepUpCheck.Refusal no) -> throw new IronclawException(no.code(),
            "decide change " + shown.id() + ": " + no.why());
      };
    } catch (IronclawException e) {
      // Where it is committed and only the file lacks its entry, the answer stands: nobody may be told otherwise.
      if (find(shown.id()).change().decision().filter(decision::equals).isEmpty() && !isNoted(shown, decision)) {
        throw e;
      }
      return true;
    }
  }

  private boolean isNoted(Change shown, Change.DecisionRecord decision) {
    return ledger.read(connection -> two.has(connection, shown, decision));
  }

  /// The first of two people leaves the change pending.
  private Recorded record(Change shown, Change.DecisionRecord decision, Principal.Operator by,
      Optional<String> code) {
    return ledger.audited(transaction -> {
      Optional<StepUpCheck.Refusal> no = permits.refusal(transaction, shown, by, code);
      if (no.isPresent()) {
        transaction.audit(event(shown, decision, "refused: " + no.get().why()));
        return new Recorded.Refused(no.get());
      }
      if (permits.needsTwo(transaction.connection(), shown) && !isSecond(transaction, shown, decision)) {
        return new Recorded.Noted(true);
      }
      boolean approved = store.approve(transaction.connection(), shown, decision);
      if (approved) {
        transaction.audit(event(shown, decision,
            "approved, " + decision.scope().words() + ", "
                + cards.words(transaction.connection(), shown, decision.decidedBy())));
      }
      return new Recorded.Noted(approved);
    });
  }

  private boolean isSecond(AuditLog.Transaction transaction, Change shown, Change.DecisionRecord decision)
      throws SQLException {
    boolean known = two.has(transaction.connection(), shown, decision);
    boolean second = two.add(transaction.connection(), shown, decision);
    if (!second && !known) {
      transaction.audit(event(shown, decision,
          "one of two approvals, " + decision.scope().words() + ", "
              + cards.words(transaction.connection(), shown, decision.decidedBy())));
    }
    return second;
  }

  private boolean reject(Change change, Change.DecisionRecord decision) {
    AuditEvent event = event(change, decision,
        change.state() == ChangeState.APPROVED ? "rejected after its approval, before it was applied" : "rejected");
    try {
      return ledger.brake(transaction -> {
        boolean rejected = store.close(transaction.connection(), change.id(), ChangeState.REJECTED, decision);
        if (rejected) {
          transaction.audit(event);
        }
        return rejected;
      });
    } catch (IronclawException _) {
      return rejectUnrecorded(change, decision, event);
    }
  }

  /// Where not even the entry's row can be made, the rejection stands alone; where nothing can be stored at all, in memory.
  private boolean rejectUnrecorded(Change change, Change.DecisionRecord decision, AuditEvent event) {
    boolean rejected;
    try {
      rejected = ledger.write(connection -> store.close(connection, change.id(), ChangeState.REJECTED, decision));
    } catch (IronclawException e) {
      LOG.error("change={} step=reject problem=not-stored; it holds in memory", change.id(), e);
      vetoes.hold(change.id(), decision);
      return true;
    }
    if (rejected) {
      ledger.recordBestEffort(event);
    }
    return rejected;
  }

  /// False for the answer that was given already; anything else comes too late.
  private static boolean repeated(StoredChange row, Answer answer) {
    Change change = row.change();
    Change.DecisionRecord decision = change.decision().orElseThrow(
        () -> new IronclawException(ErrorCode.CONFLICT, "decide change " + change.id() + ": try again"));
    boolean identical = decision.approved() == answer.approve() && change.state() != ChangeState.EXPIRED
        && (!answer.approve()
            || (same(answer.cardHash(), change.card().hash()) && decision.scope().equals(answer.scope())));
    if (!identical) {
      throw decided(change);
    }
    return false;
  }

  /// What somebody is told who comes too late.
  static IronclawException decided(Change change) {
    return new IronclawException(ErrorCode.CHANGE_ALREADY_DECIDED, "decide change " + change.id() + ": it is "
        + change.state().wireName() + change.decision().map(decision -> ", decided by " + decision.decidedBy() + " at "
            + decision.decidedAt()).orElse(""));
  }

  private StoredChange find(ChangeId id) {
    return ledger.read(connection -> store.find(connection, id)).map(vetoes::over).orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND, "decide change " + id + ": there is no such change"));
  }

  private static AuditEvent event(Change change, Change.DecisionRecord decision, String detail) {
    return new AuditEvent("decision", change.id().value(), change.kind().wireName(), decision.decidedBy(), detail);
  }

  private static boolean same(String given, String expected) {
    return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  /// What came of an approval. A refusal is returned, not thrown: what it counted must be committed.
  private sealed interface Recorded {
    /// @param first false where somebody else was first
    record Noted(boolean first) implements Recorded {}

    record Refused(StepUpCheck.Refusal why) implements Recorded {}
  }

  private static String cut(String reason) {
    return Excerpt.of(reason, MAX_REASON_CHARS);
  }
}
