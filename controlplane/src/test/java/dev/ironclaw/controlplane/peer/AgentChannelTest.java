package dev.ironclaw.controlplane.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.channel.Channel;
import dev.ironclaw.controlplane.channel.ChannelContract;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentChannelTest extends ChannelContract {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final AgentGroupId BERT = new AgentGroupId("bert");
  private static final AgentGroupId CLARA = new AgentGroupId("clara");

  @TempDir(factory = InMemory.class)
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final List<SessionId> woken = new ArrayList<>();
  private StateFolder files;
  private AgentChannel channel;
  /// Anna's, with a person.
  private Session people;

  @BeforeEach
  void open() {
    files = new StateFolder(folder, clock);
    Registry registry = files.registry;
    files.state.write(connection -> {
      for (AgentGroupId id : List.of(ANNA, BERT, CLARA)) {
        registry.createAgentGroup(connection, new AgentGroup(id, 1, "Agent " + id, id.value(), "mock", "mock-1",
            BoxConfig.Persona.EMPTY, List.of()));
      }
      registry.putDestination(connection, new Destination(ANNA, "agent", "bert"));
      registry.putDestination(connection, new Destination(BERT, "agent", "clara"));
      registry.putDestination(connection, new Destination(BERT, "agent", "anna"));

      return true;
    });
    people = registry.resolveSession(ANNA, registry.resolveMessagingGroup("slack", "C1", "", true).id(),
        Optional.empty(), SessionMode.SHARED);
    files.queues.of(people.id()).enqueue(new NewInbound(new MessageId("in_1"), MessageKind.CHAT, true, "slack", "C1",
        Optional.of("t1"), "{}", Optional.empty(), false));
    channel = new AgentChannel(new StateLedger(files.state, files.audit), registry, files.queues, woken::add, clock);
  }

  @AfterEach
  void close() {
    files.close();
  }

  /// The kit writes to `anna`: here from Bert, who may.
  @Override
  protected Channel channel() {
    return new Channel() {
      @Override
      public String type() {
        return channel.type();
      }

      @Override
      public String deliver(Delivery kit) {
        return channel.deliver(new Delivery(kit.id(), people(BERT).id(), BERT, kit.inReplyTo(), kit.platformId(),
            kit.threadId(), kit.text(), kit.writtenAt(), kit.toOrigin()));
      }
    };
  }

  private Session people(AgentGroupId agent) {
    return files.registry.resolveSession(agent, files.registry.resolveMessagingGroup("slack", "C1", "", true).id(),
        Optional.empty(), SessionMode.SHARED);
  }

  private String send(Session from, String id, String inReplyTo, AgentGroupId to, String text) {
    return channel.deliver(new Channel.Delivery(new MessageId(id), from.id(), from.agentGroup(),
        Optional.of(inReplyTo).filter(row -> !row.isEmpty()).map(MessageId::new), to.value(), Optional.empty(), text,
        clock.instant(), false));
  }

  private String reply(Session from, String row, AgentGroupId to, String text) {
    return send(from, "out_" + row, row, to, text);
  }

  private Session pair(AgentGroupId of, AgentGroupId with) {
    return files.registry.findSession(of, files.registry.messagingGroup("agent", with.value(), "").orElseThrow().id(),
        Optional.empty(), SessionMode.SHARED).orElseThrow();
  }

  private MessageIn row(Session session, String id) {
    return files.queues.of(session.id()).inbound(new MessageId(id)).orElseThrow();
  }

  @Test
  void reachesTheOthersConversationWithTheSenderMarkedAndWakesIt() {
    String id = send(people, "out_a", "in_1", BERT, "sum it up");
    MessageIn seen = row(pair(BERT, ANNA), id);
    assertThat(seen.content()).contains("\"text\":\"sum it up\"", "agent:anna", "Agent anna");
    assertThat(seen.platformId()).isEqualTo("anna");
    assertThat(seen.sourceSessionId()).contains(people.id());
    assertThat(seen.trigger()).isTrue();
    assertThat(woken).containsExactly(pair(BERT, ANNA).id());
    assertThat(files.audit.newest(1).getFirst().event().detail()).isEqualTo("from anna to bert, hop 1");
    send(people, "out_a", "in_1", BERT, "sum it up");
    assertThat(files.queues.of(pair(BERT, ANNA).id()).unfinishedAfter(0)).hasSize(1);
  }

  @Test
  void isAnsweredOnceWhereThePersonWaits() {
    String asked = send(people, "out_a", "in_1", BERT, "sum it up");
    String answer = reply(pair(BERT, ANNA), asked, ANNA, "42");
    MessageIn seen = row(people, answer);
    assertThat(seen.kind()).isEqualTo(MessageKind.WEBHOOK);
    assertThat(seen.channelType() + "/" + seen.platformId() + "/" + seen.threadId()).isEqualTo("slack/C1/Optional[t1]");
    assertThat(seen.content()).contains("42", "agent:bert");
    assertThat(woken).hasSize(2).endsWith(people.id());
    assertThat(reply(pair(BERT, ANNA), asked, ANNA, "43")).as("the same row").isEqualTo(answer);
    assertThat(files.queues.of(people.id()).unfinishedAfter(0)).hasSize(2);
  }

  @Test
  void carriesAnAnswerBackThroughTheAgentBetween() {
    String first = send(people, "out_a", "in_1", BERT, "ask Clara");
    String second = send(pair(BERT, ANNA), "out_b", first, CLARA, "what?");
    String answer = reply(pair(CLARA, BERT), second, BERT, "this");
    MessageIn atBert = row(pair(BERT, ANNA), answer);
    assertThat(atBert.channelType() + "/" + atBert.platformId()).isEqualTo("agent/anna");
    String last = reply(pair(BERT, ANNA), answer, ANNA, "Clara says this");
    assertThat(row(people, last).content()).contains("Clara says this");
  }

  @Test
  void needsADestinationThatAHumanGranted() {
    assertRefused(ErrorCode.DENIED, () -> send(people, "out_a", "in_1", CLARA, "x"));
    assertRefused(ErrorCode.NOT_FOUND, () -> send(people, "out_a", "in_1", new AgentGroupId("nobody"), "x"));
    assertRefused(ErrorCode.INVALID_REQUEST, () -> send(people, "out_a", "in_1", ANNA, "x"));
    String asked = send(people, "out_a", "in_1", BERT, "x");
    files.state.write(connection -> files.registry.removeDestination(connection,
        new Destination(BERT, "agent", "anna")));
    assertRefused(ErrorCode.DENIED, () -> send(pair(BERT, ANNA), "out_b", asked, ANNA, "unasked"));
    assertThat(woken).hasSize(1);
  }

  @Test
  void passesNothingOnMoreThanFiveTimes() {
    Session from = people;
    String cause = "in_1";
    AgentGroupId to = BERT;
    for (int hop = 1; hop <= 5; hop++) {
      cause = send(from, "out_" + hop, cause, to, "ping");
      from = pair(to, from.agentGroup());
      to = to.equals(BERT) ? ANNA : BERT;
    }
    Session last = from;
    String row = cause;
    AgentGroupId next = to;
    assertRefused(ErrorCode.DENIED, () -> send(last, "out_6", row, next, "ping"));
    assertRefused(ErrorCode.DENIED, () -> send(last, "out_7", "", next, "a box that hides what led to it"));
    assertThat(reply(last, row, next, "enough")).isNotBlank();
  }

  @Test
  void countsAnAnswerAsFarFromAPersonAsItsQuestion() {
    String cause = "in_1";
    for (int round = 1; round <= 5; round++) {
      String asked = send(people, "out_" + round, cause, BERT, "again");
      cause = reply(pair(BERT, ANNA), asked, ANNA, "no");
    }
    String last = cause;
    assertRefused(ErrorCode.DENIED, () -> send(people, "out_6", last, BERT, "again"));
  }

  @Test
  void takesTwentyAMinuteAndAsManyAgainTheNext() {
    for (int i = 0; i < 20; i++) {
      send(people, "out_" + i, "in_1", BERT, "x");
    }
    assertRefused(ErrorCode.RATE_LIMITED, () -> send(people, "out_20", "in_1", BERT, "x"));
    assertThat(send(people, "out_7", "in_1", BERT, "x")).as("a replay costs nothing").isNotBlank();
    clock.advance(Duration.ofSeconds(61));
    assertThat(send(people, "out_20", "in_1", BERT, "x")).isNotBlank();
  }

  @Test
  void answersNobodyWhoHasStoppedWaiting() {
    String asked = send(people, "out_a", "in_1", BERT, "x");
    clock.advance(Duration.ofDays(8));
    send(people, "out_b", "in_1", BERT, "y");
    files.state.write(connection -> files.registry.removeDestination(connection,
        new Destination(BERT, "agent", "anna")));
    assertRefused(ErrorCode.DENIED, () -> reply(pair(BERT, ANNA), asked, ANNA, "late"));
  }

  private static void assertRefused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
