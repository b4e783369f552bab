package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// New texts for some of the three persona documents; a document that is not named stays as it is.
///
/// @param documents by name, at least one; an empty text empties the document
record PersonaPayload(Map<Document, String> documents) implements Payload {
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.PERSONA,
      "{\"instructions\"?: text, \"identity\"?: text, \"soul\"?: text}, at least one, "
          + "each at most " + AgentGroup.MAX_PERSONA_BYTES
          + " bytes of UTF-8 (\"persona\" is read as \"instructions\")");

  PersonaPayload {
    documents = Map.copyOf(documents);
  }

  static PersonaPayload parse(JsonNode after) {
    if (!after.isObject() || after.isEmpty()) {
      throw SCHEMA.invalid("it must be an object that names a document");
    }
    Map<Document, String> documents = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      Document document = Document.of(field.getKey())
          .orElseThrow(
              () -> SCHEMA.unknown("unknown field \"" + VisibleText.brief(field.getKey()) + "\"", field.getKey()));
      if (documents.put(document,
          SCHEMA.text("\"" + document.wireName() + "\"", field.getValue(), AgentGroup.MAX_PERSONA_BYTES)) != null) {
        throw SCHEMA.invalid("two fields name \"" + document.wireName() + "\"");
      }
    }
    return new PersonaPayload(documents);
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(documents).forEach((document, text) -> json.put(document.wireName(), text));
    return json;
  }

  /// One of the documents that say who an agent is.
  enum Document {
    IDENTITY("identity"), INSTRUCTIONS("instructions"), SOUL("soul");

    private final String wireName;

    Document(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }

    String of(Persona persona) {
      return switch (this) {
        case IDENTITY -> persona.identity();
        case INSTRUCTIONS -> persona.instructions();
        case SOUL -> persona.soul();
      };
    }

    /// Keys come in any case.
    static Optional<Document> of(String field) {
      return switch (field.toLowerCase(Locale.ROOT)) {
        case "identity" -> Optional.of(IDENTITY);
        case "instructions", "persona" -> Optional.of(INSTRUCTIONS);
        case "soul" -> Optional.of(SOUL);
        default -> Optional.empty();
      };
    }
  }
}
