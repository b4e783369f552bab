package dev.ironclaw.sandbox.boxclient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Both sides replay the same golden files: what the box writes is them, byte for byte.
class WireTest {
  private static final Path GOLDEN = Path.of("../contract/src/test/resources/golden/box");

  private static byte[] golden(String name) throws IOException {
    return Files.readString(GOLDEN.resolve(name + ".json")).strip().getBytes(StandardCharsets.UTF_8);
  }

  private static BoxEvent event(String name) throws IOException {
    byte[] line = golden(name);
    return WireReader.event(line, 0, line.length);
  }

  @Test
  void writesTheGoldenForms() throws IOException {
    assertThat(WireWriter.hello(new BoxHello(1,
        new BoxPosture("Linux version 4.4.0", List.of("lo"), 65532, 65532, Collections.nCopies(5, "0000000000000000"),
            1, 2, true, 536870912, 256, 1024, 1, List.of("/mnt/docs read-only", "/workspace writable")))))
        .isEqualTo(golden("hello"));
    MessageId first = new MessageId("in_0001");
    MessageId second = new MessageId("in_0002");
    assertThat(WireWriter.commit(new BoxCommit(
        List.of(new MessageOut(MessageOut.replyTo(first), Optional.of(first), MessageKind.CHAT, "webchat", "main",
            Optional.empty(), "hi there 🙂", Optional.empty())),
        List.of(new BoxCommit.Ack(first, AckStatus.COMPLETED)),
        List.of(new BoxCommit.StateEntry("h.000000000000002", Optional.of("[]")),
            new BoxCommit.StateEntry("turn.in_0001", Optional.empty())))))
        .isEqualTo(golden("commit-reply"));
    assertThat(WireWriter.commit(new BoxCommit(List.of(
        new MessageOut(new MessageId("out_in_0002_0_0"), Optional.of(second), MessageKind.SYSTEM, "telegram",
            "-100123", Optional.of("topic-7"),
            "{\"action\":\"request_capability_change\",\"payload\":{\"kind\":\"persona\",\"payload\":{\"identity\":"
                + "\"You are Bo.\"}},\"reason\":\"asked to\"}",
            Optional.empty()),
        new MessageOut(new MessageId("out_in_0002_0_1"), Optional.of(second), MessageKind.CHAT, "telegram", "-100123",
            Optional.empty(), "on my way", Optional.of(Instant.parse("2026-11-20T11:00:00Z")))),
        List.of(new BoxCommit.Ack(second, AckStatus.PROCESSING),
            new BoxCommit.Ack(new MessageId("in_0003"), AckStatus.FAILED)),
        List.of()))).isEqualTo(golden("commit-tool"));
    assertThat(WireWriter.partial(new PartialText(first, 0, "hi th"))).isEqualTo(golden("partial"));
    assertThat(WireWriter.heartbeat(new Heartbeat(Optional.of(first), Optional.of("read_file"), 30_000)))
        .isEqualTo(golden("heartbeat-turn"));
    assertThat(WireWriter.heartbeat(new Heartbeat(Optional.empty(), Optional.empty(), 0)))
        .isEqualTo(golden("heartbeat-idle"));
    assertThat(WireWriter.tool(first, new MessageId("out_in_0001_0_1"),
        "{\"url\":\"https://example.org/?q=naïve\", \"max\":1.50,\"list\":[true,null]}"))
        .isEqualTo(golden("tool-call"));
  }

  @Test
  void readsTheGoldenEvents() throws IOException {
    BoxConfig config = new BoxConfig(3, "ada", "Ada", "anthropic", "mock-1", 4096,
        new BoxConfig.Persona("You are Ada.", "", "Answer in one sentence: naïve café ☕ \"quoted\"."),
        List.of("read_file", "send_message"), new BoxConfig.Limits(8, 24_000, 600, 500_000));
    assertThat(event("event-bound")).isEqualTo(new BoxEvent.Bound(new SessionId("ses_0123456789abcdef"), config));
    assertThat(event("event-message")).isEqualTo(new BoxEvent.Message(new MessageIn(new MessageId("in_0001"), 2,
        MessageKind.CHAT, Instant.parse("2026-11-20T10:15:30.123Z"), true, "webchat", "main", Optional.empty(),
        "{\"text\":\"hello\\nthere 🙂\",\"sender\":{\"id\":\"webchat:owner\",\"name\":\"Owner\"}}", Optional.empty(),
        false)));
    assertThat(event("event-message-full")).isEqualTo(new BoxEvent.Message(new MessageIn(new MessageId("in_0002"), 4,
        MessageKind.CHAT, Instant.parse("2026-11-20T10:15:31Z"), false, "telegram", "-100123", Optional.of("topic-7"),
        "{\"text\":\"context\",\"sender\":{\"id\":\"telegram:42\"}}",
        Optional.of(new SessionId("ses_fedcba9876543210")), true)));
    assertThat(event("event-message-system")).isInstanceOfSatisfying(BoxEvent.Message.class,
        row -> assertThat(row.message().kind()).isEqualTo(MessageKind.SYSTEM));
    assertThat(event("event-config")).isInstanceOf(BoxEvent.Config.class);
    assertThat(event("event-stop")).isEqualTo(new BoxEvent.Stop("idle"));
    assertThat(event("event-cancel")).isEqualTo(new BoxEvent.Cancel(4));
  }

  @Test
  void readsTheGoldenAnswers() throws IOException {
    assertThat(WireReader.results(golden("commit-result"))).containsExactly(BoxCommit.RowResult.STORED,
        BoxCommit.RowResult.DUPLICATE);
    assertThat(WireReader.state(golden("state")))
        .isEqualTo(Map.of("h.000000000000002", "[]", "turn.in_0002", "{\"rounds\":[]}"));
    assertThat(WireReader.persona(golden("persona")))
        .isEqualTo(new BoxConfig.Persona("You are Ada.", "", "Answer in one sentence."));
    assertThat(WireReader.tool(golden("tool-answer"))).isEqualTo(new ToolAnswer("200 OK\n☕", false));
    assertThat(new Answer(409, golden("problem-unbound")).isTransient()).isTrue();
    assertThat(new Answer(403, golden("problem-denied")).isTransient()).isFalse();
  }
}
