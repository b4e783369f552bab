package dev.ironclaw.contract.box;

import java.util.List;

/// The tools that exist. What each may do is enforced by the host: a mount, or a right on a door.
public final class ToolName {
  public static final String SEND_MESSAGE = "send_message";
  public static final String READ_FILE = "read_file";
  public static final String WRITE_FILE = "write_file";
  public static final String LIST_DIR = "list_dir";
  public static final String READ_PERSONA = "read_persona";
  public static final String REQUEST_CAPABILITY_CHANGE = "request_capability_change";

  public static final String ASK_USER_QUESTION = "ask_user_question";

  public static final String HTTP_FETCH = "http_fetch";
  public static final String REQUEST_API_ACCESS = "request_api_access";
  public static final String WEB_SEARCH = "web_search";

  /// All of them, sorted.
  public static final List<String> ALL = List.of(ASK_USER_QUESTION, HTTP_FETCH, LIST_DIR, READ_FILE, READ_PERSONA,
      REQUEST_API_ACCESS, REQUEST_CAPABILITY_CHANGE, SEND_MESSAGE, WEB_SEARCH, WRITE_FILE);

  private ToolName() {}
}
