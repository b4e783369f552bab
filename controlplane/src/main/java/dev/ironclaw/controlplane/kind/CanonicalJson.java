package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.Sha256;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One text for one JSON value: keys sorted, no white space. What is hashed is this.
public final class CanonicalJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CanonicalJson() {}

  public static String of(JsonNode node) {
    return sorted(node).toString();
  }

  /// Lower-case hexadecimal SHA-256 of the canonical text in UTF-8.
  public static String digest(JsonNode node) {
    return Sha256.hex(of(node));
  }

  private static JsonNode sorted(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        TreeMap<String, JsonNode> byKey = new TreeMap<>();
        object.properties().forEach(entry -> byKey.put(entry.getKey(), sorted(entry.getValue())));
        ObjectNode copy = NODES.objectNode();
        byKey.forEach(copy::set);
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = NODES.arrayNode();
        array.values().forEach(item -> copy.add(sorted(item)));
        yield copy;
      }
      default -> node;
    };
  }
}
