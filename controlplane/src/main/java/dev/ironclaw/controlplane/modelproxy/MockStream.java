package dev.ironclaw.controlplane.modelproxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes one answer as the anthropic dialect's events, `message_start` to `message_stop`. What is ready at the same
/// moment leaves in one piece, as from an upstream whose words come faster than the network takes them.
final class MockStream {
  /// A word with the blanks before it: joined again they are the text, blanks and line ends included.
  private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+");
  private static final int MOST_UNPACED_PIECES = 16;

  private final JsonMapper mapper;
  private final OutputStream out;
  private final MockReply reply;

  MockStream(JsonMapper mapper, OutputStream out, MockReply reply) {
    this.mapper = mapper;
    this.out = out;
    this.reply = reply;
  }

  void text(String text, Duration pause) throws IOException, InterruptedException {
    start();
    textBlock();
    List<String> pieces = pieces(text, pause);
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0 && pause.isPositive()) {
        out.flush();
        Thread.sleep(pause);
      }
      delta(0, "text_delta", "text", pieces.get(i));
    }
    blockStop(0);
    stop("end_turn");
  }

  void toolCalls(List<MockAnswer.ToolCall> calls) throws IOException {
    start();
    for (int i = 0; i < calls.size(); i++) {
      ObjectNode block = event("content_block_start").put("index", i);
      block.putObject("content_block").put("type", "tool_use").put("id", reply.toolId(i))
          .put("name", calls.get(i).name()).putObject("input");
      send(block);
      String input = calls.get(i).input().toString();
      int middle = input.length() / 2;
      delta(i, "input_json_delta", "partial_json", input.substring(0, middle));
      delta(i, "input_json_delta", "partial_json", input.substring(middle));
      blockStop(i);
    }
    stop("tool_use");
  }

  /// Some words, and then the connection is gone: the caller must not end the response.
  void half() throws IOException {
    start();
    textBlock();
    delta(0, "text_delta", "text", "mock-agent will not fin");
    out.flush();
  }

  void garbage() throws IOException {
    start();
    raw("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":}{ not json\n\n");
    raw("data: \n\n: \u0001\nevent: nonsense\ndata: [1,2\n\n");
  }

  private void start() throws IOException {
    ObjectNode event = event("message_start");
    event.set("message", reply.head(0));
    send(event);
  }

  private void textBlock() throws IOException {
    ObjectNode event = event("content_block_start").put("index", 0);
    event.putObject("content_block").put("type", "text").put("text", "");
    send(event);
  }

  private void delta(int index, String type, String field, String value) throws IOException {
    ObjectNode event = event("content_block_delta").put("index", index);
    event.putObject("delta").put("type", type).put(field, value);
    send(event);
  }

  private void blockStop(int index) throws IOException {
    send(event("content_block_stop").put("index", index));
  }

  private void stop(String reason) throws IOException {
    ObjectNode event = event("message_delta");
    event.putObject("delta").put("stop_reason", reason).putNull("stop_sequence");
    event.putObject("usage").put("output_tokens", reply.outputTokens());
    send(event);
    send(event("message_stop"));
  }

  private ObjectNode event(String type) {
    return mapper.createObjectNode().put("type", type);
  }

  private void send(ObjectNode event) throws IOException {
    raw("event: " + event.get("type").stringValue() + "\ndata: " + mapper.writeValueAsString(event) + "\n\n");
  }

  private void raw(String lines) throws IOException {
    out.write(lines.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> pieces(String text, Duration pause) {
    List<String> words = WORD.matcher(text).results().map(result -> result.group()).toList();
    if (pause.isPositive() || words.size() <= MOST_UNPACED_PIECES) {
      return words;
    }
    int size = Math.ceilDiv(words.size(), MOST_UNPACED_PIECES);
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < words.size(); i += size) {
      pieces.add(String.join("", words.subList(i, Math.min(words.size(), i + size))));
    }
    return pieces;
  }
}
