package dev.ironclaw.controlplane.registry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a token of the API is good for. A set of them is a token's whole power.
public enum Scope {
  /// See everything that the API shows, conversations too.
  READ,
  /// Write to agents, as a person in a chat. Reads nothing.
  CHAT,
  /// Decide changes and end boxes.
  APPROVE,
  /// Run one-off commands in containers, as far as a change lets the token. Reads nothing else.
  COMMAND,
  /// Ask for changes, make and revoke tokens, run the selftest.
  ADMIN;

  public static final Set<Scope> ALL = Set.of(values());

  /// As in requests and answers.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> ofWireName(String name) {
    return Arrays.stream(values()).filter(scope -> scope.wireName().equals(name)).findFirst();
  }

  /// Whether who has this one may do what needs the other: who decides must see what it decides on.
  public boolean covers(Scope needed) {
    return switch (this) {
      case READ, CHAT, COMMAND -> this == needed;
      case APPROVE -> needed == APPROVE || needed == READ;
      case ADMIN -> true;
    };
  }
}
