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

  private ToolSentences() {}

  static String gain(String tool) {
    return tool + ": " + meaning(tool);
  }

  /// What it can't do any more; says so where another tool that stays leaves it the same reach.
  static String loss(String tool, Set<String> after) {
    boolean stillReads = isMounting(tool) && after.stream().anyMatch(ToolSentences::isMounting);
    if (!stillReads) {
      return tool + ": " + meaning(tool);
    }
    if (after.stream().anyMatch(ToolName.WRITING::contains)) {
      return tool + ": the tool alone; another one stays, so it can still read and change " + WORKSPACE;
    }
    return ToolName.WRITING.contains(tool)
        ? tool + ": write and change files in " + WORKSPACE + "; it can still read them"
        : tool + ": the tool alone; another file tool stays, so it can still read " + WORKSPACE;
  }

  static boolean isMounting(String tool) {
    return ToolName.READING.contains(tool) || ToolName.WRITING.contains(tool);
  }

  /// Design §7: talking, reading and what only takes away amber, writing, agents and schedules red; a tool that no rule
  /// knows is red.
  public static Risk risk(String tool) {
    return switch (tool) {
      case ToolName.READ_FILE, ToolName.LIST_DIR, ToolName.SEARCH_FILES, ToolName.READ_PERSONA, ToolName.SEND_MESSAGE,
          ToolName.REQUEST_CAPABILITY_CHANGE, ToolName.ASK_USER_QUESTION, ToolName.LIST_DESTINATIONS,
          ToolName.LIST_TASKS, ToolName.PAUSE_TASK, ToolName.CANCEL_TASK, ToolName.SEND_FILE, ToolName.REMEMBER,
          ToolName.RECALL, ToolName.REQUEST_API_ACCESS, ToolName.JOB_STATUS, ToolName.JOB_CANCEL ->
        Risk.AMBER;
      default -> Risk.RED;
    };
  }

  /// A sentence without its subject and its end: "read files in …".
  public static String meaning(String tool) {
    return switch (tool) {
      case ToolName.WRITE_FILE -> "write and change files in " + WORKSPACE;
      case ToolName.EDIT_FILE -> "change files in " + WORKSPACE + "; this opens all of it for reading and writing";
      case ToolName.SEARCH_FILES -> "search the files in " + WORKSPACE + "; this opens all of it for reading";
      case ToolName.READ_FILE -> "read files in " + WORKSPACE;
      case ToolName.LIST_DIR -> "list the files in " + WORKSPACE + "; this opens all of it for reading";
      case ToolName.READ_PERSONA -> "read the documents that say who it is";
      case ToolName.SEND_MESSAGE ->
        "send messages of its own accord, not only the one answer to each message, to every "
            + "place that it may reach";
      case ToolName.ASK_USER_QUESTION -> "put questions with choices to the people of the place that it was asked from";
      case ToolName.LIST_DESTINATIONS -> "see which places it may write to";
      case ToolName.MESSAGE_AGENT ->
        "write to other agents, each of which must be granted to it as a destination, and get their answers";
      case ToolName.REMEMBER ->
        "write notes for later, which every conversation of this agent shares; you can read, change and erase them";
      case ToolName.RECALL -> "search its notes, which every conversation of this agent shares";
      case ToolName.SEND_FILE -> "send files of " + WORKSPACE + ", into conversations that it may write to";
      case ToolName.CREATE_AGENT -> "ask for another agent with powers of its own; a human decides each one";
      case ToolName.REQUEST_CAPABILITY_CHANGE -> "ask for changes of its own powers; a human decides each one";
      case ToolName.HTTP_FETCH ->
        "send requests over HTTPS to the hosts that are approved for it, each by a human, and "
            + "read what they answer";
      case ToolName.REQUEST_API_ACCESS -> "ask for hosts that it may reach; a human decides each one";
      case ToolName.WEB_SEARCH ->
        "send what it searches for to the search engine that this host is set to, and read its "
            + "results; this approves that engine's host, for searches alone";
      case ToolName.SCHEDULE_TASK -> "ask to be woken at times, to act by itself then; a human decides each one";
      case ToolName.LIST_TASKS -> "see what it does by itself at times";
      case ToolName.UPDATE_TASK -> "ask to change what it does by itself, and when; a human decides each one";
      case ToolName.PAUSE_TASK -> "pause what it does by itself";
      case ToolName.RESUME_TASK -> "ask to go on with what it does by itself; a human decides each one";
      case ToolName.CANCEL_TASK -> "end what it does by itself";
      case ToolName.JOB_CREATE ->
        "start jobs by itself: long tasks in containers of their own with a shell, without a network,"
            + " without a credential, each in a new folder; at most 5 a minute and 30 an hour, whose model calls are its own;"
            + " and ask for others, each of which a human decides";
      case ToolName.JOB_STATUS -> "see its own jobs: how each stands, what happened in it, what came of it";
      case ToolName.JOB_CANCEL -> "end its own jobs";
      default -> "use the tool " + VisibleText.brief(tool);
    };
  }
}
