package dev.ironclaw.controlplane;

import dev.ironclaw.controlplane.access.Token;
import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.job.JobSecrets;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import dev.ironclaw.controlplane.vault.Vault;
import java.time.Clock;
import java.util.Optional;

/// The vault, as far as whoever created a job may still use it: the owner of the state folder, or a token that is good and
/// may do everything.
record SecretsOfJobs(Vault vault, Tokens tokens, Clock clock) implements JobSecrets {
  private static final String LOCAL = "local";

  @Override
  public boolean has(String name) {
    return vault.names().contains(name);
  }

  @Override
  public Optional<String> value(String owner, String name) {
    return Principal.Operator.tokenName(owner).filter(this::stands).flatMap(_ -> vault.secret(name));
  }

  private boolean stands(String token) {
    return token.equals(LOCAL) || tokens.all().stream().filter(other -> other.name().value().equals(token))
        .filter(other -> other.isGood(clock.instant())).map(Token::principal)
        .anyMatch(operator -> operator.may(Scope.ADMIN));
  }
}
