package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.box.ToolName;
import java.util.List;

/// How much of the agent group's workspace a box gets: this, and not the list of tools inside the box, is what lets an
/// agent read or write files.
enum WorkspaceMode {
  NONE, READ_ONLY, WRITABLE;

  static WorkspaceMode of(List<String> enabledTools) {
    if (enabledTools.stream().anyMatch(ToolName.WRITING::contains)) {
      return WRITABLE;
    }
    return enabledTools.stream().anyMatch(ToolName.READING::contains) ? READ_ONLY : NONE;
  }

  /// Whether a box of this mode has more than one of the other mode would have.
  boolean exceeds(WorkspaceMode other) {
    return compareTo(other) > 0;
  }
}
