package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.registry.Session;
import java.util.Optional;

/// What an agent may ask of the host.
@FunctionalInterface
public interface SystemActions {
  /// Does what the row asks. May be called again with the same row after a crash.
  ///
  /// @throws dev.ironclaw.contract.IronclawException where it could not be decided now; it is tried again
  Outcome handle(Session session, OutboundRow row);

  /// What became of it.
  sealed interface Outcome {
    /// Done, recorded or of no meaning to the host.
    record Handled() implements Outcome {}

    /// Not done and never will be; the agent is told `why`.
    ///
    /// @param action what was asked, fit for an audit line
    /// @param kind of change that was asked for, in the agent's word; empty where none was
    /// @param code the kind of reason
    record Refused(String action, Optional<String> kind, ErrorCode code, String why) implements Outcome {
      public Refused(String action, ErrorCode code, String why) {
        this(action, Optional.empty(), code, why);
      }
    }
  }
}
