package dev.ironclaw.controlplane.question;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.OneAlarm;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.question.Question.Settled;
import dev.ironclaw.controlplane.question.Question.State;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.router.Answers;
import dev.ironclaw.controlplane.session.SessionWaker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The questions of all agents, from asking to telling. The first answer wins; the state is durable and audited before the
/// agent hears of it, and what a crash or a fault in between left untold is made good by [#resume] and by the alarm.
///
/// Threading: any thread that may wait for the disk.
public final class Questions implements Answers, AutoCloseable {
  /// How many may be open in one conversation.
  static final int MAX_OPEN = 5;
  /// How many one agent may ask in any 60 minutes, those included that no platform would show.
  static final int PER_HOUR = 30;
  static final Duration EXPIRY = Duration.ofHours(24);
  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
  /// The timer stands still while the machine sleeps.
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final Ledger ledger;
  private final SessionQueues queues;
  private final SessionWaker waker;
  private final EventHub events;
  private final OneAlarm alarm;
  private final Clock clock;
  private final QuestionStore store = new QuestionStore();
  /// Conversations with an open question, so that every other message costs no look at the database.
  private volatile Set<SessionId> asking;
  /// An agent could not be told: it is tried again soon.
  private volatile boolean owing;

  public Questions(Ledger ledger, SessionQueues queues, SessionWaker waker, EventHub events, Timer timer,
      Clock clock) {
    this.ledger = ledger;
    this.queues = queues;
    this.waker = waker;
    this.events = events;
    this.alarm = new OneAlarm(timer, this::ring);
    this.clock = clock;
    this.asking = ledger.read(store::askingSessions);
  }

  /// At start: tells what was settled and not told, ends what is over. What fails is tried again by the alarm.
  public void resume() {
    ring();
  }

  /// Opens the question; the same id again changes nothing.
  ///
  /// @return as it is stored
  /// @throws IronclawException `RATE_LIMITED` where the conversation has too many open ones, or the agent has asked too often
  Question ask(Question question) {
    boolean fresh = ledger.audited(transaction -> {
      if (store.find(transaction.connection(), question.id()).isPresent()) {
        return false;
      }
      if (store.open(transaction.connection(), question.session()).size() >= MAX_OPEN) {
        throw new IronclawException(ErrorCode.RATE_LIMITED, MAX_OPEN
            + " of your questions wait for an answer in this conversation already; wait until one has ended");
      }
      if (store.askedSince(transaction.connection(), question.agentGroup(),
          question.askedAt().minus(HOUR)) >= PER_HOUR) {
        throw new IronclawException(ErrorCode.RATE_LIMITED,
            "an agent may ask " + PER_HOUR + " questions an hour; wait, or go on without an answer");
      }
      transaction.audit(event("asked", question, new Principal.Agent(question.session()).name()));
      return store.open(transaction.connection(), question);
    });
    refresh();
    if (fresh) {
      publish("question.asked", question);
      arm();
    }
    return find(question.id());
  }

  /// Those that wait, oldest first, then the last that ended.
  public List<Question> list(int ended) {
    return ledger.read(connection -> {
      List<Question> all = store.open(connection);
      all.addAll(store.settled(connection, ended));
      return all;
    });
  }

