package dev.ironclaw.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.boxclient.ModelReply;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.testing.FakeBoxClient;
import dev.ironclaw.sandbox.testing.FakeSession;
import dev.ironclaw.sandbox.testing.SlowStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every dialect must do with the same answers, recorded in its own form: `text` says "Hello there 🙂" with
/// usage 11 and 7; `tools` says "Looking." and asks for two tools, 20 and 30; `reasoning` thinks and asks for one;
/// `refusal` refuses; `max` is cut by its most tokens; `overloaded` fails in the stream.
@Timeout(120)
abstract class ProviderContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  protected abstract Provider provider(ModelDoor door);

  /// The name of the fixtures.
  protected abstract String dialect();

  /// Events before the first words.
  protected abstract String begin();

  /// One event whose words are this raw JSON.
  protected abstract String words(String json);

  /// The events of one whole tool request.
  ///
  /// @param arguments as raw JSON where the dialect has them so, else inside a string
  protected abstract String tool(int index, String id, String name, String arguments);

  /// The end, with counts as raw JSON.
  protected abstract String end(String inputTokens, String outputTokens);

  /// What stands before the piece of a recorded answer from which on it counts as whole.
  protected abstract String lastPiece();

  protected final String fixture(String name) {
    return Fixtures.read("sse/" + dialect() + "-" + name + ".sse");
  }

  static ModelRequest request() {
    return new ModelRequest("m", "s", List.of(ModelMessage.user("hi")), List.of(), 16, Duration.ofSeconds(5),
        new Cancellation());
  }

  protected final Provider provider(FakeBoxClient host) {
    return provider(new ModelDoor(host, InstantSource.fixed(NOW)));
  }

  protected final List<ModelEvent> events(String body) {
    return events(200, Optional.empty(), SlowStream.whole(body.getBytes(StandardCharsets.UTF_8)));
  }

  private List<ModelEvent> events(int status, Optional<String> retryAfter, SlowStream body) {
    List<ModelEvent> events = new ArrayList<>();
    FakeBoxClient host = new FakeBoxClient(new FakeSession());
    host.modelReplies.add(new ModelReply(status, retryAfter, body));
    provider(host).stream(request(), events::add);
    return events;
  }

  private static String said(List<ModelEvent> events) {
    StringBuilder said = new StringBuilder();
    for (ModelEvent event : events) {
      if (event instanceof ModelEvent.TextDelta(String text)) {
        said.append(text);
      }
    }
    return said.toString();
  }

  private IronclawException failure(String body) {
    return failure(200, body);
  }

  private IronclawException failure(int status, String body) {
    try {
      List<ModelEvent> events = events(status, Optional.empty(),
          SlowStream.whole(body.getBytes(StandardCharsets.UTF_8)));
      throw new AssertionError("no failure, but " + events);
    } catch (IronclawException failed) {
      return failed;
    }
  }

  private void failsUpstream(String body) {
    assertThat(failure(body).code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
  }

  @Test
  void streamsWordsThenUsageThenTheStop() {
    List<ModelEvent> events = events(fixture("text"));
    assertThat(said(events)).isEqualTo("Hello there 🙂");
    assertThat(events).startsWith(new ModelEvent.TextDelta("Hello ")).endsWith(new ModelEvent.Usage(11, 7),
        new ModelEvent.Stop(ModelEvent.Reason.END));
  }

  @Test
  void handsOnToolsThatAreAskedForAtOnce() {
    assertThat(events(fixture("tools"))).containsExactly(new ModelEvent.TextDelta("Looking."),
        new ModelEvent.ToolUse(
            new ModelBlock.ToolUse("tu_1", "read_file", JsonReader.object("{\"path\":\"a/b.txt\"}"))),
        new ModelEvent.ToolUse(new ModelBlock.ToolUse("tu_2", "list_dir", JsonReader.object("{}"))),
        new ModelEvent.Usage(20, 30), new ModelEvent.Stop(ModelEvent.Reason.TOOL_USE));
  }

  @Test
  void sendsThoughtsBackAsTheyCameAndShowsNone() {
    List<ModelEvent> events = events(fixture("reasoning"));
    assertThat(said(events)).isEmpty();
    assertThat(events).contains(new ModelEvent.Usage(20, 30), new ModelEvent.Stop(ModelEvent.Reason.TOOL_USE));
    List<ModelBlock> blocks = new ArrayList<>();
    for (ModelEvent event : events) {
      if (event instanceof ModelEvent.Reasoning(var thought)) {
        blocks.add(thought);
      } else if (event instanceof ModelEvent.ToolUse(var use)) {
        blocks.add(use);
      }
    }
    assertThat(blocks.getLast()).isInstanceOf(ModelBlock.ToolUse.class);
    FakeBoxClient host = new FakeBoxClient(new FakeSession()).answering(200, fixture("text"));
    String use = ((ModelBlock.ToolUse) blocks.getLast()).id();
    provider(host).stream(new ModelRequest("m", "s",
        List.of(ModelMessage.user("hi"), new ModelMessage(ModelMessage.Role.ASSISTANT, blocks),
            new ModelMessage(ModelMessage.Role.USER, List.of(new ModelBlock.ToolResult(use, "found", false)))),
        List.of(), 16, Duration.ofSeconds(5), new Cancellation()), event -> {});
    assertThat(host.modelRequests.getFirst()).contains(sealedThought());
  }

  /// What a request holds that gives the thoughts of `reasoning` back.
  protected abstract String sealedThought();

  @Test
  void tellsARefusal() {
    assertThat(events(fixture("refusal"))).endsWith(new ModelEvent.Stop(ModelEvent.Reason.REFUSED));
  }

  @Test
  void reportsAFailureInsideTheStreamAsOneThatMayPass() {
    assertThat(failure(fixture("overloaded")).code().type()).isEqualTo(ErrorCode.Type.RESOURCES);
  }

  @Test
  void givesTheSameEventsHoweverTheBytesArrive() {
    for (String name : List.of("text", "tools")) {
      byte[] bytes = fixture(name).getBytes(StandardCharsets.UTF_8);
      List<ModelEvent> whole = events(fixture(name));
      assertThat(events(200, Optional.empty(), SlowStream.oneByOne(bytes))).isEqualTo(whole);
      for (int at = 0; at < bytes.length; at++) {
        assertThat(events(200, Optional.empty(), SlowStream.splitAt(bytes, at))).as("split at %d", at)
            .isEqualTo(whole);
      }
    }
  }

  @Test
  void readsEveryLineEndAndPassesOverCommentsAndAByteOrderMark() {
    String text = fixture("tools");
    List<ModelEvent> whole = events(text);
    assertThat(events(text.replace("\n", "\r\n"))).isEqualTo(whole);
    assertThat(events(text.replace("\n", "\r"))).isEqualTo(whole);
    assertThat(events("\ufeff" + text)).isEqualTo(whole);
    assertThat(events(text.replace("\n\n", "\n\n: keep-alive\n\nid: 7\nretry: 10\nevent: unheard_of\n\n")))
        .isEqualTo(whole);
    assertThat(events(text.replace("data: ", "data:"))).isEqualTo(whole);
  }

  @Test
  void passesOverEventsAndMembersThatItDoesNotKnow() {
    String strange = "data: {\"type\":\"unheard_of\",\"a\":[{\"b\":null}]}\n\n";
    String text = fixture("text");
    assertThat(events(strange + text.replace("\n\n", "\n\n" + strange))).isEqualTo(events(text));
  }

  @Test
  void endsCleanlyWhereverTheStreamIsCut() {
    String whole = fixture("tools");
    int end = whole.lastIndexOf(lastPiece());
    assertThat(end).isPositive();
    for (int cut = 0; cut < end; cut++) {
      String part = whole.substring(0, cut);
      assertThatExceptionOfType(IronclawException.class).as("cut at %d", cut).isThrownBy(() -> events(part))
          .satisfies(failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED));
    }
  }

  @Test
  void endsCleanlyWhenTheConnectionBreaks() {
    byte[] bytes = fixture("tools").getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length / 2; at += 7) {
      SlowStream broken = SlowStream.brokenAt(bytes, at);
      assertThatExceptionOfType(IronclawException.class)
          .isThrownBy(() -> events(200, Optional.empty(), broken))
          .satisfies(failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED));
      assertThat(broken.isClosed()).isTrue();
    }
  }

  @Test
  void endsCleanlyOnDamagedStreams() {
    Random random = new Random(20_261_120);
    for (String name : List.of("tools", "reasoning", "refusal")) {
      String whole = fixture(name);
      int failures = 0;
      for (int round = 0; round < 1_500; round++) {
        StringBuilder damaged = new StringBuilder(whole);
        for (int i = 0; i < 4; i++) {
          damaged.setCharAt(random.nextInt(damaged.length()), (char) (1 + random.nextInt(126)));
        }
        try {
          events(damaged.toString());
        } catch (IronclawException expected) {
          failures++;
        }
      }
      assertThat(failures).as(name).isGreaterThan(200);
    }
  }

  @Test
  void refusesAnEndlessLineAndAnEndlessAnswer() {
    assertThat(failure("data: " + "x".repeat(3 << 20)).getMessage()).contains("over 1 MiB");
    assertThat(failure("data: xxxx\n".repeat(400_000)).getMessage()).contains("over 1 MiB");
    assertThat(failure(begin() + words("\"" + "y".repeat(1_000) + "\"").repeat(200) + end("1", "1")).getMessage())
        .contains("over 128 Ki chars");
    SlowStream endless = SlowStream.endless(": nothing is said here, again and again\n\n");
    assertThatExceptionOfType(IronclawException.class).isThrownBy(() -> events(200, Optional.empty(), endless))
        .withMessageContaining("over 32 MiB");
  }

  @Test
  void passesOverNullWordsAndRefusesWordsThatAreNone() {
    assertThat(events(begin() + words("\"a\"") + end("1", "1"))).contains(new ModelEvent.TextDelta("a"));
    failsUpstream(begin() + words("5") + end("1", "1"));
    failsUpstream(begin() + words("{}") + end("1", "1"));
    failsUpstream(begin() + words("\"a\",\"x\":1,\"x\":2") + end("1", "1"));
    failsUpstream(begin() + "data: []\n\n" + end("1", "1"));
    failsUpstream(begin() + "data: null\n\n" + end("1", "1"));
    failsUpstream(begin() + "data: " + "[".repeat(500) + "\n\n" + end("1", "1"));
  }

  @Test
  void boundsWhatItIsToldOfTokens() {
    assertThat(events(begin() + words("\"a\"") + end("-5", "99999999999999999999999")))
        .contains(new ModelEvent.Usage(0, 1_000_000_000));
    assertThat(events(begin() + words("\"a\"") + end("\"many\"", "null"))).contains(new ModelEvent.Usage(0, 0));
    assertThat(events(begin() + words("\"a\"") + end("1.5", "1e400"))).hasSize(3);
  }

  @Test
  void refusesToolsThatAreNone() {
    failsUpstream(begin() + tool(0, "t", "", "{}") + end("1", "1"));
    failsUpstream(begin() + tool(0, "t", "read_file", "{\"path\":") + end("1", "1"));
    failsUpstream(begin() + tool(0, "t", "read_file", "[1]") + end("1", "1"));
    failsUpstream(begin() + tool(0, "x".repeat(300), "read_file", "{}") + end("1", "1"));
    StringBuilder many = new StringBuilder(begin());
    for (int i = 0; i < 300; i++) {
      many.append(tool(i, "t" + i, "read_file", "{}"));
    }
    failsUpstream(many + end("1", "1"));
  }

  @Test
  void givesToolsNamesAndIdsThatCanBeSentBack() {
    List<ModelEvent> events = events(
        begin() + tool(0, "t", "functions.read file:ü", "{}") + tool(1, "t", "b", "{}") + end("1", "1"));
    List<ModelBlock.ToolUse> uses = events.stream().filter(ModelEvent.ToolUse.class::isInstance)
        .map(event -> ((ModelEvent.ToolUse) event).use()).toList();
    assertThat(uses).extracting(ModelBlock.ToolUse::name).containsExactly("functions_read_file__", "b");
    assertThat(uses).extracting(ModelBlock.ToolUse::id).doesNotHaveDuplicates();
  }

  @Test
  void saysWhenAnAnswerWasCutByItsMostTokens() {
    try {
      assertThat(events(fixture("max"))).endsWith(new ModelEvent.Stop(ModelEvent.Reason.MAX_TOKENS));
    } catch (IronclawException cutInATool) {
      assertThat(cutInATool.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
      assertThat(cutInATool).hasMessageContaining("most tokens").hasMessageContaining("read_file");
    }
  }

  @Test
  void survivesBytesThatAreNoUtf8AndHalvesOfPairs() {
    byte[] bytes = (begin() + words("\"a#b\"") + end("1", "1")).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '#' ? (byte) 0xff : bytes[i];
    }
    assertThat(said(events(200, Optional.empty(), SlowStream.whole(bytes)))).isEqualTo("a\ufffdb");
    String half = said(events(begin() + words("\"a\\ud800b\"") + end("1", "1")));
    FakeBoxClient host = new FakeBoxClient(new FakeSession()).answering(200, fixture("text"));
    provider(host).stream(new ModelRequest("m", half, List.of(ModelMessage.assistant(half)), List.of(), 1,
        Duration.ofSeconds(5), new Cancellation()), event -> {});
    assertThat(host.modelRequests.getFirst()).contains("a\ufffdb");
  }

  @Test
  void namesAPageAndAnErrorInThePlaceOfAnAnswer() {
    assertThat(failure("<html><body>Sign in</body></html>")).hasMessageContaining("a page instead of events");
    assertThat(failure("{\"error\":{\"message\":\"no such model\",\"code\":\"x\"}}"))
        .hasMessageContaining("an error instead of events: no such model");
    assertThat(failure("{\"error\":\"model 'x' not found\"}")).hasMessageContaining("model 'x' not found");
    failsUpstream("");
    failsUpstream("hello\n\n");
  }

  @Test
  void keepsTheUpstreamsWordsAndTellsWhetherAnotherAttemptHelps() {
    assertThat(failure(400, "{\"error\":{\"message\":\"bad model\"}}"))
        .hasMessage("call the model: status 400: bad model");
    assertThat(failure(500, "<html>").getMessage()).isEqualTo("call the model: status 500");
    assertThat(failure(429, "").code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(failure(529, "").code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(failure(503, "").code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertThat(failure(403, "").code()).isEqualTo(ErrorCode.DENIED);
    assertThat(failure(409, "").code()).isEqualTo(ErrorCode.NOT_READY);
    assertThat(failure(413, "").code()).isEqualTo(ErrorCode.TOO_LARGE);
    assertThat(failure(301, "").code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(failure(429, "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}}").code())
        .isEqualTo(ErrorCode.DENIED);
    assertThat(failure(400, "[{\"error\":{\"code\":400,\"message\":\"API key not valid\",\"status\":\"INVALID\"}}]"))
        .hasMessageContaining("API key not valid");
    assertThat(failure(400, "x".repeat(1 << 20)).getMessage()).hasSizeLessThan(500);
  }

  @Test
  void knowsAConversationThatIsTooLong() {
    for (String words : List.of("prompt is too long: 210000 tokens > 200000 maximum",
        "This model's maximum context length is 8192 tokens.",
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
        "the request exceeds the available context size")) {
      assertThat(failure(400, "{\"error\":{\"message\":\"" + words + "\"}}").code()).isEqualTo(ErrorCode.TOO_LARGE);
    }
  }

  @Test
  void tellsHowLongTheUpstreamAsksToWait() {
    assertThat(waits("7")).contains(Duration.ofSeconds(7));
    assertThat(waits("0.5")).contains(Duration.ofMillis(500));
    assertThat(waits("Sun, 01 Mar 2026 12:00:30 GMT")).contains(Duration.ofSeconds(30));
    assertThat(waits("Sun, 01 Mar 2026 11:00:00 GMT")).contains(Duration.ZERO);
    assertThat(waits("999999999999999999999999")).contains(Duration.ofDays(1));
    for (String none : List.of("", "soon", "-3", "1x", "NaN", "Sun, 99 Mar 2026 11:00:00 GMT")) {
      assertThat(waits(none)).as(none).isEmpty();
    }
  }

  private List<Duration> waits(String header) {
    FakeBoxClient host = new FakeBoxClient(new FakeSession());
    host.modelReplies.add(new ModelReply(503, Optional.of(header), SlowStream.whole(new byte[0])));
    List<Duration> waits = new ArrayList<>();
    assertThatExceptionOfType(IronclawException.class).isThrownBy(() -> provider(host).stream(request(), event -> {
      if (event instanceof ModelEvent.RetryAfter(Duration pause)) {
        waits.add(pause);
      }
    }));
    return waits;
  }
}
