package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.gateway.PersonaPayload.Document;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Shows a persona change: every named document before and after, whole.
final class PersonaCard {
  private PersonaCard() {}

  static CardParts parts(PersonaPayload payload, AgentGroup base) {
    List<String> gains = new ArrayList<>();
    List<String> loses = new ArrayList<>();
    List<ChangeCard.Difference> differences = new ArrayList<>();
    for (Document document : new TreeSet<>(payload.documents().keySet())) {
      String before = PersonaApplier.text(base.persona(), document);
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
    return new CardParts("Change who " + VisibleText.line(base.name()) + " is (" + documents + ")", Risk.AMBER, gains,
        loses, differences);
  }

  private static String sentence(Document document) {
    return switch (document) {
      case IDENTITY -> "say who it is";
      case INSTRUCTIONS -> "follow instructions";
      case SOUL -> "choose its manner and values";
    };
  }
}
