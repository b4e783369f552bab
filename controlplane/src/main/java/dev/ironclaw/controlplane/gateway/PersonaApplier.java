package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.gateway.PersonaPayload.Document;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Writes the named persona documents and leaves the others.
record PersonaApplier() implements Applier<PersonaPayload> {
  @Override
  public AgentGroup apply(AgentGroup current, PersonaPayload payload) {
    return new AgentGroup(current.id(), current.revision() + 1, current.name(), current.folder(), current.provider(),
        current.model(), merge(current.persona(), payload), current.enabledTools());
  }

  @Override
  public JsonNode before(AgentGroup current, PersonaPayload payload) {
    Map<Document, String> documents = new TreeMap<>();
    payload.documents().keySet().forEach(document -> documents.put(document, text(current.persona(), document)));
    return new PersonaPayload(documents).toJson();
  }

  static Persona merge(Persona current, PersonaPayload payload) {
    return new Persona(
        payload.documents().getOrDefault(Document.IDENTITY, current.identity()),
        payload.documents().getOrDefault(Document.SOUL, current.soul()),
        payload.documents().getOrDefault(Document.INSTRUCTIONS, current.instructions()));
  }

  static String text(Persona persona, Document document) {
    return switch (document) {
      case IDENTITY -> persona.identity();
      case INSTRUCTIONS -> persona.instructions();
      case SOUL -> persona.soul();
    };
  }
}
