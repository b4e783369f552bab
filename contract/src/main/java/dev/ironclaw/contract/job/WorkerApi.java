package dev.ironclaw.contract.job;

/// Paths, places and limits of the orchestrator's API: HTTP/1.1 over the unix socket that lies in every job's container.
/// Every path but [#HEALTH] begins with [#BASE] and the job's id, and every request but that one carries
/// `Authorization: Bearer` and the job's token. Bodies are JSON, in the names that are given here.
///
/// `CONNECT host:port` on the same socket opens a way to an approved host; the socket is the identity there.
public final class WorkerApi {
  /// The folder of the crossing, bound read-only: the socket and the token lie in it.
  public static final String FOLDER = "/run/ironclaw";
  public static final String SOCKET = FOLDER + "/host.sock";
  /// The job's token, 64 lower-case hexadecimal digits: never in an environment or in arguments, which the engine shows.
  public static final String TOKEN = FOLDER + "/token";
  /// The project, writable, or a folder of the job's own.
  public static final String WORKSPACE = "/workspace";
  /// What the job wants to hand over besides.
  public static final String OUTPUT = "/output";
  /// Where programs that want a URL find the orchestrator inside the container.
  public static final int PORT = 50051;
  /// Where programs that want a proxy find the way to approved hosts inside the container.
  public static final int PROXY_PORT = 50052;

  /// GET, without a token: 200 `ok`.
  public static final String HEALTH = "/health";
  public static final String BASE = "/worker/";

  /// What the program of a job's image is started with: `--mode=` and a mode's name, `--job=` and the job's id.
  public static final String MODE_OPTION = "--mode=";
  public static final String JOB_OPTION = "--job=";

  /// GET: 200 `{"title","description","project_dir","mode","max_iterations","model","allowed_tools","timeout_seconds"}`, and
  /// `"idle_seconds"` where it is to wait that long for a prompt after each answer, at most [#LONGEST_IDLE_SECONDS]; else it
  /// ends by itself after the first answer for which no prompt waits.
  public static final String JOB = "job";
  /// POST `{"messages","model","max_tokens","temperature","stop_sequences"}`.
  public static final String COMPLETE_TEXT = "llm/complete";
  /// The same with `tools` and `tool_choice`.
  public static final String COMPLETE_WITH_TOOLS = "llm/complete_with_tools";
  /// POST `{"state","message","iteration"}`: 200.
  public static final String STATUS = "status";
  /// POST `{"success","message","iterations"}`: 200 `{"status":"ok"}`, answered before the container is stopped.
  public static final String COMPLETE = "complete";
  /// POST `{"event_type","data"}`: 200 once it is kept. With `"id"`, a text that the worker chooses, sending the same again
  /// has no further effect.
  public static final String EVENT = "event";
  /// GET: 200 `{"content","done"}`, 204 for none. With `?wait=SECONDS` it is answered when there is one, at most
  /// [#LONGEST_WAIT_SECONDS] later. With `&ack=ID` behind that the answer has an `"id"`, and what is answered is taken only when
  /// a later call has that id behind `ack`: an answer that is lost comes again. The first call has 0. Without it an answer is
  /// taken when it is given.
  public static final String PROMPT = "prompt";
  /// GET: 200 `[{"env_var","value"}]`, 204 for none, 403 where one can't be given.
  public static final String CREDENTIALS = "credentials";
  /// POST, with the upstream's own path behind it: streamed through to the model that the job is set to, in the dialect of
  /// Anthropic's messages.
  public static final String ANTHROPIC = "anthropic";
  public static final int LONGEST_WAIT_SECONDS = 25;
  public static final int LONGEST_IDLE_SECONDS = 3600;
  public static final int MAX_EVENT_BYTES = 256 * 1024;
  public static final int MAX_MODEL_REQUEST_BYTES = 8 << 20;
  public static final int MAX_BODY_BYTES = 1 << 20;

  private WorkerApi() {}
}
