package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.IronclawException;
import java.util.Optional;

/// Why a payload was not read: the cause of its `INVALID_PAYLOAD`. The one who asks gets the same answer in any case; the
/// audit log tells a slip of form from an attempt to deceive or to reach into this network.
public final class PayloadObjection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean hostile;

  PayloadObjection(String problem, boolean hostile) {
    super(problem, null, false, false);
    this.hostile = hostile;
  }

  /// The objection behind a refusal.
  public static Optional<PayloadObjection> behind(IronclawException refusal) {
    return refusal.getCause() instanceof PayloadObjection objection ? Optional.of(objection) : Optional.empty();
  }

  /// Whether it holds what nobody sees, what looks like something else, or a host that no agent may reach.
  public boolean isHostile() {
    return hostile;
  }
}
