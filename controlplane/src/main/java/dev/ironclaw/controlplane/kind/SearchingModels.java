package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.AgentGroup.Fallback;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Models that look things up by themselves: what they are told can leave their company's network in a search or an
/// address, where no rule of this host holds. Only their names tell; one that hides it is not found.
final class SearchingModels {
  private static final Pattern SEARCHES = Pattern
      .compile("(?i).*(search|sonar|perplexity|compound|online|browse).*|openrouter/.*|(.*/)?auto");
  /// A company's switch for any model, and so nobody's name for one.
  private static final Pattern SWITCH = Pattern.compile("(?i).*:online(:.*)?");

  private SearchingModels() {}

  /// Why an agent may not have it.
  static Optional<String> objection(String model, Optional<Fallback> fallback) {
    return Stream.concat(Stream.of(model), fallback.map(Fallback::model).stream())
        .filter(name -> SWITCH.matcher(name).matches()).findFirst()
        .map(name -> VisibleText.line(name) + " has the company search the web with what it is told, past the rules of "
            + "this host; leave \":online\" out and give the agent the tool web_search");
  }

  /// What it can do, for a card; empty for one that only answers.
  static Optional<String> power(String provider, String model, HostFacts host) {
    return SEARCHES.matcher(model).matches() || SEARCHES.matcher(provider).matches()
        ? Optional.of("search the web or open links at " + VisibleText.line(host.company(provider)) + " by the model "
            + VisibleText.line(model) + " itself: what is said can leave that way, past the rules of this host")
        : Optional.empty();
  }
}
