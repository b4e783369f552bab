package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// What a human must see before deciding. Its sentences come from the control plane; only `quotedReason` and the
/// documents in `differences` are words of others and must be shown as such.
///
/// @param risk `green`, `amber` or `red`
/// @param gains what the agent can do after it that it cannot now
/// @param loses what it can do now and cannot after it
/// @param quotedReason the agent's own words, untrusted
/// @param origin where the request came from
/// @param hash what a decision must name, lower-case hexadecimal SHA-256
public record CardView(String title, String risk, List<String> gains, List<String> loses,
    List<DifferenceView> differences, Optional<String> quotedReason, String requestedBy, Optional<String> origin,
    String hash) {
  public CardView {
    gains = List.copyOf(gains);
    loses = List.copyOf(loses);
    differences = List.copyOf(differences);
  }

  /// One part of the agent before and after, whole.
  public record DifferenceView(String label, String before, String after) {}
}
