package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.ToolName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The tools that an agent is to have: the whole list (empty means none), or those that are added to what it has when the
/// change is applied. Which of the two was asked for stays what was asked for: other changes may be applied meanwhile.
///
/// @param tools sorted
record EnabledToolsPayload(boolean adds, List<String> tools) implements Payload {
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.ENABLED_TOOLS,
      "[names] or {\"tools\": [names]} for the whole list, {\"add\": [names]} to add; "
          + "names: " + String.join(", ", ToolName.ALL));

  EnabledToolsPayload {
    tools = List.copyOf(new TreeSet<>(tools));
  }

  static EnabledToolsPayload parse(JsonNode after) {
    if (after.isArray()) {
      return new EnabledToolsPayload(false, names("the list", after));
    }
    if (!after.isObject() || after.size() != 1) {
      throw SCHEMA.invalid("it must be a list or an object with one field");
    }
    Map.Entry<String, JsonNode> field = after.properties().iterator().next();
    return switch (field.getKey().toLowerCase(Locale.ROOT)) {
      case "tools" -> new EnabledToolsPayload(false, names("\"tools\"", field.getValue()));
      case "add" -> new EnabledToolsPayload(true, names("\"add\"", field.getValue()));
      default -> throw SCHEMA.unknown("unknown field \"" + VisibleText.brief(field.getKey()) + "\"", field.getKey());
    };
  }

  /// The whole list that the agent has afterwards, sorted.
  List<String> after(List<String> present) {
    if (!adds) {
      return tools;
    }
    Set<String> union = new TreeSet<>(present);
    union.addAll(tools);
    return List.copyOf(union);
  }

  @Override
  public JsonNode toJson() {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    tools.forEach(names::add);
    return JsonNodeFactory.instance.objectNode().set(adds ? "add" : "tools", names);
  }

  private static List<String> names(String where, JsonNode list) {
    if (!list.isArray()) {
      throw SCHEMA.invalid(where + " must be a list of names");
    }
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode item : list.values()) {
      if (!item.isString()) {
        throw SCHEMA.invalid(where + " must hold names only");
      }
      String name = item.stringValue();
      if (!ToolName.ALL.contains(name)) {
        throw SCHEMA.unknown(where + " names an unknown tool \"" + VisibleText.brief(name) + "\"", name);
      }
      if (!seen.add(name)) {
        throw SCHEMA.invalid(where + " names " + name + " twice");
      }
      names.add(name);
    }
    return names;
  }
}
