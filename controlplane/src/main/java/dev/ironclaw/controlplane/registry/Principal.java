package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.UserId;

/// Who is asking. Always from authentication, never from a request's field. Only an operator can decide a change.
public sealed interface Principal {
  /// As it stands in the audit log and in `decidedBy`.
  String name();

  /// Holds a token of the API.
  record Operator(String tokenName) implements Principal {
    @Override
    public String name() {
      return "operator:" + tokenName;
    }
  }

  /// Talks in a chat.
  record ChatUser(UserId user) implements Principal {
    @Override
    public String name() {
      return "user:" + user;
    }
  }

  /// A box, known by its socket.
  record Agent(SessionId session) implements Principal {
    @Override
    public String name() {
      return "sandbox:" + session;
    }
  }

  /// The control plane itself.
  record ControlPlane() implements Principal {
    @Override
    public String name() {
      return "system";
    }
  }
}
