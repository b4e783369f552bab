package dev.ironclaw.controlplane.kind;

import java.util.List;

/// The part of a card that depends on its kind.
public record CardParts(String title, Risk risk, List<String> gains, List<String> loses,
    List<ChangeCard.Difference> differences) {
  public CardParts {
    gains = List.copyOf(gains);
    loses = List.copyOf(loses);
    differences = List.copyOf(differences);
  }
}
