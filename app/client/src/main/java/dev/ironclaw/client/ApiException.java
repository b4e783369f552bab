package dev.ironclaw.client;

import dev.ironclaw.contract.api.Problem;

/// Why a call failed. The message is for people: one line, says what to do.
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final int status;
  private final String code;

  private ApiException(Kind kind, int status, String code, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.status = status;
    this.code = code;
  }

  private ApiException(Kind kind, int status, String code, String message) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.code = code;
  }

  static ApiException of(Problem problem) {
    boolean denied = problem.status() == 401 || problem.status() == 403;
    return new ApiException(denied ? Kind.DENIED : Kind.REFUSED, problem.status(), problem.code(), problem.detail());
  }

  static ApiException notRunning(Endpoint endpoint, Throwable cause) {
    return new ApiException(Kind.NOT_RUNNING, 0, "NOT_RUNNING",
        "no control plane answers at " + endpoint.shown() + "; start it with ironclaw-controlplane, or give --addr",
        cause);
  }

  static ApiException broken(String message) {
    return new ApiException(Kind.BROKEN, 0, "BROKEN", message);
  }

  static ApiException broken(String message, Throwable cause) {
    return new ApiException(Kind.BROKEN, 0, "BROKEN", message, cause);
  }

  /// For what no answer of the control plane explains: the fault is in this program.
  public static ApiException unexpected(Throwable cause) {
    return broken(
        "this went wrong inside the program (" + cause.getClass().getSimpleName() + "); try again, and look at "
            + "its log",
        cause);
  }

  /// What people are told.
  public String words() {
    return String.valueOf(getMessage());
  }

  public Kind kind() {
    return kind;
  }

  /// HTTP status, 0 where there was no answer.
  public int status() {
    return status;
  }

  /// A name of [dev.ironclaw.contract.ErrorCode], `NOT_RUNNING` or `BROKEN`.
  public String code() {
    return code;
  }

  /// What kind of failure.
  public enum Kind {
    /// Nothing listens there.
    NOT_RUNNING,
    /// The token is missing or wrong, or the caller may not.
    DENIED,
    /// The control plane answered with any other problem.
    REFUSED,
    /// The connection broke, or the answer is not one of a control plane.
    BROKEN
  }
}
