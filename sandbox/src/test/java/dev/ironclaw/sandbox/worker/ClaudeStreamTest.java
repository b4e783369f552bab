package dev.ironclaw.sandbox.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaudeStreamTest {
  private final List<Obj> events = new ArrayList<>();
  private final ClaudeStream stream = new ClaudeStream(
      new JobEvents(body -> events.add(JsonReader.object(body)), "run"));

  private void read(String... lines) throws IOException {
    stream.read(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> types() {
    return events.stream().map(event -> event.text("event_type")).toList();
  }

  private Obj data(int index) {
    return events.get(index).object("data");
  }

  @Test
  void tellsTheWholeOutputOfEachToolUnderItsName() throws IOException {
    read("{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"I look.\"},"
        + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"Read\",\"input\":{\"file_path\":\"a\"}},"
        + "{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}]}}",
        "{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t2\",\"is_error\":true,"
            + "\"content\":[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"image\"},{\"type\":\"text\",\"text\":\"two\"}]},"
            + "{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"plain\"}]}}");
    assertThat(types()).containsExactly("message", "tool_use", "tool_use", "tool_result", "tool_result");
    assertThat(data(1).object("input").text("file_path")).isEqualTo("a");
    assertThat(data(3).text("tool_name")).isEqualTo("Bash");
    assertThat(data(3).text("output")).isEqualTo("one\n[image]\ntwo");
    assertThat(data(3).flag("success")).isFalse();
    assertThat(data(4).text("tool_name")).isEqualTo("Read");
    assertThat(data(4).flag("success")).isTrue();
  }

  @Test
  void keepsTheNewestSessionAndTheFirstResult() throws IOException {
    read("{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"aaaaaaaa-1\",\"tools\":[\"Read\"]}",
        "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"result\":\"done\",\"num_turns\":3,"
            + "\"session_id\":\"bbbbbbbb-2\"}",
        "{\"type\":\"result\",\"subtype\":\"error_during_execution\",\"is_error\":true}");
    assertThat(stream.session()).contains("bbbbbbbb-2");
    assertThat(stream.result()).contains(new ClaudeStream.Result(true, "done", 3));
    assertThat(types()).containsExactly("status", "status");
  }

  @Test
  void takesNoSessionThatWouldBeAnOption() throws IOException {
    read("{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"--dangerously-skip-permissions\"}");
    assertThat(stream.session()).isEmpty();
  }

  @Test
  void failsATurnOfAnotherEndThanSuccess() throws IOException {
    read("{\"type\":\"result\",\"subtype\":\"error_max_turns\",\"is_error\":false}");
    assertThat(stream.result()).contains(new ClaudeStream.Result(false, "Claude Code ended with error_max_turns", 0));
  }

  @Test
  void makesAStatusOfWhatItDoesNotKnow() throws IOException {
    read("not json at all", "{\"type\":\"news\"}", "{\"type\":\"assistant\",\"message\":7}", "",
        "{\"type\":\"assistant\",\"message\":{\"content\":\"words\"}}");
    assertThat(types()).containsExactly("status", "status", "status", "message");
    assertThat(data(0).text("message")).isEqualTo("not json at all");
  }

  @Test
  void passesOverALineThatNeverEndsAndGoesOn() throws IOException {
    read("x".repeat(20 << 20), "{\"type\":\"assistant\",\"message\":{\"content\":\"after\"}}");
    assertThat(types()).containsExactly("status", "message");
    assertThat(data(0).text("message")).contains("more than 8 MiB");
  }

  @Test
  void doesNotTakeTheHostsRefusalForAFaultOfTheLine() {
    ClaudeStream revoked = new ClaudeStream(new JobEvents(_ -> {
      throw new IronclawException(ErrorCode.UNAUTHENTICATED, "over");
    }, "run"));
    assertThatThrownBy(() -> revoked.read(new ByteArrayInputStream(
        "{\"type\":\"assistant\",\"message\":{\"content\":\"x\"}}\n".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IronclawException.class).hasMessage("over");
  }
}
