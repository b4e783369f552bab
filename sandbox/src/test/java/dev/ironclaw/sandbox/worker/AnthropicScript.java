package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import dev.ironclaw.sandbox.testing.SocketHost;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// A model in Anthropic's dialect that answers by a script, streamed; keeps what it was asked.
final class AnthropicScript implements Function<SocketHost.Request, byte[]> {
  private final Queue<byte[]> answers = new ConcurrentLinkedQueue<>();
  final List<Obj> requests = new CopyOnWriteArrayList<>();
  /// Opens when it is asked for more than the script has; it never answers then.
  final CountDownLatch exhausted = new CountDownLatch(1);

  AnthropicScript says(String text) {
    answers.add(stream("{\"type\":\"text\",\"text\":\"\"}",
        new JsonWriter().object().text("type", "text_delta").text("text", text).endObject().text(), "end_turn"));
    return this;
  }

  AnthropicScript calls(String tool, String input) {
    answers.add(stream(
        "{\"type\":\"tool_use\",\"id\":\"toolu_" + answers.size() + "\",\"name\":\"" + tool + "\",\"input\":{}}",
        new JsonWriter().object().text("type", "input_json_delta").text("partial_json", input).endObject().text(),
        "tool_use"));
    return this;
  }

  private static byte[] stream(String block, String delta, String stop) {
    return SocketHost.concat(
        SocketHost.chunkedHead("text/event-stream"),
        event("message_start",
            "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                + "\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}"),
        event("content_block_start", "\"index\":0,\"content_block\":" + block),
        event("content_block_delta", "\"index\":0,\"delta\":" + delta),
        event("content_block_stop", "\"index\":0"),
        event("message_delta", "\"delta\":{\"stop_reason\":\"" + stop + "\"},\"usage\":{\"output_tokens\":5}"),
        event("message_stop", "\"x\":0"), SocketHost.chunk(""));
  }

  private static byte[] event(String type, String members) {
    return SocketHost.chunk("event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n");
  }

  @Override
  public byte[] apply(SocketHost.Request request) {
    if (!request.line().matches("POST \\S*/v1/messages(\\?\\S*)? .*")) {
      return SocketHost.answer(404, "{}");
    }
    Obj body = JsonReader.object(request.body());
    if (body.objects("tools").isEmpty()) {
      return stream("{\"type\":\"text\",\"text\":\"\"}", "{\"type\":\"text_delta\",\"text\":\"a title\"}", "end_turn");
    }
    requests.add(body);
    byte[] next = answers.poll();
    if (next != null) {
      return next;
    }
    exhausted.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
    return new byte[0];
  }

  /// The names of the tools that it was offered at last.
  List<String> offered() {
    return requests.getLast().objects("tools").stream().map(tool -> tool.text("name")).toList();
  }

  /// All that it was ever shown.
  String shown() {
    return requests.stream().map((JsonValue request) -> new JsonWriter().value(request).text()).reduce("",
        String::concat);
  }
}
