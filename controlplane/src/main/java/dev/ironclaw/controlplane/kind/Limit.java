package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.box.ToolName;
import java.util.Set;
import java.util.stream.Collectors;

/// How an approval may be limited; a kind says which it can keep.
public enum Limit {
  /// Until a time.
  UNTIL,
  /// For a number of uses: only where the host counts them.
  USES,
  /// In one conversation: only where the host asks on each use.
  SESSION;

  /// What a killed box may do again under the same id, for which it has paid: a box could do it without end.
  private static final Set<String> REPEATED = Set.of(ToolName.HTTP_FETCH, ToolName.WEB_SEARCH);

  /// Tools of which the host sees each use, and does each once: these alone can be limited to a number of uses.
  public static final Set<String> COUNTED_TOOLS = ToolName.ALL.stream()
      .filter(tool -> !ToolSentences.isMounting(tool) && !tool.equals(ToolName.READ_PERSONA)
          && !REPEATED.contains(tool))
      .collect(Collectors.toUnmodifiableSet());
}
