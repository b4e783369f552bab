package dev.ironclaw.sandbox.boxclient;

/// What a tool of the host said.
public record ToolAnswer(String text, boolean isError) {}
