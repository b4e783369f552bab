package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Missed;
import dev.ironclaw.controlplane.registry.Schedule.Spec;
import dev.ironclaw.controlplane.registry.Schedule.Status;
import dev.ironclaw.controlplane.registry.Schedule.Target;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A scheduler on real files, with the clock in the test's hands. Its agents are `anna` and `ben`.
final class ScheduleRig implements AutoCloseable {
  static final AgentGroupId ANNA = new AgentGroupId("anna");
  static final AgentGroupId BEN = new AgentGroupId("ben");
  final HandTimer time = new HandTimer();
  final List<SessionId> woken = new ArrayList<>();
  private final Deque<Runnable> steps = new ArrayDeque<>();
  private int answeredBefore;
  final Brake brake = Brake.loose();
  final CutLedger ledger;
  final Database database;
  final SessionQueues queues;
  private final Path sessions;
  Registry registry;
  Scheduler scheduler;
  Schedules schedules;

  ScheduleRig(Path folder) {
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    sessions = folder.resolve("sessions");
    queues = new SessionQueues(sessions, Keyring.open(folder.resolve("keys")), time.clock);
    ledger = new CutLedger(database);
    registry = new Registry(database, time.clock, new Random(7));
    agent(ANNA);
    agent(BEN);
    restart();
  }

  void agent(AgentGroupId id) {
    apply(new RegistryEdit.CreateAgent(new AgentGroup(id, 1, id.value(), id.value(), "mock", "mock-1",
        Persona.EMPTY, List.of())));
  }

  /// What a new process finds: the files, and nothing of the old one's memory.
  void restart() {
    ledger.mend();
    time.forget();
    registry = new Registry(database, time.clock, new Random(time.now().toEpochMilli()));
    scheduler = new Scheduler(new SchedulerParts(ledger, registry, queues, session -> {
      woken.add(session);
      ledger.step();
    }, new EventHub(new Random(3)), brake, time, time.clock), this::inTurn);
    schedules = new Schedules(ledger, registry, scheduler);
    scheduler.start();
  }

  /// As one thread does it: what comes up meanwhile is done afterwards.
  private void inTurn(Runnable step) {
    steps.add(step);
    if (steps.size() > 1) {
      return;
    }
    try {
      while (!steps.isEmpty()) {
        steps.getFirst().run();
        steps.removeFirst();
      }
    } finally {
      steps.clear();
    }
  }

  void apply(RegistryEdit... edits) {
    if (!database.write(connection -> registry.apply(connection, List.of(edits)))) {
      throw new AssertionError("an edit does not hold");
    }
  }

  static ScheduleId id(int n) {
    return new ScheduleId("sched_%016x".formatted(n));
  }

  Schedule schedule(int n, AgentGroupId agent, String runAt, String recurrence, Missed missed, int jitter) {
    return new Schedule(id(n), agent, Status.ACTIVE, new Spec("Water the flowers", at(runAt),
        recurrence.isEmpty() ? Optional.empty() : Optional.of(recurrence), time.now(), "UTC", Optional.empty(),
        Optional.empty(), jitter, missed, new Target("webchat", agent.value(), "", Optional.empty())));
  }

  private static Optional<Instant> at(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
  }

  Schedule put(Schedule schedule) {
    apply(new RegistryEdit.PutSchedule(schedule));
    scheduler.look();
    return schedule;
  }

  /// Everything that was written to the conversations, by session.
  List<MessageIn> rows() {
    return busy().stream().flatMap(session -> queues.of(session).unfinishedAfter(0).stream()).toList();
  }

  /// Conversations that were woken and did not answer since.
  private List<SessionId> busy() {
    return woken.stream().skip(answeredBefore).distinct().toList();
  }

  /// Agents are done with all that they have.
  ///
  /// @return how many rows that were
  int answer() {
    int answered = 0;
    List<SessionId> busy = busy();
    answeredBefore = woken.size();
    for (SessionId session : busy) {
      answered += answer(session);
    }
    return answered;
  }

  /// The agent of that conversation is done with all that it has.
  int answer(SessionId session) {
    List<BoxCommit.Ack> acks = queues.of(session).unfinishedAfter(0).stream()
        .map(row -> new BoxCommit.Ack(row.id(), AckStatus.COMPLETED)).toList();
    if (!acks.isEmpty()) {
      queues.of(session).commit(new BoxCommit(List.of(), acks, List.of()));
      scheduler.committed(session);
    }
    return acks.size();
  }

  Path files(SessionId session) {
    return sessions.resolve(session.value());
  }

  /// The key is gone, the rest stands.
  void damage(SessionId session) {
    replace(session, files -> Files.writeString(Files.createDirectories(files).resolve("inbound.db"), "x"));
  }

  /// Its files can't be made, for now.
  void obstruct(SessionId session) {
    replace(session, files -> Files.writeString(files, "x"));
  }

  /// The agent is removed and nothing is kept of it.
  void erase(AgentGroupId agent, SessionId session) {
    apply(new RegistryEdit.RemoveAgent(agent));
    database.write(connection -> registry.beginErasing(connection, agent));
    replace(session, files -> files);
    database.write(connection -> {
      registry.erased(connection, agent);
      return true;
    });
    registry.forget(List.of(session));
  }

  /// What is made of a conversation's folder.
  interface Damage {
    Path to(Path files) throws IOException;
  }

  private void replace(SessionId session, Damage damage) {
    try {
      queues.remove(session);
      damage.to(files(session));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<ScheduleRun> runs(int n) {
    return schedules.runs(id(n), 100);
  }

  @Override
  public void close() {
    scheduler.close();
    queues.close();
    database.close();
  }
}
