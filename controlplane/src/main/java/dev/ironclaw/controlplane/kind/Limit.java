package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.box.ToolName;
import java.util.Set;

/// How an approval may be limited; a kind says which it can keep.
public enum Limit {
  /// Until a time.
  UNTIL,
  /// For a number of uses: only where the host counts them.
  USES,
  /// In one conversation: only where the host asks on each use.
  SESSION;

  /// Tools of which the host sees each use: these alone can be limited to a number of uses.
  public static final Set<String> COUNTED_TOOLS = Set.of(ToolName.SEND_MESSAGE, ToolName.REQUEST_CAPABILITY_CHANGE,
      ToolName.ASK_USER_QUESTION, ToolName.REQUEST_API_ACCESS);
}
