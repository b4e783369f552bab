package dev.ironclaw.controlplane.llm;

import tools.jackson.databind.JsonNode;

/// A tool that the model may ask for.
///
/// @param parameters a JSON schema
public record ToolDefinition(String name, String description, JsonNode parameters) {}
