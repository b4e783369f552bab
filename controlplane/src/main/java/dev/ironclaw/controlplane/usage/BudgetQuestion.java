package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.registry.Budget.Limit;
import dev.ironclaw.controlplane.registry.Budget.Span;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What people are asked where an agent has come to the soft limit of its budget, as it is stored. The agent goes on
/// meanwhile, up to the hard limit.
///
/// @param id `bdg_` and 32 hexadecimal digits
/// @param period a day of UTC, as 2026-11-21, or a month, as 2026-11
/// @param used as it was when it was asked, or when the limits of a stop changed, in tokens or cents, as are the limits
/// @param warnsAt the soft limit
/// @param hard where calls end anyway; empty where nowhere
/// @param expiresAt the end of the period
/// @param settled how it ended; empty while it is open
public record BudgetQuestion(String id, AgentGroupId agentGroup, String period, Span span, long used, long warnsAt,
    Optional<Long> hard, Instant askedAt, Instant expiresAt, State state, Optional<Settled> settled) {

  /// How far it is.
  public enum State {
    OPEN, ANSWERED,
    /// The period is over.
    EXPIRED,
    /// The limit was changed or taken away, or the agent is gone.
    WITHDRAWN;

    /// As in the database and on the wire.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What a person can say. More than the hard limit is a change of the budget, and no answer.
  public enum Answer {
    GO_ON("go-on"),
    /// Until the period is over, or somebody lets it go on.
    STOP("stop");

    private final String wireName;

    Answer(String wireName) {
      this.wireName = wireName;
    }

    /// As in the database and on the wire.
    public String wireName() {
      return wireName;
    }
  }

  /// The end of a question.
  ///
  /// @param answer empty where nobody answered
  /// @param by who ended it, as a principal's name
  public record Settled(Optional<Answer> answer, String by, Instant at) {}

  /// The same about other limits; itself where they are the same.
  ///
  /// @param limit where it warns of nothing any more, where it did warn stays
  /// @param usedNow what was used
  BudgetQuestion withLimits(Limit limit, long usedNow) {
    long at = limit.warnsAt().orElse(warnsAt);
    return at == warnsAt && limit.hard().equals(hard)
        ? this
        : new BudgetQuestion(id, agentGroup, period, span, usedNow, at, limit.hard(), askedAt, expiresAt, state,
            settled);
  }

  /// Whether the agent may make no call now.
  public boolean stops(Instant now) {
    return settled.flatMap(Settled::answer).filter(Answer.STOP::equals).isPresent() && now.isBefore(expiresAt);
  }
}
