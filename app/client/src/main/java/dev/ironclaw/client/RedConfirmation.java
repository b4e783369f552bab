package dev.ironclaw.client;

import dev.ironclaw.contract.api.ChangeView;

/// What a person types to approve a red change, so that nobody does it in passing.
public record RedConfirmation(ChangeView change) {
  private static final int SHORT = 6;

  /// Whom it is about: sent along with an approval in the same act.
  public String subject() {
    return change.agentGroupId().isEmpty() ? "control-plane" : change.agentGroupId();
  }

  /// The end of the change's id.
  public String shortName() {
    return change.id().substring(Math.max(0, change.id().length() - SHORT));
  }

  public boolean isMetBy(String typed) {
    return typed.equals(subject()) || typed.equals(shortName());
  }
}
