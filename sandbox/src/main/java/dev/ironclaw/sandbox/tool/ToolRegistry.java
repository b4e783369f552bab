package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The closed list of compiled tools. Whichever of them the model calls is tried: the list that an agent is given only
/// says what the model is offered, and the host refuses what was not granted.
public final class ToolRegistry {
  /// Names of tools by which an agent would change itself. No tool may ever bear one.
  static final Set<String> RESERVED = Set.of("install_packages", "install_package", "add_mcp_server",
      "remove_mcp_server", "self_edit", "edit_self", "edit_source", "set_persona", "set_permissions");
  static final int MAX_OUTPUT_CHARS = 64 * 1024;

  private final Map<String, Tool> tools = new LinkedHashMap<>();

  /// Refuses a reserved name and a name given twice.
  public ToolRegistry(List<Tool> compiled) {
    for (Tool tool : compiled) {
      if (RESERVED.contains(tool.name()) || tools.putIfAbsent(tool.name(), tool) != null) {
        throw new IronclawException(ErrorCode.CONFLICT,
            "register tool " + tool.name() + ": the name is reserved or taken; choose another");
      }
    }
  }

  public Optional<Tool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  /// Never throws for what a model can send or a host can answer.
  public ToolResult invoke(String name, ToolCall call) {
    Tool tool = tools.get(name);
    if (tool == null) {
      return ToolResult.failed("there is no tool of this name");
    }
    try {
      return bounded(tool.invoke(call));
    } catch (IronclawException refused) {
      return bounded(ToolResult.failed(name + ": " + refused.getMessage()));
    }
  }

  private static ToolResult bounded(ToolResult result) {
    String text = result.text();
    return text.length() <= MAX_OUTPUT_CHARS
        ? result
        : new ToolResult(text.substring(0, MAX_OUTPUT_CHARS) + "\n[cut after 64 KiB]", result.isError(),
            result.shown());
  }
}
