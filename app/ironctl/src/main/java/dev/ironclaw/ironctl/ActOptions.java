package dev.ironclaw.ironctl;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a change of the registry is asked for.
final class ActOptions {
  @Option(names = "--ask", description = "Only ask for it: it waits for a decision.")
  boolean ask;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; shown on the card.")
  private @Nullable String reason;

  @Option(names = "--yes", description = "For scripts: print the card and approve it without asking.")
  boolean yes;

  @Mixin
  CodeOptions code = new CodeOptions();

  Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
