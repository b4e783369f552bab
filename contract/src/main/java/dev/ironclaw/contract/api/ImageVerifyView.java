package dev.ironclaw.contract.api;

import java.util.List;

/// What was found in an image that was read back from the engine.
///
/// @param held whether all checks held
public record ImageVerifyView(String name, boolean held, List<CheckView> checks) {
  /// One of them.
  public record CheckView(String name, boolean held, String words) {}

  public ImageVerifyView {
    checks = List.copyOf(checks);
  }
}
