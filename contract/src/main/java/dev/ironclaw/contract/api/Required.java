package dev.ironclaw.contract.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;

/// The one check behind every required field of a request's body.
final class Required {
  private Required() {}

  static void field(Object value, String name) {
    if (value == null) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "the body's field '" + name + "' is missing");
    }
  }
}
