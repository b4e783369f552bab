package dev.ironclaw.contract.box;

import java.util.List;
import java.util.Set;

/// The tools that exist. What each may do is enforced by the host: a mount, or a right on a door.
public final class ToolName {
  public static final String SEND_MESSAGE = "send_message";
  public static final String READ_FILE = "read_file";
  public static final String WRITE_FILE = "write_file";
  public static final String LIST_DIR = "list_dir";
  public static final String EDIT_FILE = "edit_file";
  public static final String SEARCH_FILES = "search_files";
  public static final String READ_PERSONA = "read_persona";
  public static final String REQUEST_CAPABILITY_CHANGE = "request_capability_change";

  public static final String ASK_USER_QUESTION = "ask_user_question";
  public static final String LIST_DESTINATIONS = "list_destinations";
  public static final String MESSAGE_AGENT = "message_agent";
  public static final String SEND_FILE = "send_file";
  public static final String REMEMBER = "remember";
  public static final String RECALL = "recall";
  public static final String CREATE_AGENT = "create_agent";

  public static final String SCHEDULE_TASK = "schedule_task";
  public static final String LIST_TASKS = "list_tasks";
  public static final String UPDATE_TASK = "update_task";
  public static final String PAUSE_TASK = "pause_task";
  public static final String RESUME_TASK = "resume_task";
  public static final String CANCEL_TASK = "cancel_task";

  public static final String HTTP_FETCH = "http_fetch";
  public static final String REQUEST_API_ACCESS = "request_api_access";
  public static final String WEB_SEARCH = "web_search";

  public static final String JOB_CREATE = "job_create";
  public static final String JOB_STATUS = "job_status";
  public static final String JOB_CANCEL = "job_cancel";

  /// All of them, sorted.
  public static final List<String> ALL = List.of(ASK_USER_QUESTION, CANCEL_TASK, CREATE_AGENT, EDIT_FILE,
      HTTP_FETCH, JOB_CANCEL, JOB_CREATE, JOB_STATUS, LIST_DESTINATIONS, LIST_DIR, LIST_TASKS, MESSAGE_AGENT,
      PAUSE_TASK, READ_FILE, READ_PERSONA, RECALL,
      REMEMBER, REQUEST_API_ACCESS, REQUEST_CAPABILITY_CHANGE, RESUME_TASK, SCHEDULE_TASK, SEARCH_FILES, SEND_FILE,
      SEND_MESSAGE, UPDATE_TASK, WEB_SEARCH, WRITE_FILE);

  /// Those for which the workspace is mounted.
  public static final Set<String> READING = Set.of(READ_FILE, LIST_DIR, SEARCH_FILES);
  /// Those for which it is mounted writable.
  public static final Set<String> WRITING = Set.of(WRITE_FILE, EDIT_FILE);

  private ToolName() {}

  /// The tool that a message to a place of this type needs, save the one reply to each message.
  public static String forSendingTo(String channelType) {
    return channelType.equals(BoxApi.AGENT_CHANNEL) ? MESSAGE_AGENT : SEND_MESSAGE;
  }
}
