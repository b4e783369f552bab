package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.isolation.ProbeResult;
import dev.ironclaw.controlplane.isolation.RuntimeReport;
import dev.ironclaw.controlplane.panic.PanicControl;
import java.util.List;

/// What an operator can see and do about running boxes.
public interface SessionControl {
  List<BoxStatus> boxes();

  /// A brake: ends the session's box now; its queues stay, and the next message starts a new one. Idempotent.
  void terminate(SessionId session);

  /// Ends the turns of all that was asked in the session so far, keeps what is there of the answers, and leaves the box
  /// to go on. Idempotent.
  ///
  /// @return how many messages get no further answer; 0 where nothing was being answered
  int stop(SessionId session);

  /// The brake on everything.
  PanicControl panic();

  /// Runs the escape probes in a real box of its own and waits for them.
  List<ProbeResult> selftest();

  RuntimeReport runtime();

  /// Digest of the image that every box is started from.
  String image();
}
