package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.function.Function;

/// Reads an enum back from the name under which it was stored.
final class WireNames {
  private WireNames() {}

  static <E> E parse(E[] values, Function<E, String> wireName, String stored) {
    for (E value : values) {
      if (wireName.apply(value).equals(stored)) {
        return value;
      }
    }
    throw new IronclawException(ErrorCode.INTERNAL, "read registry: this version does not know the stored word '"
        + stored + "'; was the state written by a newer one?");
  }
}
