package dev.ironclaw.controlplane.activity;

import java.time.Instant;

/// What happened in one hour.
///
/// @param start its beginning
public record ActiveHour(Instant start, long messagesIn, long messagesOut, long modelCalls, long changesDecided) {
  static ActiveHour quiet(Instant start) {
    return new ActiveHour(start, 0, 0, 0, 0);
  }

  ActiveHour plus(ActiveHour more) {
    return new ActiveHour(start, messagesIn + more.messagesIn, messagesOut + more.messagesOut,
        modelCalls + more.modelCalls, changesDecided + more.changesDecided);
  }
}
