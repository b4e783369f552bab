package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.ToolName;
import java.util.Set;

/// What having a tool means, in words, as the host enforces it and not as the tool's name promises: any file tool mounts
/// the whole workspace.
public final class ToolSentences {
  private static final String WORKSPACE = "its workspace (" + BoxApi.WORKSPACE
      + "), which every conversation of this agent shares";
  private static final Set<String> MOUNTING = Set.of(ToolName.READ_FILE, ToolName.LIST_DIR, ToolName.WRITE_FILE);

  private ToolSentences() {}

  static String gain(String tool) {
    return tool + ": " + meaning(tool);
  }

  /// What it can't do any more; says so where another tool that stays leaves it the same reach.
  static String loss(String tool, Set<String> after) {
    boolean stillReads = MOUNTING.contains(tool) && after.stream().anyMatch(MOUNTING::contains);
    if (!stillReads) {
      return tool + ": " + meaning(tool);
    }
    return tool.equals(ToolName.WRITE_FILE)
        ? tool + ": write and change files in " + WORKSPACE + "; it can still read them"
        : tool + ": the tool alone; another file tool stays, so it can still read " + WORKSPACE;
  }

  /// Design §7: talking and reading amber, writing red; a tool that no rule knows is red.
  public static Risk risk(String tool) {
    return switch (tool) {
      case ToolName.READ_FILE, ToolName.LIST_DIR, ToolName.READ_PERSONA, ToolName.SEND_MESSAGE,
          ToolName.REQUEST_CAPABILITY_CHANGE, ToolName.ASK_USER_QUESTION, ToolName.REQUEST_API_ACCESS ->
        Risk.AMBER;
      default -> Risk.RED;
    };
  }

  /// A sentence without its subject and its end: "read files in …".
  public static String meaning(String tool) {
    return switch (tool) {
      case ToolName.WRITE_FILE -> "write and change files in " + WORKSPACE;
      case ToolName.READ_FILE -> "read files in " + WORKSPACE;
      case ToolName.LIST_DIR -> "list the files in " + WORKSPACE + "; this opens all of it for reading";
      case ToolName.READ_PERSONA -> "read the documents that say who it is";
      case ToolName.SEND_MESSAGE ->
        "send messages of its own accord, not only the one answer to each message, to every "
            + "place that it may reach";
      case ToolName.ASK_USER_QUESTION -> "put questions with choices to the people of the place that it was asked from";
      case ToolName.REQUEST_CAPABILITY_CHANGE -> "ask for changes of its own powers; a human decides each one";
      case ToolName.HTTP_FETCH -> "send requests over HTTPS to the hosts that are approved for it, each by a human, and "
          + "read what they answer";
      case ToolName.REQUEST_API_ACCESS -> "ask for hosts that it may reach; a human decides each one";
      case ToolName.WEB_SEARCH -> "send what it searches for to the search engine that this host is set to, and read its "
          + "results; this approves that engine's host, for searches alone";
      default -> "use the tool " + VisibleText.brief(tool);
    };
  }
}
