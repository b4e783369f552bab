package dev.ironclaw.controlplane.gateway;

import java.util.Optional;

/// Finds the message in whose turn an agent asked for something.
@FunctionalInterface
public interface Askings {
  /// Empty where there is none, or where it can't be read any more.
  Optional<Asking> of(Origin origin);

  /// One message, in somebody's own words.
  ///
  /// @param place for example `webchat/mock-agent`
  /// @param sender who wrote it
  record Asking(String place, String sender, String words) {}
}
