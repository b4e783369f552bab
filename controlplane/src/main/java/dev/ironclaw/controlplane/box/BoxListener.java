package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;

/// Hears what boxes do. Called on the server's threads: must hand on and return.
public interface BoxListener {
  /// The box is up.
  void hello(BoxId box, BoxHello hello);

  void heartbeat(BoxId box, Heartbeat heartbeat);

  /// A commit of this box is on disk.
  void committed(BoxId box, SessionId session, BoxCommit commit);

  void partial(BoxId box, SessionId session, PartialText text);

  /// A door said no: 403, or a malformed or oversized request.
  ///
  /// @param times how many of them this stands for
  void refused(BoxId box, String door, int status, String why, long times);
}
