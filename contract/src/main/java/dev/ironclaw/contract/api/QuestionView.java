package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// A question of an agent to people. The agent's words have everything invisible made visible already.
///
/// @param channelType of the place where it was asked, and where a reply answers it
/// @param options that can be chosen, by number from 1 or by their words
/// @param allowFreeform whether other words answer it too
/// @param state `open`, `answered`, `expired` or `withdrawn`
/// @param askedAt RFC 3339, UTC, as are all times here
/// @param expiresAt when it ends by itself
/// @param answer the option or the words
/// @param settledBy who ended it
public record QuestionView(String id, String agentGroupId, String sessionId, String channelType, String platformId,
    String question, List<String> options, boolean allowFreeform, String state, String askedAt, String expiresAt,
    Optional<String> answer, Optional<String> settledBy, Optional<String> settledAt) {
  public QuestionView {
    options = List.copyOf(options);
  }
}
