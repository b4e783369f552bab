package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.PartialText;

/// What the supervisor passes on. Called on threads that must not wait.
public interface SessionEvents {
  /// A box is about to be bound to the session.
  void bound(SessionId session);

  /// The session's box is gone: it can commit nothing any more.
  void released(SessionId session);

  /// The session's box has made rows durable.
  void committed(SessionId session);

  void partial(AgentGroupId agentGroup, SessionId session, PartialText text);

  /// A box changed its state.
  void changed(BoxStatus status);
}
