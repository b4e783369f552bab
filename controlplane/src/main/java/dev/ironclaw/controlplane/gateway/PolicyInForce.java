package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.controlplane.kind.DecisionPolicy;
import java.util.Optional;

/// The rules of deciding that hold now.
///
/// @param policy as a human decided it last
/// @param source the change by which they did; empty for the default
/// @param fault why what is stored can't be trusted: then nothing but the policy itself can be approved
public record PolicyInForce(DecisionPolicy policy, Optional<Source> source, Optional<String> fault) {
  /// Who set it, by which change.
  public record Source(ChangeId change, String by) {}
}
