package dev.ironclaw.sandbox.boxclient;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;

/// A whole answer of one of the host's doors.
final class Answer {
  private final int status;
  private final byte[] body;

  Answer(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  /// The host is busy, not ready, or has restarted and not yet given this box its session back: the same request again
  /// may be accepted.
  boolean isTransient() {
    return switch (status) {
      case 429, 502, 503, 504 -> true;
      case 409 -> refusal().code() == ErrorCode.BOX_UNBOUND;
      default -> false;
    };
  }

  byte[] accepted() {
    if (status >= 200 && status < 300) {
      return body;
    }
    throw refusal();
  }

  private IronclawException refusal() {
    try {
      Obj problem = JsonReader.object(body);
      return new IronclawException(code(problem.optionalText("code").orElse("")),
          problem.optionalText("detail").orElse("the host answered " + status));
    } catch (IronclawException noProblem) {
      return new IronclawException(code(""), "the host answered " + status, noProblem);
    }
  }

  private ErrorCode code(String name) {
    for (ErrorCode known : ErrorCode.values()) {
      if (known.name().equals(name)) {
        return known;
      }
    }
    return status == 403 ? ErrorCode.DENIED : ErrorCode.INTERNAL;
  }
}
