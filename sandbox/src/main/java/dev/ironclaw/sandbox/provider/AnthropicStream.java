package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// One streamed answer of the messages API, event by event. An event that the API does not describe, or more than
/// 128 Ki chars or 64 blocks in all, is `UPSTREAM_FAILED`; members and event types that are new are passed over.
final class AnthropicStream {
  private static final int MAX_CHARS = 128 * 1024;
  private static final int MAX_BLOCKS = 64;
  private static final int MAX_WORDS = 300;

  private final Consumer<ModelEvent> sink;
  private final Map<Long, OpenTool> openTools = new HashMap<>();
  private long inputTokens;
  private int chars;
  private int blocks;
  private ModelEvent.Reason reason = ModelEvent.Reason.OTHER;
  private boolean stopped;

  AnthropicStream(Consumer<ModelEvent> sink) {
    this.sink = sink;
  }

  boolean isStopped() {
    return stopped;
  }

  void event(String data) {
    try {
      event(JsonReader.object(data));
    } catch (IronclawException malformed) {
      if (malformed.code() == ErrorCode.INVALID_PAYLOAD) {
        throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: not as its API describes",
            malformed);
      }
      throw malformed;
    }
  }

  private void event(Obj event) {
    switch (event.text("type")) {
      case "message_start" -> inputTokens = event.object("message").object("usage").number("input_tokens");
      case "content_block_start" -> start(event.number("index"), event.object("content_block"));
      case "content_block_delta" -> delta(event.number("index"), event.object("delta"));
      case "content_block_stop" -> stop(event.number("index"));
      case "message_delta" -> end(event);
      case "message_stop" -> {
        stopped = true;
        sink.accept(new ModelEvent.Stop(reason));
      }
      case "error" -> throw failed(event.object("error"));
      default -> {
        // silent-ok: ping, and types that the API may add, change nothing here
      }
    }
  }

  private void start(long index, Obj block) {
    if (++blocks > MAX_BLOCKS) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: over 64 blocks");
    }
    switch (block.text("type")) {
      case "text" -> words(block.optionalText("text").orElse(""));
      case "tool_use" -> openTools.put(index, new OpenTool(block.text("id"), block.text("name"), new StringBuilder()));
      default -> {
        // silent-ok: thinking and other kinds are not shown and not sent back
      }
    }
  }

  private void delta(long index, Obj delta) {
    switch (delta.text("type")) {
      case "text_delta" -> words(delta.text("text"));
      case "input_json_delta" -> {
        String part = delta.text("partial_json");
        count(part);
        OpenTool tool = openTools.get(index);
        if (tool == null) {
          throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: input for no open tool");
        }
        tool.input().append(part);
      }
      default -> {
        // silent-ok: as above
      }
    }
  }

  private void stop(long index) {
    OpenTool tool = openTools.remove(index);
    if (tool != null) {
      String input = tool.input().isEmpty() ? "{}" : tool.input().toString();
      sink.accept(
          new ModelEvent.ToolUse(new ModelBlock.ToolUse(tool.id(), tool.name(), JsonReader.object(input))));
    }
  }

  private void end(Obj event) {
    reason = switch (event.object("delta").optionalText("stop_reason").orElse("")) {
      case "end_turn", "stop_sequence" -> ModelEvent.Reason.END;
      case "tool_use" -> ModelEvent.Reason.TOOL_USE;
      case "max_tokens" -> ModelEvent.Reason.MAX_TOKENS;
      default -> ModelEvent.Reason.OTHER;
    };
    sink.accept(new ModelEvent.Usage(inputTokens, event.object("usage").number("output_tokens")));
  }

  private void words(String text) {
    count(text);
    if (!text.isEmpty()) {
      sink.accept(new ModelEvent.TextDelta(text));
    }
  }

  private void count(String part) {
    chars += part.length();
    if (chars > MAX_CHARS) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: over 128 Ki chars");
    }
  }

  private static IronclawException failed(Obj error) {
    ErrorCode code = switch (error.optionalText("type").orElse("")) {
      case "rate_limit_error", "overloaded_error" -> ErrorCode.RATE_LIMITED;
      case "invalid_request_error", "request_too_large" -> ErrorCode.INVALID_REQUEST;
      case "authentication_error", "permission_error" -> ErrorCode.DENIED;
      default -> ErrorCode.UPSTREAM_FAILED;
    };
    return new IronclawException(code, "call the model: " + cut(error.optionalText("message").orElse("failed")));
  }

  /// The message of an error body, the host's problem or the upstream's own, to be put behind a status.
  static String words(byte[] body) {
    try {
      Obj problem = JsonReader.object(body);
      String detail = problem.member("error").isPresent()
          ? problem.object("error").text("message")
          : problem.text("detail");
      return ": " + cut(detail);
    } catch (IronclawException noProblem) {
      return "";
    }
  }

  private static String cut(String words) {
    return words.length() <= MAX_WORDS ? words : words.substring(0, MAX_WORDS) + "…";
  }

  /// A tool whose input is still coming.
  private record OpenTool(String id, String name, StringBuilder input) {}
}
