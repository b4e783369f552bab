package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.SessionId;
import java.time.Instant;

/// One alarm for each session: a later one takes the place of an earlier one.
interface Alarms extends AutoCloseable {
  void set(SessionId session, Instant when);

  @Override
  void close();
}
