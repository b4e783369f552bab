package dev.ironclaw.controlplane.modelproxy;

import java.nio.ByteBuffer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How an upstream's own form differs from its dialect.
public enum Wire {
  /// Not at all: what the box says is handed on byte for byte.
  AS_IT_IS,
  /// Amazon Bedrock: the model stands in the address alone, the answer is a stream of frames.
  BEDROCK;

  /// @param body one that was looked at
  ByteBuffer request(ByteBuffer body) {
    return switch (this) {
      case AS_IT_IS -> body;
      case BEDROCK -> {
        ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(body.array(), body.arrayOffset() + body.position(),
            body.remaining());
        json.remove("model");
        json.remove("stream");
        json.put("anthropic_version", "bedrock-2023-05-31");
        yield ByteBuffer.wrap(JsonMapper.shared().writeValueAsBytes(json));
      }
    };
  }
}
