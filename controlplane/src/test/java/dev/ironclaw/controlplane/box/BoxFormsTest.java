package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Replays the golden files that the box's side replays too.
final class BoxFormsTest {
  private final BoxRequests requests = new BoxRequests();
  private final BoxAnswers answers = new BoxAnswers();

  static String golden(String name) throws IOException {
    return Files.readString(Path.of("..", "contract", "src", "test", "resources", "golden", "box", name)).strip();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private String line(BoxEvent event) {
    String line = new String(answers.event(event), StandardCharsets.UTF_8);
    assertThat(line).endsWith("\n").containsOnlyOnce("\n");
    return line.strip();
  }

  @Test
  void parsesHello() throws IOException {
    var posture = requests.hello(bytes(golden("hello.json"))).posture();
    assertThat(posture.kernel()).isEqualTo("Linux version 4.4.0");
    assertThat(posture.interfaces()).containsExactly("lo");
    assertThat(posture.capabilities()).hasSize(5).containsOnly("0000000000000000");
    assertThat(posture.uid()).isEqualTo(65532);
    assertThat(posture.memoryLimitBytes()).isEqualTo(536870912);
    assertThat(posture.rootReadOnly()).isTrue();
  }

  @Test
  void parsesCommits() throws IOException {
    BoxCommit reply = requests.commit(bytes(golden("commit-reply.json")));
    assertThat(reply.rows()).containsExactly(new MessageOut(new MessageId("out_in_0001"),
        Optional.of(new MessageId("in_0001")), MessageKind.CHAT, "webchat", "main", Optional.empty(), "hi there 🙂",
        Optional.empty()));
    assertThat(reply.acks()).containsExactly(new BoxCommit.Ack(new MessageId("in_0001"), AckStatus.COMPLETED));
    assertThat(reply.state()).containsExactly(new BoxCommit.StateEntry("h.000000000000002", Optional.of("[]")),
        new BoxCommit.StateEntry("turn.in_0001", Optional.empty()));
    BoxCommit tool = requests.commit(bytes(golden("commit-tool.json")));
    assertThat(tool.rows().getFirst().kind()).isEqualTo(MessageKind.SYSTEM);
    assertThat(requests.action(tool.rows().getFirst().content())).contains("request_capability_change");
    assertThat(tool.rows().getLast().deliverAfter()).contains(Instant.parse("2026-11-20T11:00:00Z"));
  }

  @Test
  void parsesPartialTextAndHeartbeats() throws IOException {
    assertThat(requests.partial(bytes(golden("partial.json"))))
        .isEqualTo(new PartialText(new MessageId("in_0001"), 0, "hi th"));
    ToolRequest tool = requests.tool(bytes(golden("tool-call.json")));
    assertThat(tool.call()).isEqualTo(new MessageId("out_in_0001_0_1"));
    assertThat(tool.input().path("url").asString()).isEqualTo("https://example.org/?q=naïve");
    assertThat(new String(answers.tool(HostToolAnswer.done("200 OK\n☕")), StandardCharsets.UTF_8))
        .isEqualTo(golden("tool-answer.json"));
    assertThat(requests.heartbeat(bytes(golden("heartbeat-idle.json"))).turn()).isEmpty();
    assertThat(requests.heartbeat(bytes(golden("heartbeat-turn.json"))).tool()).contains("read_file");
  }

  @Test
  void printsEvents() throws IOException {
    BoxConfig config = new BoxConfig(3, "ada", "Ada", "anthropic", "mock-1", 4096,
        new BoxConfig.Persona("You are Ada.", "", "Answer in one sentence: naïve café ☕ \"quoted\"."),
        List.of("read_file", "send_message"), BoxConfig.Limits.DEFAULT);
    assertThat(line(new BoxEvent.Bound(new SessionId("ses_0123456789abcdef"), config)))
        .isEqualTo(golden("event-bound.json"));
    assertThat(line(new BoxEvent.Config(new BoxConfig(4, "ada", "Ada", "anthropic", "mock-1", 4096,
        BoxConfig.Persona.EMPTY, List.of(), BoxConfig.Limits.DEFAULT)))).isEqualTo(golden("event-config.json"));
    assertThat(line(new BoxEvent.Stop("idle"))).isEqualTo(golden("event-stop.json"));
    assertThat(line(new BoxEvent.Cancel(4))).isEqualTo(golden("event-cancel.json"));
    assertThat(line(new BoxEvent.Message(new MessageIn(new MessageId("in_0002"), 4, MessageKind.CHAT,
        Instant.parse("2026-11-20T10:15:31Z"), false, "telegram", "-100123", Optional.of("topic-7"),
        "{\"text\":\"context\",\"sender\":{\"id\":\"telegram:42\"}}",
        Optional.of(new SessionId("ses_fedcba9876543210")), true)))).isEqualTo(golden("event-message-full.json"));
    assertThat(line(new BoxEvent.Message(new MessageIn(new MessageId("in_0001"), 2, MessageKind.CHAT,
        Instant.parse("2026-11-20T10:15:30.123Z"), true, "webchat", "main", Optional.empty(),
        "{\"text\":\"hello\\nthere 🙂\",\"sender\":{\"id\":\"webchat:owner\",\"name\":\"Owner\"}}", Optional.empty(),
        false)))).isEqualTo(golden("event-message.json"));
  }

  @Test
  void printsAnswers() throws IOException {
    assertThat(new String(answers.results(List.of(BoxCommit.RowResult.STORED, BoxCommit.RowResult.DUPLICATE)),
        StandardCharsets.UTF_8)).isEqualTo(golden("commit-result.json"));
    assertThat(new String(answers.state(Map.of("k", "{}")), StandardCharsets.UTF_8))
        .isEqualTo("{\"state\":{\"k\":\"{}\"}}");
    assertThat(new String(answers.problem(ErrorCode.BOX_UNBOUND, 409,
        "commit: this box belongs to no session yet; wait for the bound event"), StandardCharsets.UTF_8))
        .isEqualTo(golden("problem-unbound.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{\"rows\":[],\"acks\":[]}", "{\"rows\":{},\"acks\":[],\"state\":[]}",
      "{\"rows\":[],\"acks\":[],\"state\":[],\"x\":1}", "{\"rows\":[],\"rows\":[],\"acks\":[],\"state\":[]}",
      "{\"rows\":[null],\"acks\":[],\"state\":[]}",
      "{\"rows\":[],\"acks\":[{\"messageId\":\"../x\",\"status\":\"completed\"}],\"state\":[]}",
      "{\"rows\":[],\"acks\":[{\"messageId\":\"a\",\"status\":\"COMPLETED\"}],\"state\":[]}",
      "{\"rows\":[],\"acks\":[],\"state\":[{\"key\":\"k\",\"value\":null}]}",
      "{\"rows\":[],\"acks\":[],\"state\":[{\"key\":\"k\",\"value\":\"\\ud800\"}]}",
      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
      "{\"rows\":[{\"id\":\"a\",\"kind\":\"task\",\"channelType\":\"w\",\"platformId\":\"m\",\"content\":\"\"}],\"acks\":[],\"state\":[]}",
      "{\"rows\":[{\"id\":\"a\",\"kind\":\"chat\",\"channelType\":\"w\",\"platformId\":\"m\",\"content\":\"\",\"deliverAfter\":\"+1000000000-12-31T23:59:59.999999999Z\"}],\"acks\":[],\"state\":[]}"})
  void refusesWhatIsNotExactlyAForm(String body) {
    assertThatThrownBy(() -> requests.commit(bytes(body))).isInstanceOf(IronclawException.class)
        .extracting(e -> ((IronclawException) e).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void refusesMoreRowsThanACommitMayHave() {
    String row = "{\"id\":\"a\",\"kind\":\"chat\",\"channelType\":\"w\",\"platformId\":\"m\",\"content\":\"\"}";
    String rows = String.join(",", Collections.nCopies(65, row));
    assertThatThrownBy(() -> requests.commit(bytes("{\"rows\":[" + rows + "],\"acks\":[],\"state\":[]}")))
        .extracting(e -> ((IronclawException) e).code()).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void neverQuotesABoxesBytesInAnError() {
    assertThatThrownBy(() -> requests.commit(bytes("{\"<script>\":\"pwn\"}"))).message().doesNotContain("script")
        .doesNotContain("pwn");
  }
}
