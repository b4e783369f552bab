package dev.ironclaw.contract.box;

/// Paths and limits of the box API, version 1: HTTP/1.1 over the unix socket at [#SOCKET]. The socket is the identity:
/// no request carries a session, an agent or a token. Until the box is bound to a session every door but `HELLO` and
/// `EVENTS` answers 409.
public final class BoxApi {
  /// The channel type of other agents; the platform id is the agent group's.
  public static final String AGENT_CHANNEL = "agent";
  public static final int VERSION = 1;

  /// Where the crossing lies inside every box.
  public static final String SOCKET = "/run/ironclaw/host.sock";
  /// Tells the agent that its crossing is [CrossingFrames] over its own input and output.
  public static final String STDIO_OPTION = "--crossing=stdio";
  public static final String WORKSPACE = "/workspace";
  /// Below it lie the folders of the host that the agent was given, each under its name.
  public static final String MOUNTS = "/mnt";

  /// POST [BoxHello]: the box is up; carries the posture that it measured. 204.
  public static final String HELLO = "/v1/hello";
  /// GET `?after=SEQ`: endless NDJSON of [BoxEvent]; one stream a box, a second one closes the first.
  public static final String EVENTS = "/v1/events";
  /// POST [BoxCommit]: rows, acks and state in one durable transaction, all or nothing. 200 `{"results":[…]}`.
  public static final String COMMIT = "/v1/queue/commit";
  /// GET: 200 `{"state":{key:value}}`.
  public static final String STATE = "/v1/queue/state";
  /// POST [PartialText]: text while it is written. 204; never stored, dropped when slow.
  public static final String PARTIAL = "/v1/queue/partial";
  /// POST [Heartbeat]. 204.
  public static final String HEARTBEAT = "/v1/heartbeat";
  /// POST, rest of the path = the upstream's path: streamed through to the one upstream of this agent group.
  public static final String MODEL = "/v1/model";
  /// GET: the persona documents; needs the right `read_persona`.
  public static final String PERSONA = "/v1/persona";
  /// POST, rest of the path = `/` and the name of a tool that the host does, which is also the right that it needs:
  /// `{"origin","call","input"}`, answered 200 `{"text","isError"}`. The same call again has no further effect.
  public static final String TOOLS = "/v1/tools";

  public static final int MAX_COMMIT_BYTES = 1 << 20;
  public static final int MAX_COMMIT_ROWS = 64;
  public static final int MAX_CONTENT_CHARS = 256 * 1024;
  public static final int MAX_STATE_KEYS = 512;
  public static final int MAX_STATE_BYTES = 4 << 20;
  public static final int MAX_PARTIAL_CHARS = 64 * 1024;
  public static final int MAX_MODEL_REQUEST_BYTES = 8 << 20;
  public static final int MAX_CONCURRENT_MODEL_CALLS = 4;
  /// One NDJSON line of the event stream never exceeds this.
  public static final int MAX_EVENT_BYTES = 4 << 20;
  public static final int HEARTBEAT_SECONDS = 15;
  public static final int MAX_TOOL_CALL_BYTES = 1 << 20;
  /// A longer answer is cut.
  public static final int MAX_TOOL_ANSWER_CHARS = 64 * 1024;
  public static final int MAX_CONCURRENT_TOOL_CALLS = 4;
  /// After this a call is broken off.
  public static final int TOOL_CALL_SECONDS = 120;

  private BoxApi() {}
}
