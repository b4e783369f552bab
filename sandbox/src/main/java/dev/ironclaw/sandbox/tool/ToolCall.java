package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.sandbox.json.JsonValue.Obj;

/// One request of the model for a tool.
///
/// @param origin the row whose turn this is
/// @param rowId for the one row that the tool may append: the same when the call is replayed, so that it is stored once
public record ToolCall(Obj input, MessageIn origin, MessageId rowId) {}
