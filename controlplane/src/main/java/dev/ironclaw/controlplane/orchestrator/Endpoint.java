package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.job.WorkerApi;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What stands behind a job's id in a path.
enum Endpoint {
  JOB(WorkerApi.JOB, "GET", 0), COMPLETE_TEXT(WorkerApi.COMPLETE_TEXT, "POST",
      WorkerApi.MAX_MODEL_REQUEST_BYTES), COMPLETE_WITH_TOOLS(WorkerApi.COMPLETE_WITH_TOOLS, "POST",
          WorkerApi.MAX_MODEL_REQUEST_BYTES), STATUS(WorkerApi.STATUS, "POST",
              WorkerApi.MAX_BODY_BYTES), COMPLETE(WorkerApi.COMPLETE, "POST", WorkerApi.MAX_BODY_BYTES), EVENT(
                  WorkerApi.EVENT, "POST", WorkerApi.MAX_EVENT_BYTES), PROMPT(WorkerApi.PROMPT, "GET", 0), CREDENTIALS(
                      WorkerApi.CREDENTIALS, "GET", 0), MESSAGES(WorkerApi.ANTHROPIC + "/v1/messages", "POST",
                          WorkerApi.MAX_MODEL_REQUEST_BYTES), HELLO(WorkerApi.ANTHROPIC + "/api/hello", "HEAD", 0);

  private final String tail;
  private final String method;
  private final int mostBytes;

  Endpoint(String tail, String method, int mostBytes) {
    this.tail = tail;
    this.method = method;
    this.mostBytes = mostBytes;
  }

  static Optional<Endpoint> of(String tail) {
    return Arrays.stream(values()).filter(endpoint -> endpoint.tail.equals(tail)).findFirst();
  }

  String method() {
    return method;
  }

  int mostBytes() {
    return mostBytes;
  }

  boolean isModel() {
    return switch (this) {
      case COMPLETE_TEXT, COMPLETE_WITH_TOOLS, MESSAGES -> true;
      case JOB, STATUS, COMPLETE, EVENT, PROMPT, CREDENTIALS, HELLO -> false;
    };
  }

  /// Whether it is spoken to by Anthropic's own program, which reads errors in that company's form.
  boolean isAnthropic() {
    return switch (this) {
      case MESSAGES, HELLO -> true;
      case JOB, COMPLETE_TEXT, COMPLETE_WITH_TOOLS, STATUS, COMPLETE, EVENT, PROMPT, CREDENTIALS -> false;
    };
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
