package dev.ironclaw.controlplane.grant;

import dev.ironclaw.controlplane.kind.Limit;
import java.util.Locale;

/// One capability, by what it is and which.
///
/// @param key of a tool its name, of a mount its name, of a wiring its id, of a member the user, of a role
///        `<role>/<user>`, of a destination `<channelType>/<platformId>`, of an egress rule and of a credential's use its
///        text
public record GrantItem(Type type, String key) {
  /// What can be held.
  public enum Type {
    TOOL, MOUNT, WIRING, MEMBER, ROLE, DESTINATION, EGRESS, VAULT;

    /// For example `tool`.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Type ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /// Whether the control plane sees each use.
  public boolean isCounted() {
    return switch (type) {
      case TOOL -> Limit.COUNTED_TOOLS.contains(key);
      case EGRESS, VAULT -> true;
      case MOUNT, WIRING, MEMBER, ROLE, DESTINATION -> false;
    };
  }

  @Override
  public String toString() {
    return type.wireName() + " " + key;
  }
}
