package dev.ironclaw.controlplane.leak;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes secrets out of the texts of a JSON value, names of fields too. Its depth is its parser's to bound.
public final class LeakJson {
  private LeakJson() {}

  /// The value without its secrets.
  ///
  /// @param where what it is, for the audit log: ids, no content
  public static JsonNode redact(Leaks leaks, String where, JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        ObjectNode clean = JsonMapper.shared().createObjectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          clean.set(leaks.redact(where, field.getKey()), redact(leaks, where, field.getValue()));
        }
        yield clean;
      }
      case ArrayNode array -> {
        ArrayNode clean = JsonMapper.shared().createArrayNode();
        array.forEach(item -> clean.add(redact(leaks, where, item)));
        yield clean;
      }
      case JsonNode text when text.isString() ->
        JsonMapper.shared().getNodeFactory().stringNode(leaks.redact(where, text.stringValue()));
      case JsonNode other -> other;
    };
  }
}
