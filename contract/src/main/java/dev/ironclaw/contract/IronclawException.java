package dev.ironclaw.contract;

import java.util.Optional;

/// The one exception between packages. The message names the operation and the object, and what to do; the cause is
/// kept and never repeated in the text.
public final class IronclawException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String field;

  public IronclawException(ErrorCode code, String message) {
    super(message);
    this.code = code;
    this.field = "";
  }

  public IronclawException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.field = "";
  }

  private IronclawException(IronclawException of, String field) {
    super(of.getMessage(), of);
    this.code = of.code;
    this.field = field;
  }

  /// The same, about one field of a request, or about a flag of a start that would let it go on.
  ///
  /// @param name as the request or the command line has it
  public IronclawException in(String name) {
    return new IronclawException(this, name);
  }

  public ErrorCode code() {
    return code;
  }

  /// The field or flag that it is about; empty where it is about no single one.
  public Optional<String> field() {
    return field.isEmpty() ? Optional.empty() : Optional.of(field);
  }
}
