package dev.ironclaw.contract.api;

import java.util.List;

/// Answer of `POST /v1/sandbox/selftest`: escapes that were tried in a real box.
///
/// @param held true where every wall held and at least one was tried
public record SelftestView(boolean held, List<ProbeView> probes) {
  public SelftestView {
    probes = List.copyOf(probes);
  }

  /// One attempt.
  ///
  /// @param held true where the wall held
  /// @param detail what was tried and what came back
  public record ProbeView(String name, boolean held, String detail) {}
}
