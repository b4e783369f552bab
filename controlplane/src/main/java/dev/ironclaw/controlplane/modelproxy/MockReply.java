package dev.ironclaw.controlplane.modelproxy;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What streamed and whole answers share: ids and usage that follow from the request alone.
///
/// @param digest 24 hexadecimal digits of the request's hash
record MockReply(JsonMapper mapper, String digest, String model, int inputTokens, int outputTokens) {
  String toolId(int index) {
    return "toolu_" + digest + "_" + index;
  }

  ObjectNode object() {
    return mapper.createObjectNode();
  }

  ObjectNode event(String type) {
    return object().put("type", type);
  }
}
