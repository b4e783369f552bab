package dev.ironclaw.contract;

/// The one exception between packages. The message names the operation and the object, and what to do; the cause is
/// kept and never repeated in the text.
public final class IronclawException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public IronclawException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public IronclawException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
