package dev.ironclaw.controlplane.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.channel.Channel.Delivery;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.channel.testing.FakeChannel;
import dev.ironclaw.controlplane.grant.ToolUses;
import dev.ironclaw.controlplane.outbound.SystemActions.Outcome;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pump on real queues and a real audit log; threads, clock and alarms are in the test's hand.
final class OutboundPumpTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");

  private Brake brake = Brake.loose();
  private Runnable beforeUse = () -> {};

  @TempDir
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final FakeChannel slack = new FakeChannel("slack");
  private final List<SessionId> woken = new ArrayList<>();
  private final List<MessageId> acted = new ArrayList<>();
  private final Deque<Runnable> line = new ArrayDeque<>();
  private final Map<SessionId, Instant> alarms = new HashMap<>();
  private Outcome answer = new Outcome.Handled();
  private Optional<IronclawException> fault = Optional.empty();
  private StateFolder files;
  private OutboundPump pump;
  private Session session;
  private SessionQueue queue;

  /// The process dies here: no catch in the product may see it.
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void start() {
    files = new StateFolder(folder, clock);
    files.state.write(connection -> files.registry.createAgentGroup(connection,
        new AgentGroup(ANNA, 1, "Anna", "anna", "mock", "mock-1", BoxConfig.Persona.EMPTY,
            List.of("send_message"))));
    MessagingGroup place = files.registry.resolveMessagingGroup("slack", "home", "", true);
    session = files.registry.resolveSession(ANNA, place.id(), Optional.empty(), SessionMode.SHARED);
    queue = files.queues.of(session.id());
    files.unsettled.touched(session.id());
    line.clear();
    alarms.clear();
    pump = new OutboundPump(files.queues, files.unsettled, files.registry, holding(),
        new ChannelRegistry(List.of(slack)),
        (known, row) -> {
          beforeUse.run();
          fault.ifPresent(e -> {
            throw e;
          });
          acted.add(row.message().id());
          return answer;
        }, files.state, files.audit, woken::add, clock, new Random(1), brake,
        new RefusalLimit(files.audit::recordBestEffort, clock, (_, _) -> {}), line::add, ring -> new Alarms() {
          @Override
          public void set(SessionId id, Instant when) {
            alarms.put(id, when);
          }

          @Override
          public void close() {}
        }, () -> {});
  }

  @AfterEach
  void stop() {
    pump.close();
    files.close();
  }

  private void restart() {
    stop();
    start();
  }

  private void run() {
    while (!line.isEmpty()) {
      line.remove().run();
    }
  }

  private static MessageOut chat(String id, String platformId) {
    return new MessageOut(new MessageId(id), Optional.empty(), MessageKind.CHAT, "slack", platformId,
        Optional.empty(), "text of " + id, Optional.empty());
  }

  private static MessageOut system(String id) {
    return new MessageOut(new MessageId(id), Optional.empty(), MessageKind.SYSTEM, "slack", "home", Optional.empty(),
        "{\"action\":\"x\"}", Optional.empty());
  }

  private void commit(MessageOut... rows) {
    queue.commit(new BoxCommit(List.of(rows), List.of(), List.of()));
    pump.committed(session.id());
  }

  private void commitAndRun(MessageOut... rows) {
    commit(rows);
    run();
  }

  private Instant alarm() {
    return Optional.ofNullable(alarms.get(session.id())).orElseThrow();
  }

  /// Lets time pass to the alarm and lets it ring.
  private void waitForAlarm() {
    clock.set(alarm());
    alarms.clear();
    pump.committed(session.id());
    run();
  }

  private List<String> sent() {
    return slack.sent().stream().map(delivery -> delivery.id().value()).toList();
  }

  private void grant(String platformId) {
    files.state.write(connection -> {
      files.registry.putDestination(connection, new Destination(ANNA, "slack", platformId));
      return true;
    });
  }

  private List<String> audited() {
    return files.audit.newest(50).stream().map(AuditRecord::event).map(event -> event.stage() + "/" + event.kind())
        .toList();
  }

  private List<MessageIn> told() {
    return queue.unfinishedAfter(0).stream().filter(row -> row.kind() == MessageKind.SYSTEM).toList();
  }

  @Test
  void deliversInTheOrderOfTheRowsOnce() {
    commit(chat("a", "home"), chat("b", "home"));
    commit(chat("c", "home"));
    run();
    pump.committed(session.id());
    run();
    assertThat(sent()).containsExactly("a", "b", "c");
    assertThat(slack.announced()).isEqualTo(slack.sent());
    assertThat(slack.sent().getFirst()).isEqualTo(new Delivery(new MessageId("a"), session.id(), ANNA,
        Optional.empty(), "home", Optional.empty(), "text of a", clock.instant(), true));
    assertThat(alarms).isEmpty();
    restart();
    pump.resume();
    run();
    assertThat(sent()).containsExactly("a", "b", "c");
  }

  @Test
  void deliversMoreRowsThanOnePage() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      ids.add("r" + i);
    }
    for (int from = 0; from < 150; from += 50) {
      commit(ids.subList(from, from + 50).stream().map(id -> chat(id, "home")).toArray(MessageOut[]::new));
    }
    run();
    assertThat(sent()).isEqualTo(ids);
  }

  @Test
  void sendsARowAgainUnderTheSameIdWhenTheProcessDiedBeforeItWasMarked() {
    slack.afterSending(() -> {
      throw new Crash();
    });
    commit(chat("a", "home"), chat("b", "home"));
    assertThatThrownBy(this::run).isInstanceOf(Crash.class);
    slack.afterSending(() -> {});
    restart();
    pump.resume();
    run();
    assertThat(sent()).containsExactly("a", "a", "b");
    assertThat(slack.announced()).extracting(Delivery::id).containsExactly(new MessageId("a"), new MessageId("b"));
  }

  @Test
  void goesOnAfterACrashWithARowThatNobodyHadLookedAt() {
    queue.commit(new BoxCommit(List.of(chat("a", "home")), List.of(), List.of()));
    // The process died before the box server could say so.
    restart();
    pump.resume();
    run();
    assertThat(sent()).containsExactly("a");
  }

  @Test
  void makesOnlyRowsToTheSamePlaceWaitBehindOneThatFails() {
    grant("down");
    slack.failFor("down");
    commitAndRun(chat("a", "down"), chat("b", "home"), chat("c", "down"), system("d"), chat("e", "home"));
    assertThat(sent()).containsExactly("b", "e");
    assertThat(acted).containsExactly(new MessageId("d"));
    assertThat(alarms.get(session.id())).isBetween(clock.instant().plusMillis(1000),
        clock.instant().plusMillis(1250));

    slack.mend("down");
    pump.committed(session.id());
    run();
    assertThat(sent()).as("not before its time").containsExactly("b", "e");
    waitForAlarm();
    assertThat(sent()).containsExactly("b", "e", "a", "c");
    assertThat(told()).isEmpty();
  }

  @Test
  void keepsCountingTriesOverARestart() {
    slack.failFor("home");
    commitAndRun(chat("a", "home"));
    waitForAlarm();
    Instant next = alarm();
    assertThat(next).isBetween(clock.instant().plusMillis(2000), clock.instant().plusMillis(2500));
    restart();
    pump.resume();
    run();
    assertThat(alarms.get(session.id())).isEqualTo(next.truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void givesARowUpAfterTheLastTryRecordsItTellsTheAgentAndGoesOn() {
    slack.failFor("home");
    commitAndRun(chat("a", "home"), chat("b", "home"));
    for (int tries = 1; tries < RetryPolicy.MAX_TRIES; tries++) {
      assertThat(audited()).isEmpty();
      waitForAlarm();
    }
    assertThat(audited()).containsExactly("delivery/dead");
    assertThat(told()).hasSize(1);
    assertThat(told().getFirst().content()).contains("undelivered", "slack/home");
    assertThat(woken).containsExactly(session.id());

    slack.mend("home");
    waitForAlarm();
    assertThat(sent()).containsExactly("b");
    assertThat(queue.undelivered(10)).isEmpty();
    restart();
    pump.resume();
    run();
    assertThat(sent()).containsExactly("b");
    assertThat(audited()).containsExactly("delivery/dead");
  }

  @Test
  void triesNoSecondTimeWhatThePlatformRefusesForGood() {
    slack.refuseFor("home");
    commitAndRun(chat("a", "home"));
    assertThat(audited()).containsExactly("delivery/dead");
    assertThat(alarms).isEmpty();
  }

  @Test
  void survivesABugInAChannel() {
    grant("buggy");
    slack.breakFor("buggy");
    commitAndRun(chat("a", "buggy"), chat("b", "home"));
    assertThat(sent()).containsExactly("b");
    assertThat(alarms).containsKey(session.id());
  }

  @Test
  void letsNoWordGoWhereTheAgentMayNotWrite() {
    commitAndRun(chat("a", "other"), chat("b", "home"));
    assertThat(sent()).containsExactly("b");
    assertThat(audited()).containsExactly("delivery/dead");
    assertThat(told()).hasSize(1);
    grant("other");
    commitAndRun(chat("c", "other"));
    assertThat(sent()).containsExactly("b", "c");
    assertThat(slack.sent().getLast().toOrigin()).isFalse();
  }

  @Test
  void keepsAThreadsSessionInItsThread() {
    MessagingGroup place = files.registry.resolveMessagingGroup("slack", "home", "", true);
    session = files.registry.resolveSession(ANNA, place.id(), Optional.of("t1"), SessionMode.PER_THREAD);
    queue = files.queues.of(session.id());
    commitAndRun(chat("a", "home"), new MessageOut(new MessageId("b"), Optional.empty(), MessageKind.CHAT, "slack",
        "home", Optional.of("t1"), "text", Optional.empty()));
    assertThat(sent()).containsExactly("b");
  }

  @Test
  void answersFromASharedSessionOnlyWhereItWasAsked() {
    MessagingGroup place = files.registry.resolveMessagingGroup("slack", "home", "", true);
    session = files.registry.resolveSession(ANNA, place.id(), Optional.empty(), SessionMode.AGENT_SHARED);
    queue = files.queues.of(session.id());
    queue.enqueue(new NewInbound(new MessageId("in_1"), MessageKind.CHAT, true, "slack", "asker", Optional.empty(),
        "{}", Optional.empty(), false));
    commitAndRun(answerTo("in_1", "a", "asker"), answerTo("in_1", "b", "home"), answerTo("in_none", "c", "asker"));
    assertThat(sent()).containsExactly("a");
  }

  private static MessageOut answerTo(String inbound, String id, String platformId) {
    return new MessageOut(new MessageId(id), Optional.of(new MessageId(inbound)), MessageKind.CHAT, "slack",
        platformId, Optional.empty(), "text", Optional.empty());
  }

  @Test
  void recordsARefusedActionOnceAndTellsTheAgentOnceOverACrash() {
    answer = new Outcome.Refused("exec", ErrorCode.DENIED, "there is no such action");
    commitAndRun(system("a"));
    assertThat(acted).hasSize(1);
    assertThat(audited()).containsExactly("system/refused");
    assertThat(told()).hasSize(1);
    MessageIn notice = told().getFirst();
    assertThat(notice.content()).contains("\"event\":\"refused\"", "exec", "there is no such action");
    assertThat(notice.channelType() + "/" + notice.platformId()).isEqualTo("slack/home");
    assertThat(notice.trigger()).isTrue();
    restart();
    pump.resume();
    run();
    assertThat(acted).hasSize(1);
    assertThat(told()).hasSize(1);
  }

  @Test
  void finishesABurialThatACrashInterrupted() {
    commit(system("a"));
    new DeliveryStore(files.state, files.audit).bury(
        new Trouble(session.id(), new MessageId("a"), "system", Trouble.State.BURYING, 1, clock.instant(), "told"),
        List.of(new AuditEvent("system", "s", "refused", "sandbox", "d")));
    restart();
    pump.resume();
    run();
    assertThat(acted).isEmpty();
    assertThat(audited()).containsExactly("system/refused");
    assertThat(told()).hasSize(1);
    assertThat(queue.undelivered(10)).isEmpty();
  }

  @Test
  void startsNoTurnForAMistakeThatATurnOfANoticeMade() {
    answer = new Outcome.Refused("exec", ErrorCode.DENIED, "no");
    commitAndRun(system("a"));
    MessageId notice = told().getFirst().id();
    woken.clear();
    commitAndRun(new MessageOut(new MessageId("b"), Optional.of(notice), MessageKind.SYSTEM, "slack", "home",
        Optional.empty(), "{}", Optional.empty()));
    assertThat(told()).extracting(MessageIn::trigger).containsExactly(true, false);
    assertThat(woken).isEmpty();
  }

  @Test
  void neverGivesUpARequestForAFaultOfOurs() {
    fault = Optional.of(new IronclawException(ErrorCode.AUDIT_UNAVAILABLE, "submit: disk full"));
    commitAndRun(system("a"), chat("b", "home"));
    assertThat(sent()).containsExactly("b");
    for (int tries = 0; tries < 12; tries++) {
      waitForAlarm();
    }
    fault = Optional.empty();
    waitForAlarm();
    assertThat(acted).containsExactly(new MessageId("a"));
    assertThat(told()).isEmpty();
    assertThat(queue.undelivered(10)).isEmpty();
  }

  private void tools(String... enabled) {
    AgentGroup group = files.registry.agentGroup(ANNA).orElseThrow();
    files.state.write(connection -> files.registry.replaceAgentGroup(connection, new AgentGroup(ANNA,
        group.revision() + 1, "Anna", "anna", "mock", "mock-1", BoxConfig.Persona.EMPTY, List.of(enabled))));
  }

  @Test
  void holdsAWordBackWhoseRightWasRevokedAfterItWasCommitted() {
    Instant later = clock.instant().plus(Duration.ofDays(3));
    commitAndRun(new MessageOut(new MessageId("a"), Optional.empty(), MessageKind.CHAT, "slack", "home",
        Optional.empty(), "later", Optional.of(later)));
    tools();
    waitForAlarm();
    assertThat(sent()).isEmpty();
    assertThat(audited()).containsExactly("delivery/dead");
    assertThat(told()).singleElement().satisfies(row -> assertThat(row.content()).contains("send_message"));
  }

  @Test
  void deliversTheOneReplyToAQuestionWithoutAnyRight() {
    tools();
    queue.enqueue(new NewInbound(new MessageId("in_1"), MessageKind.CHAT, true, "slack", "home", Optional.empty(),
        "{}", Optional.empty(), false));
    commitAndRun(answerTo("in_1", "out_in_1", "home"), answerTo("in_1", "more", "home"),
        answerTo("in_none", "out_in_none", "home"));
    assertThat(sent()).containsExactly("out_in_1");
  }

  @Test
  void keepsARowForItsTimeAndLetsOthersPass() {
    Instant later = clock.instant().plus(Duration.ofMinutes(5));
    commitAndRun(new MessageOut(new MessageId("a"), Optional.empty(), MessageKind.CHAT, "slack", "home",
        Optional.empty(), "later", Optional.of(later)), chat("b", "home"));
    assertThat(sent()).containsExactly("b");
    assertThat(alarms.get(session.id())).isEqualTo(later);
    waitForAlarm();
    assertThat(sent()).containsExactly("b", "a");
  }

  @Test
  void sendsNothingInAPanicNotEvenTheRestOfWhatItHasBegun() {
    slack.afterSending(() -> brake.engage(new Panic(Instant.EPOCH, "alice", Optional.empty())));
    commitAndRun(chat("out_1", "home"), chat("out_2", "home"), system("out_3"));
    assertThat(sent()).containsExactly("out_1");
    assertThat(acted).isEmpty();
    pump.resume();
    run();
    assertThat(sent()).containsExactly("out_1");
    assertThat(alarms).isEmpty();
  }

  @Test
  void keepsTheRowsWhoseToolCouldNotBeUsedForAPanicThatCameThen() {
    for (MessageOut row : List.of(chat("out_1", "home"), system("out_2"))) {
      beforeUse = () -> {
        brake.engage(new Panic(Instant.EPOCH, "alice", Optional.empty()));
        brake.check("use");
      };
      commitAndRun(row);
      assertThat(queue.undelivered(10)).extracting(waiting -> waiting.message().id()).containsExactly(row.id());
      assertThat(alarms).isEmpty();
      beforeUse = () -> {};
      brake = Brake.loose();
      restart();
      pump.resume();
      run();
    }
    assertThat(sent()).containsExactly("out_1");
    assertThat(acted).containsExactly(new MessageId("out_2"));
    assertThat(told()).isEmpty();
  }

  private ToolUses holding() {
    return (agent, _, tool, _) -> {
      beforeUse.run();
      return files.registry.agentGroup(agent).filter(asking -> asking.enabledTools().contains(tool))
          .isPresent();
    };
  }
}
