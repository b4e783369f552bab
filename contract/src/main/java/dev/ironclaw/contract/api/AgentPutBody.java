package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// Body of `PUT /v1/registry/agent-groups/{id}`: what the agent is to be. What is left out stays as it is; for an agent
/// that does not exist yet it is as `create_agent` says. The answer of a GET may be sent back, changed.
///
/// @param id taken and ignored, as is `sessions`: the path names the agent
/// @param revision where given, the one that was read: the agent must still have it
/// @param persona the same as `personaDocs.instructions`
/// @param enabledTools the whole list
/// @param fallback what answers for it while its own model can't; an empty provider takes it back
/// @param reason why; shown on the cards
/// @param approve approves it in the same act, where it is one change
public record AgentPutBody(Optional<String> id, Optional<Long> revision, Optional<String> name,
    Optional<String> folder, Optional<String> provider, Optional<String> model, Optional<String> persona,
    Optional<PersonaBody> personaDocs, Optional<List<String>> enabledTools, Optional<Integer> sessions,
    Optional<AgentView.FallbackView> fallback, Optional<String> reason, Optional<ApproveBody> approve) {
  public AgentPutBody {
    enabledTools = enabledTools.map(List::copyOf);
  }

  /// What a client of today sends.
  public static AgentPutBody of(Optional<String> name, Optional<String> provider, Optional<String> model,
      Optional<PersonaBody> personaDocs, Optional<List<String>> enabledTools) {
    return new AgentPutBody(Optional.empty(), Optional.empty(), name, Optional.empty(), provider, model,
        Optional.empty(), personaDocs, enabledTools, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty());
  }

  public AgentPutBody withFolder(String other) {
    return new AgentPutBody(id, revision, name, Optional.of(other), provider, model, persona, personaDocs, enabledTools,
        sessions, fallback, reason, approve);
  }

  /// The same with a fall-back, or with the word that there is to be none.
  public AgentPutBody withFallback(Optional<AgentView.FallbackView> other) {
    return new AgentPutBody(id, revision, name, folder, provider, model, persona, personaDocs, enabledTools,
        sessions, other, reason, approve);
  }

  /// Some of the three documents that say who the agent is; an empty text empties the document.
  public record PersonaBody(Optional<String> identity, Optional<String> soul, Optional<String> instructions) {}
}
