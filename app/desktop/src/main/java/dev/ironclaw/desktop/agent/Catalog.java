package dev.ironclaw.desktop.agent;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.contract.api.ToolView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What an agent can be made of, and the agents that there are: no two have one name.
public record Catalog(List<TemplateView> templates, List<ToolView> tools, List<PersonaSectionView> sections,
    List<ModelChoiceView> models, List<AgentView> agents) {
  /// The upstream that is there without any setting up, and answers by simple rules.
  public static final String OFFLINE = "mock";
  /// The same in other dialects, for those who try these out.
  private static final String OFFLINE_TOO = OFFLINE + "-";

  /// Asks the control plane.
  public static Catalog load(ControlPlaneClient client) {
    return new Catalog(client.templates(), client.tools(), client.personaSections(), client.models(), client.agents());
  }

  /// The model of a new agent: the first upstream that has one for it, and the offline one where there is no other.
  public ModelChoiceView standardModel() {
    return models.stream().filter(choice -> choice.model().isPresent())
        .min(Comparator.comparing(Catalog::isOffline))
        .or(() -> models.stream().findFirst()).orElseGet(() -> new ModelChoiceView("", Optional.empty()));
  }

  /// Those that a newcomer chooses from: real ones, then the offline one once.
  public List<ModelChoiceView> firstModels() {
    return models.stream().filter(choice -> !choice.provider().startsWith(OFFLINE_TOO))
        .sorted(Comparator.comparing(Catalog::isOffline)).toList();
  }

  private static boolean isOffline(ModelChoiceView choice) {
    return choice.provider().equals(OFFLINE) || choice.provider().startsWith(OFFLINE_TOO);
  }

  Optional<AgentView> agent(String id) {
    return agents.stream().filter(agent -> agent.id().equals(id)).findFirst();
  }

  Optional<TemplateView> template(String id) {
    return templates.stream().filter(template -> template.id().equals(id)).findFirst();
  }
}
