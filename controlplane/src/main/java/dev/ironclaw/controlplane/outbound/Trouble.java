package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.time.Instant;

/// An outbound row that did not go well at once.
///
/// @param destination what has to wait behind it: `channelType/platformId`, or `system`
/// @param attempts failed tries
/// @param nextAt when to try again, for `RETRYING`
record Trouble(SessionId session, MessageId message, String destination, State state, int attempts, Instant nextAt,
    String reason) {

  /// `BURYING` is given up and audited, but the agent is not told and the row not marked yet.
  enum State {
    RETRYING, BURYING
  }
}
