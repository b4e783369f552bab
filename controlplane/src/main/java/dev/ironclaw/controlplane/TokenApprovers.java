package dev.ironclaw.controlplane;

import dev.ironclaw.controlplane.access.Token;
import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.registry.Scope;
import java.util.stream.Stream;

/// Who can approve: the owner of the state folder, and whoever's token is good for it now.
record TokenApprovers(Tokens tokens) implements Approvers {
  @Override
  public boolean has(String operator) {
    return operator.equals("local")
        || good(Scope.APPROVE).anyMatch(token -> token.name().value().equals(operator));
  }

  @Override
  public int admins() {
    return 1 + (int) good(Scope.ADMIN).count();
  }

  private Stream<Token> good(Scope scope) {
    return tokens.all().stream().filter(tokens::isGood).filter(token -> token.principal().may(scope));
  }
}
