package dev.ironclaw.controlplane.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.channel.testing.FakeChannel;
import dev.ironclaw.controlplane.outbound.SystemActions.Outcome;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What rows that can't be done or delivered leave in the log, and what their agent hears.
final class OutboundSharesTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");

  @TempDir
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final FakeChannel slack = new FakeChannel("slack");
  private Outcome answer = new Outcome.Handled();
  private StateFolder files;
  private SessionOutbox outbox;
  private Session session;
  private SessionQueue queue;
  private RefusalLimit refusals;

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
    refusals = new RefusalLimit(files.audit::recordBestEffort, clock, (_, _) -> {});
    Origins origins = new Origins(files.registry);
    outbox = new SessionOutbox((_, _) -> answer,
        new ReplyDelivery(files.registry, (_, _, _, _) -> true, new ChannelRegistry(List.of(slack)), origins),
        new AgentNotice(origins, _ -> {}), new DeliveryStore(files.state, files.audit), new RetryPolicy(new Random(1)),
        clock, Brake.loose(), refusals);
  }

  @AfterEach
  void stop() {
    files.close();
  }

  private void send(String prefix, int rows, MessageKind kind, String platformId) {
    for (int i = 0; i < rows; i++) {
      queue.commit(new BoxCommit(List.of(new MessageOut(new MessageId(prefix + i), Optional.empty(), kind, "slack",
          platformId, Optional.empty(), "{}", Optional.empty())), List.of(), List.of()));
      outbox.drain(session, queue);
    }
  }

  private List<AuditEvent> audited(String stage, String kind) {
    return files.audit.newest(500).stream().map(AuditRecord::event)
        .filter(event -> event.stage().equals(stage) && event.kind().equals(kind)).toList();
  }

  private List<String> told() {
    return queue.unfinishedAfter(0).stream().filter(row -> row.kind() == MessageKind.SYSTEM).map(MessageIn::content)
        .toList();
  }

  @Test
  void tellsTheAgentOfEachRefusalAndRecordsThirtyAnHour() {
    answer = new Outcome.Refused("exec", ErrorCode.DENIED, "there is no such action");
    send("s", 40, MessageKind.SYSTEM, "home");
    send("c", 40, MessageKind.CHAT, "nowhere");
    assertThat(audited("system", "refused")).hasSize(30).last().extracting(AuditEvent::detail).asString()
        .isEqualTo("action exec of row s29 is refused: DENIED");
    assertThat(audited("delivery", "dead")).hasSize(30);
    assertThat(told()).hasSize(80).last().asString().contains("RATE_LIMITED", "nobody has granted");
  }

  @Test
  void whatIsDeniedHasItsEntriesHoweverManyMistakesThereAre() {
    answer = new Outcome.Refused("request_capability_change", ErrorCode.INVALID_PAYLOAD, "the payload is wrong");
    send("m", 100, MessageKind.SYSTEM, "home");
    answer = new Outcome.Refused("exec", ErrorCode.DENIED, "there is no such action");
    send("d", 3, MessageKind.SYSTEM, "home");
    assertThat(audited("system", "refused")).filteredOn(event -> event.detail().contains("exec")).hasSize(3);
    refusals.close();
    assertThat(audited("system", "limit")).last().extracting(AuditEvent::detail).asString()
        .contains("70 more", "request_capability_change INVALID_PAYLOAD 70", "sessions or boxes: 1");
  }

  @Test
  void theKindAndThePlaceOfWhatIsRefusedSetItApart() {
    answer = new Outcome.Refused("request_capability_change", Optional.of("enabled_tools"), ErrorCode.INVALID_PAYLOAD,
        "wrong");
    send("e", 40, MessageKind.SYSTEM, "home");
    answer = new Outcome.Refused("request_capability_change", Optional.of("wiring"), ErrorCode.INVALID_PAYLOAD, "no");
    send("w", 1, MessageKind.SYSTEM, "home");
    answer = new Outcome.Refused("request_capability_change", Optional.of("ex\u202eec\n"), ErrorCode.UNKNOWN_KIND,
        "no");
    send("u", 32, MessageKind.SYSTEM, "home");
    assertThat(audited("system", "refused")).extracting(AuditEvent::detail).hasSize(32)
        .contains("action request_capability_change of row w0, kind wiring, is refused: INVALID_PAYLOAD")
        .last().isEqualTo("action request_capability_change of row u0, kind ex?ec?, is refused: UNKNOWN_KIND");
    send("a", 40, MessageKind.CHAT, "nowhere");
    refusals.close();
    assertThat(audited("system", "limit")).last().extracting(AuditEvent::detail).asString().contains(
        "enabled_tools INVALID_PAYLOAD 10, request_capability_change unknown kind UNKNOWN_KIND 31;");
    assertThat(audited("delivery", "limit")).last().extracting(AuditEvent::detail).asString()
        .contains("message to slack DENIED 10;");
  }

  @Test
  void messagesToAnotherTypeOfPlaceAreNotHiddenBehindThoseToOne() {
    for (int i = 0; i < 40; i++) {
      sendTo("x" + i, "made-up-" + i);
    }
    sendTo("y", "slack");
    assertThat(audited("delivery", "dead")).hasSize(31).last().extracting(AuditEvent::detail).asString()
        .startsWith("row y to slack");
  }

  private void sendTo(String id, String channelType) {
    queue.commit(new BoxCommit(List.of(new MessageOut(new MessageId(id), Optional.empty(), MessageKind.CHAT,
        channelType, "nowhere", Optional.empty(), "{}", Optional.empty())), List.of(), List.of()));
    outbox.drain(session, queue);
  }

  @Test
  void whatThePlatformDoesNotTakeCostsTheAgentNothing() {
    slack.refuseFor("home");
    send("p", 40, MessageKind.CHAT, "home");
    assertThat(told()).hasSize(40).noneMatch(text -> text.contains("RATE_LIMITED"));
    assertThat(told()).last().asString().contains("the room is gone");
    send("n", 30, MessageKind.CHAT, "nowhere");
    assertThat(audited("delivery", "dead")).hasSize(60);
    assertThat(told()).noneMatch(text -> text.contains("RATE_LIMITED"));
    refusals.close();
    assertThat(audited("delivery", "limit")).last().extracting(AuditEvent::detail).asString()
        .contains("10 more", "message to slack UPSTREAM_FAILED 10");
  }
}
