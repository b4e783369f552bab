package dev.ironclaw.contract.box;

import java.util.List;

/// What a bound box is told about itself. Nothing here enforces anything: the host does (design §4).
///
/// @param revision the agent group's revision that this configuration shows
/// @param dialect the model API dialect to speak through the model door, for example `anthropic`
/// @param tools names of the enabled tools; empty means none
public record BoxConfig(long revision, String agentGroupId, String agentName, String dialect, String model,
    int maxOutputTokens, Persona persona, List<String> tools, Limits limits) {

  public BoxConfig {
    tools = List.copyOf(tools);
  }

  /// The three documents that say who the agent is; an empty text means "not written".
  public record Persona(String identity, String soul, String instructions) {
    public static final Persona EMPTY = new Persona("", "", "");
  }

  /// Bounds of one turn.
  ///
  /// @param historyTokens estimated tokens of earlier turns that are sent along
  /// @param turnTokens of all calls of one turn together, in and out: no more tools are run beyond it
  public record Limits(int maxToolRounds, int historyTokens, int turnSeconds, long turnTokens) {
    public static final Limits DEFAULT = new Limits(8, 24_000, 600, 500_000);
  }
}
