package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.contract.VisibleText;
import java.nio.charset.StandardCharsets;
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
  static final int MAX_DOCUMENT_BYTES = 2_048;
  private static final String FORM = "{\"instructions\"?: text, \"identity\"?: text, \"soul\"?: text}, at least one, "
      + "each at most " + MAX_DOCUMENT_BYTES + " bytes of UTF-8 (\"persona\" is read as \"instructions\")";

  PersonaPayload {
    documents = Map.copyOf(documents);
  }

  static PersonaPayload parse(JsonNode after) {
    if (!after.isObject() || after.isEmpty()) {
      throw invalid("it must be an object that names a document");
    }
    Map<Document, String> documents = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      Document document = Document.of(field.getKey())
          .orElseThrow(() -> invalid("unknown field \"" + VisibleText.brief(field.getKey()) + "\""));
      if (documents.put(document, text(document, field.getValue())) != null) {
        throw invalid("two fields name \"" + document.wireName() + "\"");
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

  private static String text(Document document, JsonNode value) {
    if (!value.isString()) {
      throw invalid("\"" + document.wireName() + "\" must be a text");
    }
    String text = value.stringValue();
    // A half surrogate or a NUL would not survive storage: the text that is applied must be the text that was shown.
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw invalid("\"" + document.wireName() + "\" holds a NUL or half of a surrogate pair");
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_DOCUMENT_BYTES) {
      throw invalid("\"" + document.wireName() + "\" has " + bytes + " bytes");
    }
    return text;
  }

  private static RuntimeException invalid(String problem) {
    return new Fields.Schema(ChangeKind.PERSONA, FORM).invalid(problem);
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
