package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.AgentPutBody.PersonaBody;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.AgentView.FallbackView;
import dev.ironclaw.contract.api.AgentView.PersonaView;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.TemplateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An agent as a form describes it.
///
/// @param provider the upstream's name
/// @param tools sorted
/// @param fallback what answers for it while its own model can't
public record AgentDraft(String name, String provider, String model, PersonaView persona, List<String> tools,
    Optional<FallbackView> fallback) {
  private static final FallbackView NO_FALLBACK = new FallbackView("", "");

  public AgentDraft {
    tools = tools.stream().sorted().distinct().toList();
  }

  static AgentDraft of(AgentView agent) {
    return new AgentDraft(agent.name(), agent.provider(), agent.model(), agent.personaDocs(), agent.enabledTools(),
        agent.fallback());
  }

  /// A new one from a start, with the model that new agents get.
  public static AgentDraft of(TemplateView template, String name, ModelChoiceView model) {
    return new AgentDraft(name, model.provider(), model.model().orElse(""), template.personaDocs(), template.tools(),
        Optional.empty());
  }

  public AgentDraft withName(String other) {
    return new AgentDraft(other, provider, model, persona, tools, fallback);
  }

  /// One of the three documents.
  ///
  /// @param section key of a [dev.ironclaw.contract.api.PersonaSectionView]
  String document(String section) {
    return document(persona, section);
  }

  static String document(PersonaView persona, String section) {
    return switch (section) {
      case "identity" -> persona.identity();
      case "soul" -> persona.soul();
      default -> persona.instructions();
    };
  }

  /// All of it, for a new agent.
  public AgentPutBody whole() {
    return AgentPutBody.of(Optional.of(name.strip()), Optional.of(provider), Optional.of(model.strip()),
        Optional.of(new PersonaBody(Optional.of(persona.identity()), Optional.of(persona.soul()),
            Optional.of(persona.instructions()))),
        Optional.of(tools)).withFallback(fallback);
  }

  /// What was changed and nothing else: what somebody else changes meanwhile stays.
  AgentPutBody since(AgentDraft original) {
    boolean models = !provider.equals(original.provider) || !model.strip().equals(original.model);
    PersonaBody documents = new PersonaBody(changed(original, "identity"), changed(original, "soul"),
        changed(original, "instructions"));
    return AgentPutBody.of(Optional.empty(), models ? Optional.of(provider) : Optional.empty(),
        models ? Optional.of(model.strip()) : Optional.empty(),
        persona.equals(original.persona) ? Optional.empty() : Optional.of(documents),
        tools.equals(original.tools) ? Optional.empty() : Optional.of(tools))
        .withFallback(fallback.equals(original.fallback)
            ? Optional.empty()
            : fallback.or(() -> Optional.of(NO_FALLBACK)));
  }

  /// The same changes, made to what it is by now.
  ///
  /// @param from what they were made to
  AgentDraft rebased(AgentDraft from, AgentDraft onto) {
    boolean models = !provider.equals(from.provider) || !model.equals(from.model);
    List<String> kept = new ArrayList<>(onto.tools);
    kept.removeIf(tool -> from.tools.contains(tool) && !tools.contains(tool));
    tools.stream().filter(tool -> !from.tools.contains(tool)).forEach(kept::add);
    return new AgentDraft(onto.name, models ? provider : onto.provider, models ? model : onto.model,
        new PersonaView(changed(from, "identity").orElse(onto.persona.identity()),
            changed(from, "soul").orElse(onto.persona.soul()),
            changed(from, "instructions").orElse(onto.persona.instructions())),
        kept, fallback.equals(from.fallback) ? onto.fallback : fallback);
  }

  private Optional<String> changed(AgentDraft original, String section) {
    return Optional.of(document(section)).filter(text -> !text.equals(original.document(section)));
  }
}
