package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.MessageId;
import tools.jackson.databind.JsonNode;

/// The body of a call of the `tools` door.
///
/// @param call its id, unique within the session
/// @param input a JSON object
record ToolRequest(MessageId origin, MessageId call, JsonNode input) {}
