package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.event.EventHub;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows of jobs, and every step of theirs: compared with what is there, with its audit entry in one transaction, and
/// told of once it is on disk.
final class JobBook {
  private static final String STAGE = "job";

  private final Ledger ledger;
  private final EventHub hub;
  private final JobBells bells;
  private final Clock clock;
  private final JobStore store = new JobStore();
  private final JobTransitionStore transitions = new JobTransitionStore();

  JobBook(Ledger ledger, EventHub hub, JobBells bells, Clock clock) {
    this.ledger = ledger;
    this.hub = hub;
    this.bells = bells;
    this.clock = clock;
  }

  Ledger ledger() {
    return ledger;
  }

  JobStore store() {
    return store;
  }

  /// A step of a job.
  ///
  /// @param words for the audit log and for people; no content
  record Step(List<JobState> from, JobState to, String by, String words) {}

  Optional<Job> find(JobId id) {
    return ledger.read(connection -> store.find(connection, id));
  }

  List<Job> unsettled() {
    return ledger.read(store::unsettled);
  }

  boolean isOver(JobId id) {
    return find(id).map(job -> job.state().isOver()).orElse(true);
  }

  List<JobTransition> transitions(JobId id) {
    return ledger.read(connection -> transitions.of(connection, id));
  }

  /// Within the transaction that adds it.
  void add(AuditLog.Transaction transaction, Job job, String by, String words) throws SQLException {
    store.add(transaction.connection(), job);
    note(transaction, job.id(), job.spec(), new Step(List.of(), job.state(), by, words));
  }

  /// A step towards a container: not without its audit entry.
  ///
  /// @param also in the same transaction
  /// @return false where the job is elsewhere
  boolean step(JobId id, JobSpec spec, Step step, Also also) {
    boolean moved = ledger.<Boolean>audited(transaction -> move(transaction, id, spec, step, also));
    if (moved) {
      tell(id, step.to());
    }
    return moved;
  }

  /// The end: whether or not the audit log can be written.
  ///
  /// @param result its last words
  /// @param reason why it ended otherwise than well
  /// @return false where it is elsewhere: whoever was first has decided
  boolean end(JobId id, JobSpec spec, Step step, Optional<String> result, Optional<String> reason) {
    boolean ended = ledger.<Boolean>brake(transaction -> move(transaction, id, spec, step,
        connection -> store.ended(connection, id, result, reason)));
    if (ended) {
      tell(id, step.to());
    }
    return ended;
  }

  /// More of a transaction.
  @FunctionalInterface
  interface Also {
    void run(Connection connection) throws SQLException;
  }

  private boolean move(AuditLog.Transaction transaction, JobId id, JobSpec spec, Step step, Also also)
      throws SQLException {
    if (!store.move(transaction.connection(), id, step.from(), step.to(), now())) {
      return false;
    }
    also.run(transaction.connection());
    note(transaction, id, spec, step);
    return true;
  }

  private void note(AuditLog.Transaction transaction, JobId id, JobSpec spec, Step step) throws SQLException {
    transitions.add(transaction.connection(), id, new JobTransition(step.to(), now(), step.by(), step.words()));
    transaction.audit(event(id, spec, step.to().wireName(), step.by(), step.words()));
  }

  static AuditEvent event(JobId id, JobSpec spec, String kind, String by, String words) {
    return new AuditEvent(STAGE, id.value(), kind, by, words).about(spec.agent().map(AgentGroupId::value).orElse(""));
  }

  /// What is left of it is closed.
  void settle(JobId id) {
    boolean _ = ledger.<Boolean>write(connection -> store.settle(connection, id));
  }

  /// How many bytes it has left is known.
  void counted(Job job, long bytes) {
    boolean _ = ledger.<Boolean>write(connection -> store.keeps(connection, job.id(), bytes));
    tellPassing(job.id(), job.state());
  }

  /// There is no such job any more.
  void gone(JobId id) {
    hub.publish("job.removed", Map.of("id", id.value()), true);
    bells.ring(id);
  }

  /// It is in another state, or its review is.
  void tell(JobId id, JobState state) {
    tell(id, state, true);
  }

  /// What it says of itself is new. Not kept: one job that says much would push out of the feed what others come back for.
  void tellPassing(JobId id, JobState state) {
    tell(id, state, false);
  }

  private void tell(JobId id, JobState state, boolean keep) {
    hub.publish("job.changed", Map.of("id", id.value(), "state", state.wireName()), keep);
    bells.ring(id);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
