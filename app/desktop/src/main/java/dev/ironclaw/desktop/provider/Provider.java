package dev.ironclaw.desktop.provider;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.ProviderView;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A provider, and who depends on it.
///
/// @param also others that live of what is set for it
/// @param uses agents that it answers for, or would
public record Provider(ProviderView view, List<ProviderView> also, List<Use> uses) {
  /// The one that is a server of the person's own.
  public static final String LOCAL = "local";

  public Provider {
    also = List.copyOf(also);
    uses = List.copyOf(uses);
  }

  /// An agent and its model there.
  ///
  /// @param standsIn whether it is its fall-back
  public record Use(String agent, String model, boolean standsIn) {}

  /// Those that can be connected, the ready ones first.
  static List<Provider> load(ControlPlaneClient client) {
    List<ProviderView> all = client.providers().all();
    List<AgentView> agents = client.agents();
    return all.stream().filter(view -> view.keyOf().isEmpty()).map(view -> {
      List<ProviderView> also = all.stream().filter(other -> other.keyOf().filter(view.name()::equals).isPresent())
          .toList();
      List<String> names = Stream.concat(Stream.of(view), also.stream()).map(ProviderView::name).toList();
      return new Provider(view, also, agents.stream().flatMap(agent -> uses(agent, names)).toList());
    }).sorted(Comparator.comparing(one -> !one.view.ready())).toList();
  }

  private static Stream<Use> uses(AgentView agent, List<String> names) {
    Stream<Use> own = names.contains(agent.provider())
        ? Stream.of(new Use(agent.name(), agent.model(), false))
        : Stream.empty();
    return Stream.concat(own, agent.fallback().filter(other -> names.contains(other.provider())).stream()
        .map(other -> new Use(agent.name(), other.model(), true)));
  }

  public String name() {
    return view.name();
  }

  /// Whether something was set for it here, which can be forgotten.
  public boolean isSet() {
    return view.keyFrom().equals("stored") || view.ownAuthority()
        || view.settings().stream().anyMatch(setting -> setting.from().equals("stored"));
  }

  /// Whether it is of an address that the person names.
  boolean hasAddress() {
    return view.settings().stream().anyMatch(setting -> setting.name().equals("endpoint"));
  }
}
