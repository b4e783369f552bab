package dev.ironclaw.ironctl;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How an edit of the policy is put through.
final class PolicyOptions {
  @Option(names = "--ask", description = "Ask for it only: somebody else, or two people, decide.")
  boolean askOnly;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; shown on the card.")
  private @Nullable String reason;

  @Option(names = "--yes", description = "For scripts: print the card and do not ask.")
  boolean yes;

  @Mixin
  CodeOptions code = new CodeOptions();

  Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
