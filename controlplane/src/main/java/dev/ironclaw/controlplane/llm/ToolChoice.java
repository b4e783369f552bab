package dev.ironclaw.controlplane.llm;

/// Whether the model is to ask for tools.
public sealed interface ToolChoice {
  /// As it likes.
  record Auto() implements ToolChoice {}

  /// Not now.
  record None() implements ToolChoice {}

  /// At least one.
  record Required() implements ToolChoice {}

  /// This one.
  record Named(String tool) implements ToolChoice {}
}
