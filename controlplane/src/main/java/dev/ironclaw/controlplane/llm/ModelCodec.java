package dev.ironclaw.controlplane.llm;

import dev.ironclaw.controlplane.modelproxy.Dialect;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One dialect: how a question is written in it, and how an answer is read.
public sealed interface ModelCodec permits AnthropicCodec, OpenAiCodec, ResponsesCodec, GeminiCodec {
  /// The path of the model proxy's door that it is posted to.
  String path(String model);

  /// The body of a question.
  ObjectNode request(String model, ChatRequest request);

  /// Reads a whole answer.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `UPSTREAM_FAILED` for what is none
  Completion answer(byte[] body);

  /// What an error's body says to people; empty where it says nothing. All dialects are alike in this.
  static String words(byte[] body) {
    JsonNode error = Wire.leniently(body).path("error");
    String text = error.isString() ? error.stringValue() : error.path("message").asString("");
    return text.strip();
  }

  /// The one of this dialect.
  static ModelCodec of(Dialect dialect) {
    return switch (dialect) {
      case ANTHROPIC -> new AnthropicCodec();
      case OPENAI -> new OpenAiCodec();
      case OPENAI_RESPONSES -> new ResponsesCodec();
      case GEMINI -> new GeminiCodec();
    };
  }

  /// Whether a model is one of OpenAI's own, which know the newer of two names for the limit of an answer only.
  static boolean isOpenAis(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return (name.startsWith("gpt-") && !name.startsWith("gpt-oss")) || name.startsWith("chatgpt-")
        || name.matches("o\\d.*");
  }
}
