package dev.ironclaw.controlplane.kind;

import java.util.List;
import java.util.Optional;

/// What the human sees: the effect, from parsed structure only. The hash covers the canonical payload, the base
/// revision and every sentence here.
///
/// @param gains what the agent can do after it that it cannot now
/// @param loses what it can do now and cannot after it
/// @param quotedReason the requester's own words, untrusted, in quotation marks and on one line
/// @param origin where the request came from, in plain words
public record ChangeCard(String title, Risk risk, List<String> gains, List<String> loses, List<Difference> differences,
    Optional<String> quotedReason, String requestedBy, Optional<String> origin, String hash) {
  public ChangeCard {
    gains = List.copyOf(gains);
    loses = List.copyOf(loses);
    differences = List.copyOf(differences);
  }

  /// One part of the agent group before and after, whole.
  public record Difference(String label, String before, String after) {}
}
