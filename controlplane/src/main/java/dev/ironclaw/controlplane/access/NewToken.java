package dev.ironclaw.controlplane.access;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.registry.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What somebody wants a token to be.
///
/// @param lifetime empty for one that lasts until it is revoked
public record NewToken(TokenName name, Set<Scope> scopes, Optional<Duration> lifetime) {
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /// @throws IronclawException `INVALID_REQUEST`
  public NewToken {
    scopes = Set.copyOf(scopes);
    if (scopes.isEmpty()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "a token needs at least one scope");
    }
    if (lifetime.filter(time -> time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST) > 0)
        .isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "a token lasts from one second to " + LONGEST.toDays() + " days");
    }
  }
}
