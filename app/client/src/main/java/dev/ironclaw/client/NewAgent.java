package dev.ironclaw.client;

import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.AgentPutBody.PersonaBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An agent that is to be made, all of it on one card.
///
/// @param id made from the name where it is left out
/// @param wanted what is left out the control plane fills in; the name or the id must be there
public record NewAgent(Optional<String> id, AgentPutBody wanted) {
  /// To preview, then to ask for.
  public ChangeSubmitBody request(Optional<String> reason) {
    return ChangeSubmitBody.of(Optional.empty(), "create_agent", "", payload(), reason);
  }

  /// Of a change of the kind `create_agent`.
  public Map<String, Object> payload() {
    Map<String, Object> after = new LinkedHashMap<>();
    id.ifPresent(given -> after.put("id", given));
    after.put("name", wanted.name().or(() -> id).orElseThrow());
    wanted.provider().ifPresent(provider -> after.put("provider", provider));
    wanted.model().ifPresent(model -> after.put("model", model));
    wanted.fallback().filter(other -> !other.provider().isBlank()).ifPresent(
        other -> after.put("fallback", Map.of("provider", other.provider(), "model", other.model())));
    wanted.personaDocs().ifPresent(docs -> after.put("personaDocs", documents(docs)));
    wanted.enabledTools().ifPresent(tools -> after.put("enabledTools", tools));
    return after;
  }

  private static Map<String, Object> documents(PersonaBody docs) {
    Map<String, Object> documents = new LinkedHashMap<>();
    docs.identity().ifPresent(text -> documents.put("identity", text));
    docs.soul().ifPresent(text -> documents.put("soul", text));
    docs.instructions().ifPresent(text -> documents.put("instructions", text));
    return documents;
  }
}
