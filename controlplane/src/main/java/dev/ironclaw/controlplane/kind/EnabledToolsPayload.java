package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.registry.AgentGroup;
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

/// The whole list of tools that an agent is to have; empty means none.
///
/// @param tools sorted
record EnabledToolsPayload(List<String> tools) implements Payload {
  private static final String FORM = "[names] or {\"tools\": [names]} for the whole list, {\"add\": [names]} to add; "
      + "names: " + String.join(", ", ToolName.ALL);

  EnabledToolsPayload {
    tools = List.copyOf(new TreeSet<>(tools));
  }

  static EnabledToolsPayload parse(JsonNode after, AgentGroup base) {
    if (after.isArray()) {
      return new EnabledToolsPayload(names("the list", after));
    }
    if (!after.isObject() || after.size() != 1) {
      throw invalid("it must be a list or an object with one field");
    }
    Map.Entry<String, JsonNode> field = after.properties().iterator().next();
    return switch (field.getKey().toLowerCase(Locale.ROOT)) {
      case "tools" -> new EnabledToolsPayload(names("\"tools\"", field.getValue()));
      case "add" -> {
        List<String> union = new ArrayList<>(base.enabledTools());
        union.addAll(names("\"add\"", field.getValue()));
        yield new EnabledToolsPayload(union);
      }
      default -> throw invalid("unknown field \"" + VisibleText.brief(field.getKey()) + "\"");
    };
  }

  @Override
  public JsonNode toJson() {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    tools.forEach(names::add);
    return JsonNodeFactory.instance.objectNode().set("tools", names);
  }

  private static List<String> names(String where, JsonNode list) {
    if (!list.isArray()) {
      throw invalid(where + " must be a list of names");
    }
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode item : list.values()) {
      if (!item.isString()) {
        throw invalid(where + " must hold names only");
      }
      String name = item.stringValue();
      if (!ToolName.ALL.contains(name)) {
        throw invalid(where + " names an unknown tool \"" + VisibleText.brief(name) + "\"");
      }
      if (!seen.add(name)) {
        throw invalid(where + " names " + name + " twice");
      }
      names.add(name);
    }
    return names;
  }

  private static RuntimeException invalid(String problem) {
    return new Fields.Schema(ChangeKind.ENABLED_TOOLS, FORM).invalid(problem);
  }
}
