package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.UserId;
import java.util.Optional;
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
    private static final String PREFIX = "operator:";

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
      return PREFIX + tokenName;
    }

    /// Of the operator who has this [#name]; empty for the name of another principal.
    public static Optional<String> tokenName(String name) {
      return name.startsWith(PREFIX) ? Optional.of(name.substring(PREFIX.length())) : Optional.empty();
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
