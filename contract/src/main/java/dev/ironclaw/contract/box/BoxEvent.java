package dev.ironclaw.contract.box;

import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.SessionId;

/// One line of the event stream, in NDJSON with a `type`.
public sealed interface BoxEvent {
  /// First line once the box belongs to a session; sent again first on every reconnect.
  record Bound(SessionId session, BoxConfig config) implements BoxEvent {}

  /// An inbound row that is not completed, in rising seq.
  record Message(MessageIn message) implements BoxEvent {}

  /// The agent group changed and this box may go on with the new configuration.
  record Config(BoxConfig config) implements BoxEvent {}

  /// Finish the running turn and exit 0; the host ends the box after a grace period.
  record Stop(String reason) implements BoxEvent {}

  /// A person stopped what was asked so far: end the turn of each row up to `seq`, keep what was done, answer what there
  /// is. Sent again on every reconnect.
  record Cancel(long seq) implements BoxEvent {}
}
