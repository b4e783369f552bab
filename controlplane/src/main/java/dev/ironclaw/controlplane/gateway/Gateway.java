package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.grant.Grant;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.kind.Limit;
import dev.ironclaw.controlplane.kind.VerifierChain;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.stepup.StepUpCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one door for changes of capability. A change is a row with a state: nothing waits in a thread, and a crash
/// between any two steps is finished at [#resume].
///
/// Threading: any thread that may wait for the disk; transitions are compare-and-set in the database.
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final ChangeStore store = new ChangeStore();
  private final Ledger ledger;
  private final Vetoes vetoes;
  private final LiveChanges live;
  private final Intake intake;
  private final Decider decider;
  private final Finisher finisher;
  private final Expiry expiry;
  private final ChangeEvents events;
  private final Undoing undoing;
  private final OwnChanges ownChanges;
  private final TwoPeople two;
  private final Policies policies;
  private final Permits permits;
  private final CardsShown cards;
  private final Grants grants;
  private final CapabilityEffect effect;
  private final Approvers approvers;
  private final RefusalLimit refusals;

  public Gateway(Ledger ledger, GatewayParts parts, GatewaySettings settings) {
    VerifierChain chain = VerifierChain.standard();
    Bases bases = new Bases(parts.registry(), parts.host(), parts.approvers(), parts.clock().getZone());
    this.ledger = ledger;
    this.policies = new Policies(parts.registry(), store);
    this.permits = new Permits(policies, parts.stepUp());
    this.vetoes = new Vetoes(store, ledger);
    this.live = new LiveChanges(bases, vetoes);
    this.two = new TwoPeople(parts.approvers());
    this.events = new ChangeEvents(ledger, parts.events(), store, live, two);
    this.cards = new CardsShown(ledger, parts.clock());
    this.refusals = new RefusalLimit(ledger::recordBestEffort, parts.clock(), parts.timer()::at);
    this.intake = new Intake(store, ledger, parts.registry(),
        new Drafts(bases, parts.askings(), chain, parts.clock(), parts.random(), settings),
        new AutoApproval(policies), settings, refusals);
    this.decider = new Decider(store, ledger, live, bases, two, permits, cards, vetoes, parts.clock());
    this.finisher = new Finisher(new Completion(store, ledger, bases, chain, vetoes, two, parts, events, this::applied),
        parts.timer(), parts.clock(), parts.brake());
    this.expiry = new Expiry(store, ledger, parts, this::expire);
    this.grants = parts.grants();
    this.effect = parts.effect();
    this.approvers = parts.approvers();
    this.undoing = new Undoing(store, ledger, parts.grants());
    this.ownChanges = new OwnChanges(this);
  }

  /// What submitting this would show: the change as it would be, with its card, pending or rejected by a verifier. Stores
  /// nothing.
  public Change preview(ChangeSubmission submission) {
    return intake.preview(submission);
  }

  /// Notes in the audit log that a stored change's card is given whole to somebody who may decide on it; once for each person
  /// and card. Never fails.
  public void shown(Change change, Principal to) {
    cards.shown(change, to);
  }

  /// As [#shown], for what [#preview] gave.
  public void previewed(Change draft, Principal to) {
    cards.previewed(draft, to);
  }

  /// An operator's own change in one act: submits it and approves it with the hash of the card that [#preview] showed.
  ///
  /// @param confirmation for a red card the id of the agent that it is about (`control-plane` for one about none), as
  ///        somebody typed it
  /// @param code one-time code, where the policy wants one
  /// @throws IronclawException as [#submit] and [#decide]; `CHANGE_CARD_STALE` where the card is not the one that was shown:
  ///         then nothing is stored; `INVALID_REQUEST` for a red card without its confirmation; `DENIED` for anybody but an
  ///         operator, and for one whom the policy does not let; `STEP_UP_REQUIRED`
  public Change submitApproved(ChangeSubmission submission, String cardHash, Optional<String> confirmation,
      Optional<String> code) {
    return ownChanges.submit(submission, cardHash, confirmation, code);
  }

  /// As [#submitApproved(ChangeSubmission, String, Optional, Optional)], without a code.
  public Change submitApproved(ChangeSubmission submission, String cardHash, Optional<String> confirmation) {
    return submitApproved(submission, cardHash, confirmation, Optional.empty());
  }

  /// The rules of deciding that hold now.
  public PolicyInForce policy() {
    return ledger.read(policies::read);
  }

  /// What nobody can approve by these rules now; one sentence each.
  public List<String> gaps(PolicyInForce rules) {
    return rules.policy().gaps(approvers);
  }

  /// Why this operator can't approve it, before a code is looked at.
  Optional<StepUpCheck.Refusal> refusal(Change change, Principal.Operator by, boolean hasCode) {
    return ledger.read(connection -> permits.refusal(connection, change, by, hasCode));
  }

  /// The change that puts back what an applied one replaced, for [#preview], [#submit] or [#submitApproved].
  ///
  /// @throws IronclawException `NOT_FOUND`, `CONFLICT` for a change that was not applied
  public ChangeSubmission undoOf(ChangeId id, Principal by) {
    return undoing.of(id, by);
  }

  /// What approving a pending change takes, and who has done so.
  public Approvals approvals(Change change) {
    return approvals(List.of(change)).getFirst();
  }

  /// The same for each of these, by the rules of one moment.
  public List<Approvals> approvals(List<Change> pending) {
    return pending.isEmpty()
        ? List.of()
        : ledger.read(connection -> permits.approvals(connection, pending, two));
  }

  /// How far the approval of a change is.
  ///
  /// @param twoNeeded two different people must approve it
  /// @param by who has, where two must, first one first
  /// @param stepUp an approval takes a one-time code
  public record Approvals(boolean twoNeeded, List<String> by, boolean stepUp) {
    public Approvals {
      by = List.copyOf(by);
    }
  }

  /// How an approval of a pending change may be limited.
  public Set<Limit> limits(Change change) {
    return change.state() == ChangeState.PENDING ? live.limits(change) : Set.of();
  }

  /// Earlier decisions about the same thing, newest first.
  public List<Change> similar(Change change, int limit) {
    return ledger.read(connection -> store.similar(connection, change, limit));
  }

  /// Checks, records and shows a change. Returns at once, pending or rejected by a verifier. The same id with the same
  /// request again is the same change. One that is stored is shown and returned also where its audit entry is not in the
  /// file yet: nothing takes effect before that.
  ///
  /// @throws IronclawException `UNKNOWN_KIND`, `INVALID_PAYLOAD`, `NOT_FOUND` for the group, `CONFLICT` for an id that
  ///         stands for another request, `RATE_LIMITED` while too many changes that the group's agents asked for are pending
  ///         or were asked for within an hour, `DENIED` for an agent that asks for another group, `AUDIT_UNAVAILABLE` or `AUDIT_BROKEN`
  public Change submit(ChangeSubmission submission) {
    return submit(submission, true);
  }

  /// @param mayBeAutomatic false where a human is about to decide it
  Change submit(ChangeSubmission submission, boolean mayBeAutomatic) {
    Intake.Admission admission = intake.admit(submission, mayBeAutomatic);
    Change change = admission.row().change();
    if (!admission.isNew()) {
      return live.show(admission.row());
    }
    LOG.info("change={} step=submit kind={} group={} state={} by={}", change.id(), change.kind().wireName(),
        change.about(), change.state(), change.requestedBy());
    events.publish();
    if (change.state() == ChangeState.PENDING) {
      expiry.arm();
      return change;
    }
    Optional<String> waits = finisher.finish(change.id());
    return waits.filter(_ -> change.state() == ChangeState.APPROVED).map(find(change.id()).orElseThrow()::waiting)
        .orElseGet(() -> find(change.id()).orElseThrow());
  }

  /// Decides a pending change that was shown with `cardHash`, and applies it. First answer wins; an identical retry by
  /// anybody gets the result; a late or stale one is refused.
  ///
  /// A rejection is a brake: it works with any `cardHash`, also an empty or stale one, after the change's time is over,
  /// and while the audit log can't be written. It also stops an approved change that is not applied yet.
  ///
  /// @return the change as it is now; with an `error` where the answer is recorded and its effect waits, for example
  ///         `APPROVED` until the audit log can be written
  /// @throws IronclawException `DENIED` for anybody but an operator, `NOT_FOUND`, `CHANGE_CARD_STALE`,
  ///         `CHANGE_ALREADY_DECIDED` with who decided, `AUDIT_UNAVAILABLE` or `AUDIT_BROKEN` for an approval that can't
  ///         be recorded
  public Change decide(ChangeId id, boolean approve, String cardHash, Optional<String> reason, Principal by) {
    return decide(id, new Answer(approve, cardHash, reason), by);
  }

  /// As [#decide(ChangeId, boolean, String, Optional, Principal)], an approval within a scope.
  public Change decide(ChangeId id, boolean approve, String cardHash, Optional<String> reason, GrantScope scope,
      Principal by) {
    return decide(id, new Answer(approve, cardHash, reason, scope, Optional.empty()), by);
  }

  /// As the others, with a one-time code where the policy wants one.
  ///
  /// @throws IronclawException also `INVALID_REQUEST` for a scope that the change's kind can't keep; `DENIED` for an
  ///         approval by an operator whom the policy does not let; `STEP_UP_REQUIRED` where a code is missing,
  ///         `STEP_UP_REFUSED` where it is no good
  public Change decide(ChangeId id, Answer answer, Principal by) {
    boolean first;
    try {
      first = decider.decide(id, answer, by);
    } catch (IronclawException e) {
      // The row may be written although its audit entry is not in the file yet; a pending change is left alone.
      finisher.finish(id);
      throw e;
    }
    if (first) {
      announce(id);
    }
    Optional<String> waits = finisher.finish(id);
    Change change = find(id).orElseThrow();
    if (answer.approve() && change.state() == ChangeState.REJECTED) {
      // Somebody said no between the approval and its effect: that is not what this one was told it would be.
      throw Decider.decided(change);
    }
    boolean approved = change.state() == ChangeState.APPROVED || change.state() == ChangeState.APPLIED;
    return waits.filter(_ -> approved).map(change::waiting).orElse(change);
  }

  public Optional<Change> find(ChangeId id) {
    return ledger.read(connection -> store.find(connection, id)).map(live::show);
  }

  /// Oldest first.
  public List<Change> pending() {
    return ledger.read(store::pending).stream().map(live::show)
        .filter(change -> change.state() == ChangeState.PENDING).toList();
  }

  /// Decided ones, newest first.
  public List<Change> history(int limit) {
    return ledger.read(connection -> store.history(connection, limit)).stream().map(live::show).toList();
  }

  /// Those that were decided before that one, newest first.
  public List<Change> historyBefore(ChangeId id, int limit) {
    return ledger.read(connection -> store.historyBefore(connection, id, limit)).stream().map(live::show).toList();
  }

  /// When changes were decided, from that time on, oldest first.
  public List<Instant> decidedFrom(Instant from, int limit) {
    return ledger.read(connection -> store.decidedFrom(connection, from, limit));
  }

  /// What agents hold, and the grants that ended last.
  public List<Grant> grants(int ended) {
    return grants.list(ended);
  }

  /// Takes a capability away at once: a brake.
  ///
  /// @return false where it holds in memory alone until the disk can be written
  /// @throws IronclawException `NOT_FOUND`; `DENIED` for anybody but an operator
  public boolean revoke(String grant, Principal by) {
    if (!(by instanceof Principal.Operator)) {
      throw new IronclawException(ErrorCode.DENIED, "revoke grant " + grant + ": only an operator revokes");
    }
    grants.revoke(grant, by.name()).ifPresent(agent -> {
      LOG.info("grant={} step=revoke agent={} by={}", grant, agent, by.name());
      effect.changed(Optional.of(agent));
    });
    if (grants.owes()) {
      expiry.again();
    }
    return !grants.owes(grant);
  }

  /// A change was applied, by whom and whenever: what it gave may have an end.
  private void applied() {
    expiry.arm();
  }

  /// At start and after a panic: stores the rejections that are held in memory, applies what was approved, tells what was
  /// not told, expires what is over.
  public void resume() {
    vetoes.ids().forEach(finisher::finish);
    ledger.read(store::unfinished).forEach(row -> finisher.finish(row.change().id()));
    expiry.expireDue();
  }

  /// No alarm rings any more; what is left is finished at the next start.
  @Override
  public void close() {
    refusals.close();
    expiry.close();
    finisher.close();
  }

  private void expire(ChangeId id) {
    if (decider.expire(id)) {
      announce(id);
      finisher.finish(id);
    }
  }

  private void announce(ChangeId id) {
    events.publish();
    find(id).ifPresent(change -> {
      if (change.state() == ChangeState.PENDING) {
        LOG.info("change={} step=first-approval", id);
        return;
      }
      LOG.info("change={} step=decide state={} by={}", id, change.state(),
          change.decision().map(Change.DecisionRecord::decidedBy).orElse(""));
    });
  }
}
