package dev.ironclaw.controlplane.grant;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/// How far a human lets a capability go; what is empty has no limit.
///
/// @param until exclusive, in whole milliseconds
/// @param uses how often; 0 where none is left
/// @param session the one conversation
public record GrantScope(Optional<Instant> until, OptionalInt uses, Optional<SessionId> session) {
  public static final GrantScope ALWAYS = new GrantScope(Optional.empty(), OptionalInt.empty(), Optional.empty());
  private static final int MOST_USES = 1_000_000;

  public GrantScope {
    until = until.map(when -> when.truncatedTo(ChronoUnit.MILLIS));
    if (uses.isPresent() && (uses.getAsInt() < 0 || uses.getAsInt() > MOST_USES)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "scope: uses must be from 1 to " + MOST_USES);
    }
  }

  public boolean isLimited() {
    return !equals(ALWAYS);
  }

  /// For sentences and the audit log.
  public String words() {
    StringBuilder words = new StringBuilder();
    until.ifPresent(when -> words.append(", until ").append(when));
    uses.ifPresent(count -> words.append(", for ").append(count).append(count == 1 ? " use" : " uses"));
    session.ifPresent(id -> words.append(", in session ").append(id).append(" only"));
    return words.isEmpty() ? "without limit" : words.substring(2);
  }
}
