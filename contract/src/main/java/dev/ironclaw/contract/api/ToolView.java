package dev.ironclaw.contract.api;

/// One tool that an agent may have.
///
/// @param title for people
/// @param description what having it means, as the host enforces it
/// @param category for a list
/// @param egress whether something can leave this machine through it
/// @param letsOut what can leave the agent's box through it, in words
/// @param risk `green`, `amber` or `red`: of giving it
/// @param available false for one that comes with a later version
/// @param mandatory every agent has it
public record ToolView(String name, String title, String description, String category, boolean egress,
    String letsOut, String risk, boolean available, boolean mandatory) {}
