package dev.ironclaw.controlplane.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.grant.Grant;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.EgressRule;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import dev.ironclaw.controlplane.registry.VaultUse;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the registry and the grants let through, with their limits.
class EgressRightsTest {
  private static final AgentGroupId ADA = new AgentGroupId("ada");
  private static final SessionId ONE = new SessionId("ses_0000000000000001");
  private static final SessionId TWO = new SessionId("ses_0000000000000002");

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock();
  private final Brake brake = Brake.loose();
  private StateFolder files;
  private Ledger ledger;
  private Grants grants;
  private EgressRights rights;
  private int changes;

  @BeforeEach
  void open() {
    files = new StateFolder(folder, clock);
    ledger = new StateLedger(files.state, files.audit);
    grants = new Grants(ledger, files.registry, clock, new Random(7), brake, _ -> {});
    rights = EgressRights.of(files.registry, grants);
    ledger.<Boolean>write(connection -> files.registry.createAgentGroup(connection, new AgentGroup(ADA, 1, "Ada", "ada",
        "mock", "mock-1", Persona.EMPTY, List.of())));
  }

  @AfterEach
  void close() {
    files.close();
  }

  private void give(GrantScope scope, RegistryEdit... edits) {
    RegistrySnapshot before = files.registry.snapshot();
    boolean _ = ledger.<Boolean>audited(transaction -> {
      boolean applied = files.registry.apply(transaction.connection(), List.of(edits));
      grants.changed(transaction.connection(), new ChangeId("chg_%032x".formatted(changes++)), Optional.of(ADA), before,
          scope, "olga");
      return applied;
    });
  }

  private static RegistryEdit rule(String method, String host, String path) {
    return new RegistryEdit.PutEgress(new EgressRule(ADA, method, host, EgressRule.HTTPS, path));
  }

  private boolean may(SessionId session, String method, String url) {
    return rights.mayCall(ADA, session, method, EgressUrl.parse(url));
  }

  @Test
  void letsARuleForAPathHoldForNoPathThatAServerMayReadAsAnother() {
    give(GrantScope.ALWAYS, rule("GET", "example.org", "/docs"));
    assertThat(may(ONE, "GET", "https://example.org/docs/a")).isTrue();
    for (String path : List.of("/docs/..%2fadmin", "/docs/a//b", "/docs/a%5cb", "/docs/%00")) {
      assertThat(may(ONE, "GET", "https://example.org" + path)).as(path).isFalse();
    }
    give(GrantScope.ALWAYS, rule("", "api.example.org", ""));
    assertThat(may(ONE, "GET", "https://api.example.org/projects/group%2Fname")).as("no path is named").isTrue();
    assertThat(rights.mayCall(new AgentGroupId("ben"), ONE, "GET", EgressUrl.parse("https://example.org/docs")))
        .isFalse();
  }

  @Test
  void countsEachUse() {
    give(GrantScope.ALWAYS, rule("GET", "example.org", ""));
    assertThat(may(ONE, "GET", "https://example.org/") && may(TWO, "HEAD", "https://example.org/")).isTrue();
    assertThat(may(ONE, "POST", "https://example.org/")).isFalse();
    assertThat(grants.list(0)).singleElement().extracting(Grant::uses).isEqualTo(2L);
  }

  @Test
  void holdsToTheConversationAndTheTimeThatAHumanSet() {
    Instant until = clock.instant().plus(Duration.ofMinutes(5));
    give(new GrantScope(Optional.empty(), OptionalInt.empty(), Optional.of(ONE)), rule("", "one.example.org", ""));
    give(new GrantScope(Optional.of(until), OptionalInt.empty(), Optional.empty()), rule("", "soon.example.org", ""));
    assertThat(may(ONE, "GET", "https://one.example.org/")).isTrue();
    assertThat(may(TWO, "GET", "https://one.example.org/")).isFalse();
    assertThat(may(TWO, "GET", "https://soon.example.org/")).isTrue();
    clock.advance(Duration.ofMinutes(5));
    assertThat(may(TWO, "GET", "https://soon.example.org/")).as("before anybody took it away").isFalse();
    assertThat(grants.expireDue(_ -> {})).isTrue();
    assertThat(files.registry.snapshot().reach().egress()).extracting(EgressRule::host)
        .containsExactly("one.example.org");
  }

  @Test
  void letsACredentialGoToItsHostUntilItIsRevokedOrGone() {
    give(GrantScope.ALWAYS, new RegistryEdit.PutVaultUse(new VaultUse(ADA, "git", "git.example.org")));
    EgressUrl git = EgressUrl.parse("https://git.example.org/");
    assertThat(rights.mayUse(ADA, ONE, "git", git)).isTrue();
    assertThat(rights.mayUse(ADA, ONE, "git", EgressUrl.parse("https://git.example.org:8443/"))).isFalse();
    assertThat(rights.mayUse(ADA, ONE, "git", EgressUrl.parse("https://example.org/"))).isFalse();
    assertThat(rights.mayUse(ADA, ONE, "gi", git)).isFalse();
    grants.revokeCredential("gi", "olga");
    assertThat(rights.mayUse(ADA, ONE, "git", git)).as("another one was taken").isTrue();
    grants.revokeCredential("git", "olga");
    assertThat(rights.mayUse(ADA, ONE, "git", git)).isFalse();
    assertThat(files.registry.snapshot().reach().vault()).isEmpty();
  }

  @Test
  void endsTheUsesOfWhatIsNotKeptAnyMore() {
    give(GrantScope.ALWAYS, new RegistryEdit.PutVaultUse(new VaultUse(ADA, "git", "git.example.org")),
        new RegistryEdit.PutVaultUse(new VaultUse(ADA, "wiki", "git.example.org")));
    grants.revokeCredentialsBut(Set.of("wiki"), "system");
    assertThat(files.registry.snapshot().reach().vault()).extracting(VaultUse::credential).containsExactly("wiki");
  }

  @Test
  void letsNothingGoInAPanic() {
    give(GrantScope.ALWAYS, rule("", "example.org", ""));
    brake.engage(new Panic(Instant.EPOCH, "alice", Optional.empty()));
    assertThatThrownBy(() -> may(ONE, "GET", "https://example.org/")).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_READY));
  }
}
