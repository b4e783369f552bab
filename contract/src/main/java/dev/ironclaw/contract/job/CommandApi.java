package dev.ironclaw.contract.job;

/// Paths and limits of one-off commands: HTTP/1.1 over the unix socket of the container that runs them, one command at a
/// time. No token: the socket is the identity. `CONNECT host:port` opens a way to an approved host there.
public final class CommandApi {
  /// What the program of the image is started with behind `--mode=`.
  public static final String MODE = "command";
  /// GET, with `?wait=SECONDS` at most [WorkerApi#LONGEST_WAIT_SECONDS]: 200 with the next command, `{"id","argv":[texts],
  /// "env":{name:value},"timeout_millis","max_bytes"}`; 204 for none within that time.
  /// `max_bytes` are of each stream.
  public static final String NEXT = "/command";
  /// POST `{"id","exit_code","timed_out","left","out","out_bytes","error","error_bytes"}`, the beginnings of the streams in
  /// Base64 and how long they were; `left`: processes that could not be ended. 204; 409 for a command that nobody waits for.
  public static final String RESULT = "/command/result";
  /// Most bytes that are kept of both streams of a command together.
  public static final int MAX_OUTPUT_BYTES = 4 << 20;
  /// Most bytes of a command with its environment, in JSON.
  public static final int MAX_COMMAND_BYTES = 1 << 20;
  /// Most bytes of a result: Base64 and the rest.
  public static final int MAX_RESULT_BYTES = 6 << 20;

  private CommandApi() {}
}
