package dev.ironclaw.contract.api;

import java.util.List;

/// Answer of `POST /v1/sandbox/selftest`: escapes that were tried in a real box.
///
/// @param held true where every wall held and at least one was tried
/// @param accepted names of walls that can't hold as this control plane runs, which its operator accepted at the start
public record SelftestView(boolean held, List<ProbeView> probes, List<String> accepted) {
  /// An older control plane says nothing of acceptance: then nothing is accepted.
  public SelftestView {
    probes = List.copyOf(probes);
    accepted = accepted == null ? List.of() : List.copyOf(accepted);
  }

  /// One attempt.
  ///
  /// @param held true where the wall held
  /// @param detail what was tried and what came back
  public record ProbeView(String name, boolean held, String detail) {}
}
