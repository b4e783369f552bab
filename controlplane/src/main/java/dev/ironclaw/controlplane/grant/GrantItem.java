package dev.ironclaw.controlplane.grant;

/// One capability, by what it is and which.
///
/// @param key of a tool its name, of a mount its name, of a wiring its id, of a member the user, of a role
///        `<role>/<user>`, of a destination `<channelType>/<platformId>`
public record GrantItem(Type type, String key) {
  /// What can be held.
  public enum Type {
    TOOL, MOUNT, WIRING, MEMBER, ROLE, DESTINATION;

    /// For example `tool`.
    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Type ofWireName(String name) {
      return valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }
  }

  @Override
  public String toString() {
    return type.wireName() + " " + key;
  }
}
