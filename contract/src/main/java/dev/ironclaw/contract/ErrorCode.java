package dev.ironclaw.contract;

/// Every failure that the product can name. Its type decides the HTTP status, the exit code of `ironctl` and whether a
/// retry can help.
public enum ErrorCode {
  INVALID_ID(Type.USER, 400), INVALID_REQUEST(Type.USER, 400), UNKNOWN_KIND(Type.USER, 400), INVALID_PAYLOAD(Type.USER,
      400), NOT_AVAILABLE(Type.USER, 400), NOT_FOUND(Type.USER, 404), CONFLICT(Type.USER,
          409), CHANGE_CARD_STALE(Type.USER, 409), CHANGE_ALREADY_DECIDED(Type.USER, 409), BOX_UNBOUND(Type.USER,
              409), TOO_LARGE(Type.USER, 413), RATE_LIMITED(Type.RESOURCES, 429), STEP_UP_REQUIRED(Type.DENIED, 403), STEP_UP_REFUSED(Type.DENIED, 403), UNAUTHENTICATED(Type.DENIED,
                  401), DENIED(Type.DENIED, 403), AUDIT_UNAVAILABLE(Type.RESOURCES, 503), AUDIT_BROKEN(Type.RESOURCES,
                      503), NOT_READY(Type.RESOURCES, 503), UPSTREAM_FAILED(Type.EXTERNAL, 502), RUNTIME_UNAVAILABLE(
                          Type.EXTERNAL, 502), BOX_FAILED(Type.EXTERNAL, 502), WEAK_SPEC(Type.INTERNAL,
                              500), DATABASE_KEY_OR_FILE_DAMAGED(Type.INTERNAL, 500), STATE_IN_USE(Type.USER,
                                  409), CONFIGURATION(Type.USER, 400), INTERNAL(Type.INTERNAL, 500);

  /// Who can mend it: the caller, nobody (refused on purpose), us, another system, or more room and time.
  public enum Type {
    USER, DENIED, INTERNAL, EXTERNAL, RESOURCES
  }

  private final Type type;
  private final int status;

  ErrorCode(Type type, int status) {
    this.type = type;
    this.status = status;
  }

  public Type type() {
    return type;
  }

  /// The HTTP status that carries this failure.
  public int status() {
    return status;
  }
}
