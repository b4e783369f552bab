package dev.ironclaw.controlplane.question;

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
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.channel.Channel;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.outbound.SystemActions.Outcome;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.router.Answers;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class QuestionsTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final Principal.Operator ALICE = new Principal.Operator("alice");
  private static final String SECRET = "s3cret";
  private static final String COLOUR = "{\"question\":\"Which colour?\",\"options\":[\"Red\",\"Blue\"]}";

  @TempDir(factory = InMemory.class)
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final List<SessionId> woken = new ArrayList<>();
  private final List<Runnable> alarms = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private Optional<RuntimeException> fault = Optional.empty();
  private StateFolder files;
  private Questions questions;
  private AskAction action;
  private Session session;

  @BeforeEach
  void open() {
    files = new StateFolder(folder, clock);
    begin();
    files.state.write(connection -> files.registry.createAgentGroup(connection, new AgentGroup(ANNA, 1, "Anna", "anna",
        "mock", "mock-1", BoxConfig.Persona.EMPTY, List.of())));
    MessagingGroup place = files.registry.resolveMessagingGroup("slack", "C1", "", true);
    session = files.registry.resolveSession(ANNA, place.id(), Optional.empty(), SessionMode.SHARED);
    files.queues.of(session.id()).enqueue(new NewInbound(new MessageId("in_1"), MessageKind.CHAT, true, "slack", "C1",
        Optional.empty(), "{}", Optional.empty(), false));
  }

  private void begin() {
    questions = new Questions(new StateLedger(files.state, files.audit), files.queues, woken::add,
        new EventHub(new Random(1)), (_, task) -> {
          alarms.add(task);
          return () -> alarms.remove(task);
        }, clock);
    action = new AskAction(questions, files.registry, files.queues, new ChannelRegistry(
        List.of(new Slack(), new OtherAgents()), (where, text) -> text.replace(SECRET, "[" + where + "]")));
  }

  @AfterEach
  void close() {
    questions.close();
    files.close();
  }

  private Outcome ask(String row, String payload) {
    return action.handle(session, row(row, "in_1"), JsonMapper.shared().readTree(payload), Optional.empty());
  }

  private OutboundRow row(String id, String inReplyTo) {
    return new OutboundRow(1, clock.instant(), new MessageOut(new MessageId(id),
        Optional.of(new MessageId(inReplyTo)), MessageKind.SYSTEM, "telegram", "elsewhere", Optional.empty(), "{}",
        Optional.empty()));
  }

  private Question asked(String row, String payload) {
    assertThat(ask(row, payload)).isEqualTo(new Outcome.Handled());
    return questions.list(0).getLast();
  }

  private boolean says(String id, String text) {
    return questions.take(session, new Answers.Said(new MessageId("in_" + id), "slack", "C1", Optional.of("t1"),
        new UserId("slack:bob"), "Bob", text));
  }

  private MessageIn told(String row) {
    return files.queues.of(session.id()).inbound(new MessageId(row)).orElseThrow();
  }

  @Test
  void goesToThePlaceThatTheHostKnowsWithNumberedOptionsAndOnlyOnceIsOpened() {
    Question question = asked("out_1", COLOUR);
    ask("out_1", COLOUR);
    assertThat(questions.list(9)).hasSize(1);
    assertThat(question.place().platformId()).isEqualTo("C1");
    assertThat(sent.getFirst()).startsWith("C1 Anna asks: Which colour?\n1. Red\n2. Blue\n");
  }

  @Test
  void isAnsweredByAReplyInItsChatAsTheWordsOfWhoGaveIt() {
    Question question = asked("out_1", COLOUR);
    assertThat(says("2", "What do you mean?")).isFalse();
    assertThat(says("3", "2")).isTrue();
    assertThat(says("4", "1")).as("the first answer wins").isFalse();
    MessageIn row = told("in_3");
    assertThat(row.kind()).isEqualTo(MessageKind.CHAT);
    assertThat(row.trigger()).isTrue();
    assertThat(row.content()).contains("user:slack:bob", "\"Bob\"", "\"text\":\"Blue\"",
        "\"text\":\"Which colour?\"", "\"id\":\"" + question.id() + "\"");
    assertThat(woken).containsExactly(session.id());
    assertThat(questions.find(question.id()).settled().orElseThrow().answer()).contains("Blue");
  }

  @Test
  void isNotAnsweredFromAnotherPlace() {
    asked("out_1", COLOUR);
    assertThat(questions.take(session, new Answers.Said(new MessageId("in_2"), "slack", "C2", Optional.empty(),
        new UserId("slack:bob"), "Bob", "1"))).isFalse();
  }

  @Test
  void isAnsweredOverTheApiOnceAndTheSameAgainIsTheSame() {
    Question question = asked("out_1", COLOUR);
    assertThatThrownBy(() -> questions.answer(question.id(), "green", ALICE)).hasMessageContaining("from 1 to 2");
    assertThat(questions.answer(question.id(), "2", ALICE).state()).isEqualTo(Question.State.ANSWERED);
    assertThat(questions.answer(question.id(), "blue", ALICE).state()).isEqualTo(Question.State.ANSWERED);
    assertThatThrownBy(() -> questions.answer(question.id(), "1", ALICE)).hasMessageContaining("answered");
    assertThatThrownBy(() -> questions.dismiss(question.id(), ALICE)).hasMessageContaining("answered");
    assertThat(woken).hasSize(1);
    assertThat(told("in_" + question.id()).content()).contains("operator:alice");
  }

  @Test
  void recordsWhoAndNeverWhat() {
    Question question = asked("out_1", COLOUR);
    questions.answer(question.id(), "2", ALICE);
    assertThat(files.audit.newest(10)).extracting(entry -> entry.event().kind()).contains("asked", "answered");
    assertThat(files.audit.newest(10)).allSatisfy(
        entry -> assertThat(entry.event().detail()).doesNotContain("Blue").doesNotContain("colour"));
    assertThat(files.audit.newest(1).getFirst().event().actor()).isEqualTo("operator:alice");
  }

  @Test
  void expiresAfterADayAndTellsTheAgent() {
    Question question = asked("out_1", COLOUR);
    clock.advance(Duration.ofHours(24));
    assertThat(says("2", "1")).as("too late").isFalse();
    assertThat(questions.find(question.id()).state()).isEqualTo(Question.State.EXPIRED);
    MessageIn notice = told("sys_" + question.id());
    assertThat(notice.kind()).isEqualTo(MessageKind.SYSTEM);
    assertThat(notice.content()).contains("\"event\":\"question\"", "has expired");
  }

  @Test
  void expiresByItsAlarmAloneAndSetsTheNext() {
    Question first = asked("out_1", COLOUR);
    clock.advance(Duration.ofHours(1));
    Question second = asked("out_2", COLOUR);
    clock.advance(Duration.ofHours(23));
    alarms.removeFirst().run();
    assertThat(questions.find(first.id()).state()).isEqualTo(Question.State.EXPIRED);
    assertThat(questions.find(second.id()).state()).isEqualTo(Question.State.OPEN);
    assertThat(alarms).hasSize(1);
  }

  @Test
  void isDismissedWithAWordToTheAgent() {
    Question question = asked("out_1", COLOUR);
    assertThat(questions.dismiss(question.id(), ALICE).state()).isEqualTo(Question.State.WITHDRAWN);
    questions.dismiss(question.id(), ALICE);
    assertThat(told("sys_" + question.id()).content()).contains("dismissed");
    assertThat(woken).hasSize(1);
  }

  @Test
  void areAtMostFiveInAConversation() {
    for (int i = 0; i < 5; i++) {
      asked("out_" + i, COLOUR);
    }
    assertThat(ask("out_5", COLOUR)).isInstanceOfSatisfying(Outcome.Refused.class,
        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED));
    questions.dismiss(questions.list(0).getFirst().id(), ALICE);
    assertThat(ask("out_6", COLOUR)).isEqualTo(new Outcome.Handled());
    assertThat(ask("out_7", "{\"question\":\"\"}")).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void areToldAfterACrashBetweenAnswerAndTelling() {
    Question question = asked("out_1", COLOUR);
    questions.answer(question.id(), "1", ALICE);
    files.state.write(connection -> {
      try (var statement = connection.createStatement()) {
        return statement.executeUpdate("UPDATE questions SET told = 0");
      }
    });
    woken.clear();
    questions.close();
    begin();
    questions.resume();
    assertThat(woken).containsExactly(session.id());
    assertThat(files.queues.of(session.id()).unfinishedAfter(0)).hasSize(2);
    questions.resume();
    assertThat(woken).hasSize(1);
  }

  /// One unreadable conversation does not keep the control plane from starting.
  @Test
  void areToldLaterWhereTheConversationCannotBeOpened() throws IOException {
    Question question = asked("out_1", COLOUR);
    Path key = folder.resolve("sessions").resolve(session.id().value()).resolve("key.sealed");
    reopen(() -> Files.move(key, folder.resolve("lost")));
    clock.advance(Duration.ofHours(24));
    questions.resume();
    assertThat(questions.find(question.id()).state()).isEqualTo(Question.State.EXPIRED);
    reopen(() -> {});
    questions.resume();
    assertThat(alarms).as("at the next start too").hasSize(1);
    alarms.removeFirst().run();
    assertThat(alarms).as("as long as it fails").hasSize(1);
    reopen(() -> Files.move(folder.resolve("lost"), key));
    assertThat(woken).isEmpty();
    questions.resume();
    assertThat(told("sys_" + question.id()).content()).contains("has expired");
    assertThat(alarms).as("nothing is left to tell").isEmpty();
  }

  private interface Step {
    void run() throws IOException;
  }

  /// The control plane ends and begins again.
  private void reopen(Step between) throws IOException {
    questions.close();
    files.close();
    between.run();
    files = new StateFolder(folder, clock);
    alarms.clear();
    begin();
  }

  @Test
  void areTriedAgainWhereThePlatformFailsAndDismissedWhereItRefuses() {
    fault = Optional.of(new IronclawException(ErrorCode.UPSTREAM_FAILED, "down"));
    assertThatThrownBy(() -> ask("out_1", COLOUR)).hasMessage("down");
    fault = Optional.of(new IronclawException(ErrorCode.NOT_FOUND, "no such chat"));
    assertThat(ask("out_1", COLOUR)).isEqualTo(new Outcome.Handled());
    assertThat(questions.list(1).getFirst().state()).isEqualTo(Question.State.WITHDRAWN);
  }

  @Test
  void areTriedAgainWhereTheChannelHasAMistake() {
    fault = Optional.of(new IllegalStateException("a plug-in's mistake"));
    assertThatThrownBy(() -> ask("out_1", COLOUR)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED)).hasMessageContaining("IllegalStateException");
    fault = Optional.empty();
    assertThat(ask("out_1", COLOUR)).isEqualTo(new Outcome.Handled());
    assertThat(questions.list(9)).hasSize(1).first().extracting(Question::state).isEqualTo(Question.State.OPEN);
  }

  @Test
  void takeNoSecretToAPlaceOutside() {
    asked("out_1", "{\"question\":\"Is " + SECRET + " right?\",\"options\":[\"yes\",\"no, " + SECRET + "\"]}");
    assertThat(sent.getFirst()).doesNotContain(SECRET).contains("Is [message of " + session.id() + "] right?",
        "2. no, [message of");
  }

  @Test
  void areNotPutToAnotherAgent() {
    Session talk = files.registry.resolveSession(ANNA,
        files.registry.resolveMessagingGroup("agent", "bert", "", false).id(), Optional.empty(), SessionMode.SHARED);
    files.queues.of(talk.id()).enqueue(new NewInbound(new MessageId("in_1b"), MessageKind.CHAT, true, "agent",
        "bert", Optional.empty(), "{}", Optional.empty(), false));
    assertThat(action.handle(talk, row("out_1", "in_1b"), JsonMapper.shared().readTree(COLOUR), Optional.empty()))
        .isInstanceOfSatisfying(Outcome.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_AVAILABLE));
    assertThat(questions.list(9)).isEmpty();
    assertThat(sent).isEmpty();
    assertThat(files.audit.newest(9)).noneMatch(entry -> entry.event().stage().equals("question"));
  }

  @Test
  void areThirtyAnHourOfAnAgentAlsoWhereNoPlatformShowsThem() {
    fault = Optional.of(new IronclawException(ErrorCode.NOT_FOUND, "no such chat"));
    for (int i = 0; i < Questions.PER_HOUR; i++) {
      assertThat(ask("out_" + i, COLOUR)).isEqualTo(new Outcome.Handled());
    }
    assertThat(ask("out_x", COLOUR)).isInstanceOfSatisfying(Outcome.Refused.class,
        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED));
    assertThat(ask("out_0", COLOUR)).as("the same again").isEqualTo(new Outcome.Handled());
    assertThat(files.audit.newest(99)).filteredOn(entry -> entry.event().stage().equals("question"))
        .hasSize(2 * Questions.PER_HOUR);
    clock.advance(Duration.ofHours(1));
    assertThat(ask("out_y", COLOUR)).isEqualTo(new Outcome.Handled());
  }

  @Test
  void countFromWhenTheyAreAskedHoweverLongTheirRowHasWaited() {
    OutboundRow early = row("out_1", "in_1");
    clock.advance(Duration.ofDays(2));
    action.handle(session, early, JsonMapper.shared().readTree(COLOUR), Optional.empty());
    assertThat(questions.list(0)).hasSize(1).first().extracting(Question::askedAt).isEqualTo(clock.instant());
  }

  /// The places of other agents.
  private final class OtherAgents implements Channel {
    @Override
    public String type() {
      return "agent";
    }

    @Override
    public String deliver(Delivery delivery) {
      sent.add(delivery.text());
      return "1";
    }
  }

  /// A platform outside.
  private final class Slack implements Channel {
    @Override
    public String type() {
      return "slack";
    }

    @Override
    public String deliver(Delivery delivery) {
      fault.ifPresent(e -> {
        throw e;
      });
      sent.add(delivery.platformId() + " " + delivery.text());
      return "1";
    }
  }
}
