package dev.ironclaw.sandbox.provider;

import dev.ironclaw.sandbox.boxclient.Cancellation;
import java.time.Duration;
import java.util.List;

/// One call of the model, in no dialect.
///
/// @param tools what the model is offered
/// @param limit the call is cut after this
/// @param cancellation cuts it too
public record ModelRequest(String model, String system, List<ModelMessage> messages, List<ToolOffer> tools,
    int maxOutputTokens, Duration limit, Cancellation cancellation) {
  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /// A tool as the model sees it.
  ///
  /// @param inputSchema a JSON Schema object, as text
  public record ToolOffer(String name, String description, String inputSchema) {}
}
