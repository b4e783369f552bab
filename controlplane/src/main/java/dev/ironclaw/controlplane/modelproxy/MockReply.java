package dev.ironclaw.controlplane.modelproxy;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What streamed and whole answers share: ids and usage that follow from the request alone.
///
/// @param digest 24 hexadecimal digits of the request's hash
record MockReply(JsonMapper mapper, String digest, String model, int inputTokens, int outputTokens) {
  String toolId(int index) {
    return "toolu_" + digest + "_" + index;
  }

  /// The message object before its content is known.
  ObjectNode head(int outputSoFar) {
    ObjectNode message = mapper.createObjectNode().put("id", "msg_" + digest).put("type", "message")
        .put("role", "assistant").put("model", model);
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.putObject("usage").put("input_tokens", inputTokens).put("output_tokens", outputSoFar);
    return message;
  }

  ObjectNode text(String text) {
    ObjectNode message = head(outputTokens).put("stop_reason", "end_turn");
    ((ArrayNode) message.get("content")).addObject().put("type", "text").put("text", text);
    return message;
  }

  ObjectNode toolCalls(List<MockAnswer.ToolCall> calls) {
    ObjectNode message = head(outputTokens).put("stop_reason", "tool_use");
    ArrayNode content = (ArrayNode) message.get("content");
    for (int i = 0; i < calls.size(); i++) {
      content.addObject().put("type", "tool_use").put("id", toolId(i)).put("name", calls.get(i).name()).set("input",
          calls.get(i).input());
    }
    return message;
  }
}
