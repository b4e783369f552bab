package dev.ironclaw.controlplane.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.modelproxy.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class UsageReaderTest {
  private static final String SSE = "text/event-stream";
  private static final String JSON = "application/json";

  private static Optional<Tokens> read(Dialect dialect, String contentType, String text, int piece) {
    UsageReader reader = new UsageReader(dialect);
    reader.head(contentType);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += piece) {
      reader.next(bytes, from, Math.min(bytes.length, from + piece));
    }
    return reader.tokens();
  }

  private static String events(String... data) {
    StringBuilder text = new StringBuilder();
    for (String one : data) {
      text.append("event: x\ndata: ").append(one).append("\n\n");
    }
    return text.toString();
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(Dialect.ANTHROPIC, SSE, events(
            "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":25,"
                + "\"cache_creation_input_tokens\":100,\"cache_read_input_tokens\":2000,\"cache_creation\":"
                + "{\"ephemeral_5m_input_tokens\":100},\"output_tokens\":1}}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                + "\"\\\"usage\\\":{\\\"output_tokens\\\":99999}\"}}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":15}}"),
            new Tokens(25, 2000, 100, 15)),
        Arguments.of(Dialect.ANTHROPIC, JSON, "{\"content\":[{\"text\":\"usage\"}],\n \"usage\": {\"input_tokens\": 12,"
            + " \"output_tokens\": 6 } }", new Tokens(12, 0, 0, 6)),
        Arguments.of(Dialect.OPENAI, SSE, events("{\"choices\":[{\"delta\":{\"content\":\"hi\"}}],\"usage\":null}",
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":64},\"completion_tokens_details\":"
                + "{\"reasoning_tokens\":10}}}",
            "[DONE]"), new Tokens(36, 64, 0, 20)),
        Arguments.of(Dialect.OPENAI, SSE, events("{\"choices\":[],\"x_groq\":{\"id\":\"r\",\"usage\":"
            + "{\"prompt_tokens\":7,\"completion_tokens\":3}}}"), new Tokens(7, 0, 0, 3)),
        Arguments.of(Dialect.OPENAI_RESPONSES, SSE, events(
            "{\"type\":\"response.created\",\"response\":{\"usage\":null}}",
            "{\"type\":\"response.completed\",\"response\":{\"output\":[{\"content\":[]}],\"usage\":{\"input_tokens\":50,"
                + "\"input_tokens_details\":{\"cached_tokens\":10},\"output_tokens\":8,\"output_tokens_details\":"
                + "{\"reasoning_tokens\":4},\"total_tokens\":58}}}"),
            new Tokens(40, 10, 0, 8)),
        Arguments.of(Dialect.GEMINI, SSE, events("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}],"
            + "\"usageMetadata\":{\"promptTokenCount\":30,\"candidatesTokenCount\":1,\"totalTokenCount\":31}}",
            "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":30,"
                + "\"candidatesTokenCount\":9,\"thoughtsTokenCount\":5,\"cachedContentTokenCount\":10}}"),
            new Tokens(20, 10, 0, 14)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void readsWhatEachDialectTellsHoweverItIsCut(Dialect dialect, String contentType, String text, Tokens tokens) {
    for (int piece : new int[]{1, 2, 3, 7, 64, 100_000}) {
      assertThat(read(dialect, contentType, text, piece)).as("in pieces of %d", piece).contains(tokens);
      assertThat(read(dialect, contentType, text.replace("\n", "\r\n"), piece)).contains(tokens);
    }
  }

  @Test
  void keepsNothingButTheCountsThatItKnows() {
    for (Dialect dialect : Dialect.values()) {
      UsageReader reader = new UsageReader(dialect);
      reader.head(JSON);
      StringBuilder text = new StringBuilder("{\"usage\":{\"input_tokens\":1,\"prompt_tokens\":1");
      for (int i = 0; i < 1_000; i++) {
        text.append(",\"a").append(i).append("\":1,\"input_tokens_").append(i).append("\":1");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      reader.next(bytes, 0, bytes.length);
      assertThat(reader.kept()).as("%s", dialect).isBetween(1, 12);
    }
  }

  @Test
  void believesNoHostileNumber() {
    assertThat(usage("-5", "-7")).isEmpty();
    assertThat(usage("1.5", "2e9")).isEmpty();
    assertThat(usage("\"12\"", "\"6\"")).isEmpty();
    assertThat(usage("999999999999999999", "999999999999999999"))
        .contains(new Tokens(UsageReader.MOST, 0, 0, UsageReader.MOST));
    assertThat(usage("99999999999999999999999999", "1")).isEmpty();
    assertThat(usage("null", "{}")).isEmpty();
    assertThat(read(Dialect.ANTHROPIC, JSON, "{\"usage\":{\"input_tokens\":9,\"output_tokens\":8,\"input_tokens\":3,"
        + "\"output_tokens\":2}}", 10)).as("counting down").contains(new Tokens(9, 0, 0, 8));
    assertThat(read(Dialect.OPENAI, JSON, "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,"
        + "\"prompt_tokens_details\":{\"cached_tokens\":900}}}", 10)).as("more cached than there is")
        .contains(new Tokens(0, 5, 0, 1));
  }

  private static Optional<Tokens> usage(String input, String output) {
    return read(Dialect.ANTHROPIC, JSON,
        "{\"usage\":{\"input_tokens\":" + input + ",\"output_tokens\":" + output + "}}", 10);
  }

  @Test
  void takesNoWordsOfTheModelForItsCount() {
    for (String text : new String[]{
        "{\"content\":\"{\\\"usage\\\":{\\\"input_tokens\\\":5,\\\"output_tokens\\\":5}}\"}",
        "{\"other\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":5}}}",
        "{\"content\":[{\"input\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":5}}}]}",
        "usage input_tokens 5 output_tokens 5"}) {
      assertThat(read(Dialect.ANTHROPIC, JSON, text, 100)).as(text).isEmpty();
      assertThat(read(Dialect.ANTHROPIC, SSE, events(text), 100)).as(text).isEmpty();
    }
  }

  @Test
  void survivesWhateverComes() {
    Random random = new Random(5);
    String alphabet = "{}[]\":,\\0123456789.-eE \n\rdata:usage_tokens";
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(300); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      for (Dialect dialect : Dialect.values()) {
        read(dialect, random.nextBoolean() ? SSE : JSON, text.toString(), 1 + random.nextInt(50));
      }
    }
    String deep = "{\"a\":[".repeat(100_000);
    assertThat(read(Dialect.OPENAI, JSON, deep + "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}", 4096))
        .isEmpty();
  }
}
