package dev.ironclaw.ironctl;

import dev.ironclaw.contract.api.WiringBody;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where an agent listens, and to what; what is left out has its default.
final class WiringOptions {
  @Option(names = "--id", paramLabel = "WIRING", description = "Made from agent and place where it is left out.")
  private @Nullable String id;

  @Option(names = "--mg", paramLabel = "PLACE", description = "The place's id: ironctl registry messaging-group list.")
  private @Nullable String place;

  @Option(names = "--channel", paramLabel = "TYPE", description = "The place's channel, for example slack.")
  private @Nullable String channel;

  @Option(names = "--platform", paramLabel = "ID", description = "The place's id there.")
  private @Nullable String platform;

  @Option(names = "--instance", paramLabel = "NAME", description = "Where a channel has several.")
  private @Nullable String instance;

  @Option(names = "--group", negatable = true, description = "More than one person talks there.")
  private @Nullable Boolean group;

  @Option(names = "--engage", paramLabel = "MODE", description = "pattern, mention or mention-sticky.")
  private @Nullable String engage;

  @Option(names = "--pattern", paramLabel = "RE2", description = "What a message must match; . is every one.")
  private @Nullable String pattern;

  @Option(names = "--scope", paramLabel = "WHO", description = "all, or known: registered people only.")
  private @Nullable String scope;

  @Option(names = "--ignored", paramLabel = "POLICY", description = "drop or accumulate: what does not call for an answer.")
  private @Nullable String ignored;

  @Option(names = "--session", paramLabel = "MODE", description = "shared, per-thread or agent-shared.")
  private @Nullable String session;

  @Option(names = "--priority", paramLabel = "N", description = "Higher first.")
  private @Nullable Integer priority;

  @Option(names = "--strangers", paramLabel = "POLICY", description = "strict, request_approval or public, for every agent there.")
  private @Nullable String strangers;

  WiringBody body(String agent) {
    if (place == null && (channel == null || platform == null)) {
      throw new CommandFailure(ExitCode.USAGE, "where? give --mg, or --channel and --platform");
    }
    return new WiringBody(Optional.ofNullable(id), Optional.ofNullable(place), Optional.ofNullable(channel),
        Optional.ofNullable(platform), Optional.ofNullable(instance), Optional.ofNullable(group), agent,
        Optional.ofNullable(engage), Optional.ofNullable(pattern), Optional.ofNullable(scope),
        Optional.ofNullable(ignored), Optional.ofNullable(session), Optional.ofNullable(priority),
        Optional.ofNullable(strangers), Optional.empty(), Optional.empty());
  }
}
