package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.Asked;
import dev.ironclaw.controlplane.kind.CanonicalJson;
import dev.ironclaw.controlplane.kind.CardParts;
import dev.ironclaw.controlplane.kind.ChangeCard;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Renders cards: the same change on the same agent group gives the same card, and so the same hash, everywhere.
final class ChangeCards {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ChangeCards() {}

  static ChangeCard render(Asked<?> asked, Request request) {
    CardParts parts = asked.card();
    Optional<String> quoted = request.reason().map(reason -> quote(reason, request.requestedBy()));
    String requestedBy = VisibleText.line(request.requestedBy());
    ChangeCard unsealed = new ChangeCard(parts.title(), parts.risk(), parts.gains(), parts.loses(),
        parts.differences(), quoted, requestedBy, request.origin(), "");
    return new ChangeCard(parts.title(), parts.risk(), parts.gains(), parts.loses(), parts.differences(), quoted,
        requestedBy, request.origin(), hash(asked, unsealed));
  }

  static String store(ChangeCard card) {
    return JSON.writeValueAsString(card);
  }

  static ChangeCard load(String json) {
    return JSON.readValue(json, ChangeCard.class);
  }

  static JsonNode read(String json) {
    return JSON.readTree(json);
  }

  private static String hash(Asked<?> asked, ChangeCard card) {
    ObjectNode covered = JsonNodeFactory.instance.objectNode();
    covered.put("form", "ironclaw-card-1");
    covered.put("kind", asked.kind().wireName());
    covered.put("agentGroup", asked.subject().map(AgentGroupId::value).orElse(""));
    covered.put("baseRevision", asked.base().revision());
    covered.set("payload", asked.payload());
    covered.set("card", JSON.valueToTree(card));
    return CanonicalJson.digest(covered);
  }

  /// One line, whose quotation marks the quoted text can't close.
  private static String quote(String reason, String requestedBy) {
    String words = OriginSentence.inner(reason);
    return requestedBy.startsWith("sandbox:")
        ? "“" + words + "” (the agent's own words, unchecked)"
        : "“" + words + "”";
  }

  /// Who asks, why, and from where.
  /// @param origin a sentence that is safe to show
  record Request(String requestedBy, Optional<String> reason, Optional<String> origin) {
    static Request of(Change change) {
      return new Request(change.requestedBy(), change.reason(), change.card().origin());
    }
  }

}
