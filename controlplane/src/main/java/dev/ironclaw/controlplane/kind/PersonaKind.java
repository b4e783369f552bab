package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.kind.PersonaPayload.Document;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Who an agent is: the named documents are replaced, the others stay. Every named one is shown before and after, whole.
record PersonaKind() implements Kind<PersonaPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.PERSONA;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.AMBER);
  }

  @Override
  public PersonaPayload parse(JsonNode after, Basis base) {
    return PersonaPayload.parse(after);
  }

  @Override
  public Optional<String> objection(PersonaPayload payload, Basis base) {
    Persona now = base.requireAgent().persona();
    return merge(now, payload).equals(now)
        ? Optional.of("the documents are already as asked for: the change has no effect")
        : Optional.empty();
  }

  @Override
  public CardParts card(PersonaPayload payload, Basis base) {
    AgentGroup agent = base.requireAgent();
    List<String> gains = new ArrayList<>();
    List<String> loses = new ArrayList<>();
    List<ChangeCard.Difference> differences = new ArrayList<>();
    for (Document document : new TreeSet<>(payload.documents().keySet())) {
      String before = document.of(agent.persona());
      String after = payload.documents().getOrDefault(document, "");
      if (before.equals(after)) {
        continue;
      }
      if (!after.isEmpty()) {
        gains
            .add(sentence(document) + " by " + (before.isEmpty() ? "a new text, where it had none" : "a changed text"));
      }
      if (!before.isEmpty()) {
        loses.add(after.isEmpty()
            ? "its whole " + document.wireName() + " document, with nothing in its place"
            : "the present text of its " + document.wireName() + " document");
      }
      differences.add(
          new ChangeCard.Difference(document.wireName(), VisibleText.text(before), VisibleText.text(after)));
    }
    String documents = String.join(", ", differences.stream().map(ChangeCard.Difference::label).toList());
    return new CardParts("Change who " + VisibleText.line(agent.name()) + " is (" + documents + ")", Risk.AMBER, gains,
        loses, differences);
  }

  private static String sentence(Document document) {
    return switch (document) {
      case IDENTITY -> "say who it is";
      case INSTRUCTIONS -> "follow instructions";
      case SOUL -> "choose its manner and values";
    };
  }

  @Override
  public JsonNode before(PersonaPayload payload, Basis base) {
    Persona now = base.requireAgent().persona();
    Map<Document, String> documents = new TreeMap<>();
    payload.documents().keySet().forEach(document -> documents.put(document, document.of(now)));
    return new PersonaPayload(documents).toJson();
  }

  @Override
  public AgentGroup agent(PersonaPayload payload, AgentGroup current) {
    return current.withPersona(merge(current.persona(), payload));
  }

  private static Persona merge(Persona current, PersonaPayload payload) {
    Map<Document, String> named = payload.documents();
    return new Persona(named.getOrDefault(Document.IDENTITY, current.identity()),
        named.getOrDefault(Document.SOUL, current.soul()),
        named.getOrDefault(Document.INSTRUCTIONS, current.instructions()));
  }
}
