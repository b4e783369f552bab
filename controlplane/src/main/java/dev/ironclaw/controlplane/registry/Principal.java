package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.UserId;
import java.util.Set;

/// Who is asking. Always from authentication, never from a request's field. Only an operator can decide a change.
public sealed interface Principal {
  /// As it stands in the audit log and in `decidedBy`.
  String name();

  /// Holds a token of the API.
  ///
  /// @param tokenName `local` for the token in the state folder; no other token can have that name
  /// @param scopes what the token is good for
  record Operator(String tokenName, Set<Scope> scopes) implements Principal {
    public Operator {
      scopes = Set.copyOf(scopes);
    }

    /// With every scope, as the owner of the state folder.
    public Operator(String tokenName) {
      this(tokenName, Scope.ALL);
    }

    public boolean may(Scope needed) {
      return scopes.stream().anyMatch(scope -> scope.covers(needed));
    }

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
