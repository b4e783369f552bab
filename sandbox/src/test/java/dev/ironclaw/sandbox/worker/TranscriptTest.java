package dev.ironclaw.sandbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private final Transcript transcript = new Transcript(ChatMessage.Words.system("system"),
      ChatMessage.Words.user("the task"), 50_000);

  private void round(int number, int chars) {
    Obj call = JsonReader.object("{\"id\":\"c" + number + "\",\"name\":\"shell\",\"arguments\":{\"command\":\""
        + "x".repeat(200) + "\"},\"signature\":\"sealed\"}");
    transcript.add(new ChatMessage.Assistant("", List.of(ToolRequest.read(call)), Map.of()));
    transcript.add(new ChatMessage.ToolSaid("c" + number, "shell", "y".repeat(chars)));
  }

  private List<Obj> messages() {
    JsonWriter json = new JsonWriter().object();
    transcript.write(json);
    return JsonReader.object(json.endObject().bytes()).objects("messages");
  }

  private static int chars(List<Obj> messages) {
    return messages.stream().mapToInt(message -> new JsonWriter().value(message).bytes().length).sum();
  }

  @Test
  void dropsTheOldestResultsFirstAndThenTheOldestRounds() {
    for (int i = 0; i < 20; i++) {
      round(i, 4_000);
    }
    List<Obj> some = messages();
    assertThat(some).hasSize(42);
    assertThat(some.get(3).text("content")).startsWith("[dropped to make room: 4000 chars");
    assertThat(some.getLast().text("content")).hasSize(4_000);
    for (int i = 20; i < 400; i++) {
      round(i, 4_000);
    }
    List<Obj> fewer = messages();
    assertThat(chars(fewer)).isLessThan(80_000);
    assertThat(fewer.get(1).text("content")).isEqualTo("the task");
    assertThat(fewer.get(2).text("content")).contains("Earlier rounds of this job were dropped");
    assertThat(fewer.get(3).text("role")).isEqualTo("assistant");
    assertThat(fewer.get(3).objects("tool_calls").getFirst().text("signature")).isEqualTo("sealed");
  }

  @Test
  void takesMoreAwayForAModelThatTakesLess() {
    for (int i = 0; i < 10; i++) {
      round(i, 4_000);
    }
    int before = chars(messages());
    assertThat(transcript.shrink()).isTrue();
    assertThat(chars(messages())).isLessThan(before * 2 / 3);
    while (transcript.shrink()) {
      assertThat(messages().get(1).text("content")).isEqualTo("the task");
    }
  }

  @Test
  void keepsBothEndsOfALongOutputAndSplitsNoCharacter() {
    Capture capture = new Capture(1_001);
    byte[] bytes = ("a" + "é€😀".repeat(1_000) + "b").getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += 7) {
      byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 7));
      capture.add(part, part.length);
    }
    assertThat(capture.text()).startsWith("aé€😀").endsWith("é€😀b").contains("[cut here: ").doesNotContain("\uFFFD");
    assertThat(capture.isCut()).isTrue();
    Capture small = new Capture(100);
    small.add("é€😀".repeat(10).getBytes(StandardCharsets.UTF_8), 90);
    assertThat(small.text()).isEqualTo("é€😀".repeat(10));
  }
}
