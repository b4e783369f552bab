package dev.ironclaw.client;

import dev.ironclaw.contract.api.Problem;
import java.util.Optional;

/// Why a call failed. The message is for people: one line, says what to do.
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final int status;
  private final String code;
  private final String field;

  private ApiException(Kind kind, int status, String code, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.status = status;
    this.code = code;
    this.field = "";
  }

  private ApiException(Kind kind, int status, String code, String message) {
    this(kind, status, code, message, Optional.empty());
  }

  private ApiException(Kind kind, int status, String code, String message, Optional<String> field) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.code = code;
    this.field = field.orElse("");
  }

  static ApiException of(Problem problem) {
    boolean denied = problem.status() == 401 || problem.status() == 403;
    return new ApiException(denied ? Kind.DENIED : Kind.REFUSED, problem.status(), problem.code(), problem.detail(),
        problem.field());
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

  /// The field of the request that was refused, as the request names it; empty where it is about no single one.
  public Optional<String> field() {
    return field.isEmpty() ? Optional.empty() : Optional.of(field);
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
