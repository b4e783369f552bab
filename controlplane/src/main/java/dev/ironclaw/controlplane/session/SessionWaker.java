package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.SessionId;

/// Makes sure that a session with work has a box. Returns at once.
@FunctionalInterface
public interface SessionWaker {
  void wake(SessionId session);
}
