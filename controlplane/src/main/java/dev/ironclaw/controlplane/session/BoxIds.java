package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.BoxId;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes box ids that nobody can guess and that are never used again.
public record BoxIds(RandomGenerator random) implements Supplier<BoxId> {
  @Override
  public BoxId get() {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    return new BoxId("box_" + HexFormat.of().formatHex(bytes));
  }
}
