package dev.ironclaw.controlplane.llm;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A tool that the model asks for.
///
/// @param signature a seal that some dialects want to see again
/// @param fault what was wrong with the arguments, which are empty then
public record ToolCall(String id, String name, ObjectNode arguments, Optional<String> signature,
    Optional<String> fault) {}