  /// One of them.
  ///
  /// @throws IronclawException `NOT_FOUND`
  public Question find(String id) {
    return ledger.read(connection -> store.find(connection, id)).orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND,
            "there is no such question; list them with `ironctl question list`"));
  }

  /// Answers it with an option's number or words, or with words of one's own where it allows them. The same answer again
  /// changes nothing.
  ///
  /// @throws IronclawException `NOT_FOUND`; `INVALID_REQUEST` for what is no answer to it; `CONFLICT` where it has ended
  public Question answer(String id, String words, Principal.Operator operator) {
    Question question = find(id);
    String answer = question.form().answer(words).orElseThrow(() -> new IronclawException(ErrorCode.INVALID_REQUEST,
        question.form().allowFreeform()
            ? "answer " + id + ": write 1 to " + QuestionForm.MAX_ANSWER + " characters"
            : "answer " + id + ": choose a number from 1 to " + question.form().options().size()
                + " or one of its options"));
    Settled how = new Settled(Optional.of(answer), operator.name(), operator.tokenName(), now(),
        new MessageId("in_" + id));
    if (settle(question, State.ANSWERED, how)) {
      return find(id);
    }
    Question ended = find(id);
    if (ended.settled().filter(first -> first.answer().equals(how.answer()) && first.by().equals(how.by()))
        .isPresent()) {
      return ended;
    }
    throw over(ended);
  }

  /// Ends it without an answer, and says so to the agent.
  ///
  /// @throws IronclawException `NOT_FOUND`; `CONFLICT` where it was answered or has expired
  public Question dismiss(String id, Principal by) {
    Question question = find(id);
    boolean settled = settle(question, State.WITHDRAWN,
        new Settled(Optional.empty(), by.name(), by.name(), now(), new MessageId("sys_" + id)));
    Question ended = find(id);
    if (!settled && ended.state() != State.WITHDRAWN) {
      throw over(ended);
    }
    return ended;
  }

  private static IronclawException over(Question ended) {
    return new IronclawException(ErrorCode.CONFLICT,
        "question " + ended.id() + " has ended: it is " + ended.state().wireName());
  }

  @Override
  public boolean take(Session session, Said said) {
    if (!asking.contains(session.id())) {
      return false;
    }
    List<Question> open = ledger.read(connection -> store.open(connection, session.id())).stream()
        .filter(question -> question.place().channelType().equals(said.channelType())
            && question.place().platformId().equals(said.platformId())
            && (question.place().threadId().isEmpty() || question.place().threadId().equals(said.threadId())))
        .toList();
    return ChatAnswer.of(said.text(), open)
        .filter(answer -> settle(answer.question(), State.ANSWERED, new Settled(Optional.of(answer.answer()),
            new Principal.ChatUser(said.sender()).name(), said.name(), now(),
            said.row())))
        .isPresent();
  }

  /// False where somebody was faster, or its time is over.
  private boolean settle(Question question, State end, Settled how) {
    boolean late = end == State.ANSWERED && !how.at().isBefore(question.expiresAt());
    if (late) {
      expireDue();
      return false;
    }
    boolean settled = ledger.audited(transaction -> {
      boolean first = store.settle(transaction.connection(), question.id(), end, how);
      if (first) {
        // Who, never what: the words are a conversation's.
        transaction.audit(event(end.wireName(), question, how.by()));
      }
      return first;
    });
    refresh();
    if (settled) {
      Question ended = question.settledAs(end, how);
      tell(ended);
      publish("question.answered", ended);
    }
    return settled;
  }

  /// One conversation's fault must reach neither the others nor who answered: the answer is stored.
  private void tell(Question question) {
    try {
      enqueue(question);
    } catch (RuntimeException e) {
      LOG.error("session={} step=tell-answer question={} failed, again in {}", question.session(), question.id(),
          AFTER_FAILURE, e);
      owing = true;
      alarm.set(clock.instant().plus(AFTER_FAILURE));
    }
  }

  private void enqueue(Question question) {
    Settled settled = question.settled().orElseThrow();
    SessionQueue queue = queues.of(question.session());
    NewInbound row = QuestionNotice.row(question, settled, question.inReplyTo().flatMap(queue::inbound));
    queue.enqueue(row);
    boolean _ = ledger.<Boolean>write(connection -> store.told(connection, question));
    if (row.trigger()) {
      waker.wake(question.session());
    }
  }

  private void expireDue() {
    Instant now = now();
    for (Question question : ledger.read(store::open)) {
      if (!now.isBefore(question.expiresAt())) {
        settle(question, State.EXPIRED, new Settled(Optional.empty(), new Principal.ControlPlane().name(), "expiry",
            now, new MessageId("sys_" + question.id())));
      }
    }
  }

  private void refresh() {
    asking = ledger.read(store::askingSessions);
  }

  private void ring() {
    try {
      owing = false;
      ledger.read(store::untold).forEach(this::tell);
      expireDue();
      arm();
    } catch (RuntimeException e) {
      // The border of a background task.
      LOG.error("step=expire-questions failed, again in {}", AFTER_FAILURE, e);
      alarm.set(clock.instant().plus(AFTER_FAILURE));
    }
  }

  private void arm() {
    Instant soon = clock.instant().plus(owing ? AFTER_FAILURE : LONGEST_WAIT);
    Optional<Instant> next = ledger.read(store::nextExpiry);
    if (owing || next.isPresent()) {
      alarm.set(next.filter(soon::isAfter).orElse(soon));
    }
  }

  private static AuditEvent event(String kind, Question question, String actor) {
    return new AuditEvent("question", question.session().value(), kind, actor,
        "question " + question.id() + " in " + question.place().channelType()).about(question.agentGroup().value());
  }

  private void publish(String type, Question question) {
    events.publish(type, Map.of("id", question.id(), "agentGroupId", question.agentGroup().value(), "sessionId",
        question.session().value(), "state", question.state().wireName()), true);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void close() {
    alarm.close();
  }
}
