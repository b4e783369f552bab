package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.util.Optional;

/// A tool that the model asks for.
///
/// @param fault why its arguments can't be read
/// @param asWritten goes back to the model as it came, with what its dialect put in besides
record ToolRequest(String id, String name, Obj arguments, Optional<String> fault, Obj asWritten) {
  static ToolRequest read(Obj call) {
    return new ToolRequest(call.text("id"), call.text("name"), call.object("arguments"),
        call.optionalText("arguments_parse_error"), call);
  }
}
