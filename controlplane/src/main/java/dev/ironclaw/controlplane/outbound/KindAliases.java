package dev.ironclaw.controlplane.outbound;

import java.util.Locale;
import java.util.Map;

/// Other names under which models ask for a kind of change. What is not in the list goes on as it is, and the gateway
/// refuses it: no name means a kind by being like one.
final class KindAliases {
  private static final Map<String, String> ALIASES = Map.ofEntries(Map.entry("set_persona", "persona"),
      Map.entry("set_enabled_tools", "enabled_tools"), Map.entry("install_packages", "packages"),
      Map.entry("add_package", "packages"), Map.entry("set_wiring", "wiring"),
      Map.entry("set_permissions", "permissions"), Map.entry("grant_role", "permissions"),
      Map.entry("add_member", "permissions"), Map.entry("add_mount", "mounts"), Map.entry("set_mounts", "mounts"),
      Map.entry("grant_mcp", "mcp_access"), Map.entry("set_mcp_access", "mcp_access"),
      Map.entry("add_mcp_server", "mcp_register"), Map.entry("register_mcp", "mcp_register"));

  private KindAliases() {}

  /// The kind's own name; names come in any case.
  static String kind(String asked) {
    String name = asked.toLowerCase(Locale.ROOT);
    return ALIASES.getOrDefault(name, name);
  }
}
