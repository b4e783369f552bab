package dev.ironclaw.client;

import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ScopeBody;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One way to limit an approval, for a list to choose from.
///
/// @param length from the approval on
public record ScopeChoice(String words, Optional<Duration> length, boolean once, boolean session) {
  /// Those that the change's kind allows; without limit is the first.
  public static List<ScopeChoice> of(ChangeView change) {
    List<ScopeChoice> choices = new ArrayList<>();
    choices.add(new ScopeChoice("without limit", Optional.empty(), false, false));
    if (change.limits().contains("uses")) {
      choices.add(new ScopeChoice("once", Optional.empty(), true, false));
    }
    if (change.limits().contains("session") && change.sessionId().isPresent()) {
      choices.add(new ScopeChoice("in this conversation only", Optional.empty(), false, true));
    }
    if (change.limits().contains("until")) {
      choices.add(until("for 1 hour", Duration.ofHours(1)));
      choices.add(until("for 8 hours", Duration.ofHours(8)));
      choices.add(until("for 7 days", Duration.ofDays(7)));
    }
    return List.copyOf(choices);
  }

  private static ScopeChoice until(String words, Duration length) {
    return new ScopeChoice(words, Optional.of(length), false, false);
  }

  /// Empty for no limit.
  public Optional<ScopeBody> body(Instant now) {
    return length.isEmpty() && !once && !session
        ? Optional.empty()
        : Optional.of(new ScopeBody(length.map(now::plus).map(end -> end.truncatedTo(ChronoUnit.SECONDS).toString()),
            once ? Optional.of(1) : Optional.empty(), session ? Optional.of(true) : Optional.empty()));
  }
}
