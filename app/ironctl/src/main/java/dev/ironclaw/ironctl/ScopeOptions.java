package dev.ironclaw.ironctl;

import dev.ironclaw.contract.api.ScopeBody;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How far an approval goes.
final class ScopeOptions {
  @Option(names = "--until", paramLabel = "TIME", description = "Only until then, for example 2026-11-20T18:00:00Z.")
  private @Nullable String until;

  @Option(names = "--for", paramLabel = "TIME", description = "Only for so long, for example 30m, 2h or 7d.")
  private @Nullable String length;

  @Option(names = "--uses", paramLabel = "N", description = "Only for so many uses.")
  private @Nullable Integer uses;

  @Option(names = "--once", description = "For one use.")
  private boolean once;

  @Option(names = "--this-session", description = "Only in the conversation that asked.")
  private boolean session;

  /// Empty where nothing is limited.
  Optional<ScopeBody> body(Clock clock) {
    if ((until != null && length != null) || (uses != null && once)) {
      throw new CommandFailure(ExitCode.USAGE, "--until and --for, and --uses and --once, exclude each other");
    }
    Optional<String> end = Optional.ofNullable(until).map(ScopeOptions::instant)
        .or(() -> Optional.ofNullable(length).map(text -> clock.instant().plus(Span.parse("--for", text))))
        .map(Instant::toString);
    Optional<Integer> count = once ? Optional.of(1) : Optional.ofNullable(uses);
    return end.isEmpty() && count.isEmpty() && !session
        ? Optional.empty()
        : Optional.of(new ScopeBody(end, count, session ? Optional.of(true) : Optional.empty()));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new CommandFailure(ExitCode.USAGE, "--until " + text + ": write a time as 2026-11-20T18:00:00Z");
    }
  }
}
