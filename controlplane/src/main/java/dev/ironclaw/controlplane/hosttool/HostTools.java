package dev.ironclaw.controlplane.hosttool;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tools that the host does, by name.
public final class HostTools {
  private final Map<String, HostTool> tools = new LinkedHashMap<>();

  /// Refuses a name that comes twice.
  public HostTools(List<HostTool> tools) {
    for (HostTool tool : tools) {
      if (this.tools.putIfAbsent(tool.name(), tool) != null) {
        throw new IronclawException(ErrorCode.CONFLICT, "register host tool " + tool.name() + ": the name is taken");
      }
    }
  }

  public Optional<HostTool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }
}
