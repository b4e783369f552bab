package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.OneAlarm;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.usage.BudgetQuestion.Answer;
import dev.ironclaw.controlplane.usage.BudgetQuestion.Settled;
import dev.ironclaw.controlplane.usage.BudgetQuestion.State;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks people what shall become of an agent that has come to the soft limit of its budget: once for each agent and
/// period. What should be asked follows from what is counted and from the budgets as they are, so that a crash between
/// counting and asking costs nothing. To stop is a brake: it holds for the next call, whether or not it can be recorded.
///
/// Threading: any thread that may wait for the disk, save [#look], which waits for nothing.
public final class BudgetQuestions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetQuestions.class);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
  /// The timer stands still while the machine sleeps.
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final int ID_BYTES = 16;

  private final Ledger ledger;
  private final Registry registry;
  private final EventHub events;
  private final OneAlarm alarm;
  private final Clock clock;
  private final RandomGenerator random;
  private final BudgetQuestionStore store = new BudgetQuestionStore();
  private final Budgets budgets = new Budgets(new UsageStore());
  /// Something happened that the running look may have missed.
  private boolean due;

  public BudgetQuestions(Ledger ledger, Registry registry, EventHub events, Timer timer, Clock clock,
      RandomGenerator random) {
    this.ledger = ledger;
    this.registry = registry;
    this.events = events;
    this.alarm = new OneAlarm(timer, this::ring);
    this.clock = clock;
    this.random = random;
  }

  /// Something was counted, or a budget may have changed: asks soon what is to be asked, and ends what is over.
  public synchronized void look() {
    due = true;
    alarm.set(clock.instant());
  }

  private void ring() {
    try {
      begin();
      reconcile();
      arm();
    } catch (RuntimeException e) {
      // The border of a background task.
      LOG.error("step=budget-questions failed, again in {}", AFTER_FAILURE, e);
      alarm.set(clock.instant().plus(AFTER_FAILURE));
    }
  }

  private synchronized void begin() {
    due = false;
  }

  private void reconcile() {
    for (BudgetQuestion question : current()) {
      if (!now().isBefore(question.expiresAt())) {
        end(question, State.EXPIRED);
      } else if (registry.agentGroup(question.agentGroup()).isEmpty()) {
        end(question, State.WITHDRAWN);
      } else if (question.stops(now())) {
        // What a person stopped no change of the budget sets going, whoever asked for it.
        limits(question).filter(limits -> !limits.equals(question)).ifPresent(this::reword);
      } else if (!fits(question)) {
        end(question, State.WITHDRAWN);
      }
    }
    List<BudgetQuestion> asked = current();
    registry.agentGroups().forEach(agent -> passed(agent.id()).stream()
        .filter(state -> asked.stream().noneMatch(question -> question.agentGroup().equals(agent.id())
            && question.period().equals(state.period())))
        .forEach(state -> ask(agent.id(), state)));
  }

  /// The limits of an agent that it has come to in the running day and month.
  private List<BudgetState> passed(AgentGroupId agent) {
    return states(agent).stream()
        .filter(state -> state.used() > 0
            && state.limit().warnsAt().filter(at -> state.used() >= at).isPresent())
        .toList();
  }

  private List<BudgetState> states(AgentGroupId agent) {
    return registry.agentGroup(agent).map(found -> ledger
        .read(connection -> budgets.states(connection, agent, found.budget(), today()))).orElse(List.of());
  }

  /// Whether what it says of limits is still so: what people agree to is what they have read.
  private boolean fits(BudgetQuestion question) {
    return states(question.agentGroup()).stream().anyMatch(state -> isAbout(question, state)
        && state.limit().warnsAt().equals(Optional.of(question.warnsAt()))
        && state.limit().hard().equals(question.hard()));
  }

  /// The question with its limits as they are now, and what was used where they are others; empty where its period is over
  /// or its agent gone.
  private Optional<BudgetQuestion> limits(BudgetQuestion question) {
    return states(question.agentGroup()).stream().filter(state -> isAbout(question, state)).findFirst()
        .map(state -> question.withLimits(state.limit(), state.used()));
  }

  private static boolean isAbout(BudgetQuestion question, BudgetState state) {
    return state.span() == question.span() && state.period().equals(question.period());
  }

  private void reword(BudgetQuestion question) {
    boolean reworded = ledger.audited(transaction -> {
      boolean first = store.reword(transaction.connection(), question);
      if (first) {
        transaction.audit(event("still stopped", question, new Principal.ControlPlane().name()));
      }
      return first;
    });
    if (reworded) {
      publish(question.agentGroup(), question.id(), question.state());
    }
  }

  private void ask(AgentGroupId agent, BudgetState state) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    BudgetQuestion question = new BudgetQuestion("bdg_" + HexFormat.of().formatHex(id), agent, state.period(),
        state.span(), state.used(), state.limit().warnsAt().orElse(0L), state.limit().hard(), now(),
        BudgetWords.ends(state.span(), state.period()), State.OPEN, Optional.empty());
    boolean fresh = ledger.audited(transaction -> {
      boolean first = store.ask(transaction.connection(), question);
      if (first) {
        transaction.audit(event("asked", question, new Principal.ControlPlane().name()));
      }
      return first;
    });
    if (fresh) {
      publish(question.agentGroup(), question.id(), State.OPEN);
    }
  }

  private void end(BudgetQuestion question, State end) {
    boolean ended = ledger.audited(transaction -> settle(transaction, question, end,
        new Settled(Optional.empty(), new Principal.ControlPlane().name(), now())));
    if (ended) {
      publish(question.agentGroup(), question.id(), end);
    }
  }

  private boolean settle(AuditLog.Transaction transaction, BudgetQuestion question, State end, Settled how)
      throws SQLException {
    boolean first = store.settle(transaction.connection(), question, end, how);
    if (first) {
      transaction.audit(event(how.answer().map(Answer::wireName).orElse(end.wireName()), question, how.by()));
    }
    return first;
  }

  /// Those that wait for an answer or by which an agent stands still, oldest first, then the last that ended.
  public List<BudgetQuestion> list(int ended) {
    return ledger.read(connection -> {
      List<BudgetQuestion> all = new ArrayList<>(store.current(connection, today(), month()));
      all.removeIf(question -> question.state() == State.ANSWERED && !question.stops(now()));
      all.addAll(store.ended(connection, today(), month(), ended));
      return all;
    });
  }

  /// Lets the agent go on, or stops it until the period is over. A stop may be taken back, and a stop may follow a yes;
  /// the same answer again changes nothing.
  ///
  /// @throws IronclawException `NOT_FOUND`; `CONFLICT` where the period is over, the budget was changed, or somebody
  ///     answered at the same moment
  public BudgetQuestion answer(String id, Answer answer, Principal.Operator operator) {
    BudgetQuestion question = find(id);
    if (question.settled().flatMap(Settled::answer).equals(Optional.of(answer))) {
      return question;
    }
    boolean over = question.state() == State.EXPIRED || question.state() == State.WITHDRAWN
        || !now().isBefore(question.expiresAt());
    if (!over && answer == Answer.GO_ON && limits(question).filter(question::equals).isEmpty()) {
      look();
      throw new IronclawException(ErrorCode.CONFLICT, "question " + id + " is another meanwhile: the agent's limits "
          + "changed; look with `ironctl budget questions`");
    }
    Settled how = new Settled(Optional.of(answer), operator.name(), now());
    AuditLog.Work<Boolean> work = transaction -> settle(transaction, question, State.ANSWERED, how);
    if (over || !(answer == Answer.STOP ? ledger.brake(work) : ledger.audited(work))) {
      throw new IronclawException(ErrorCode.CONFLICT, "question " + id + " is another meanwhile: it is "
          + find(id).state().wireName() + "; look with `ironctl budget questions`");
    }
    publish(question.agentGroup(), id, State.ANSWERED);
    return find(id);
  }

  private BudgetQuestion find(String id) {
    return ledger.read(connection -> store.find(connection, id)).orElseThrow(() -> new IronclawException(
        ErrorCode.NOT_FOUND, "there is no such question; list them with `ironctl budget questions`"));
  }

  private List<BudgetQuestion> current() {
    return ledger.read(connection -> store.current(connection, today(), month()));
  }

  private void arm() {
    Instant soon = clock.instant().plus(LONGEST_WAIT);
    Optional<Instant> next = current().stream().map(BudgetQuestion::expiresAt).min(Instant::compareTo);
    synchronized (this) {
      if (!due) {
        next.ifPresent(end -> alarm.set(end.isBefore(soon) ? end : soon));
      }
    }
  }

  private static AuditEvent event(String kind, BudgetQuestion question, String actor) {
    return new AuditEvent("budget", question.agentGroup().value(), kind, actor,
        "question " + question.id() + ": " + BudgetWords.used(question)).about(question.agentGroup().value());
  }

  private void publish(AgentGroupId agent, String id, State state) {
    events.publish("budget.question", Map.of("id", id, "agentGroupId", agent.value(), "state", state.wireName()), true);
  }

  private String today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
  }

  private String month() {
    return today().substring(0, 7);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void close() {
    alarm.close();
  }
}
