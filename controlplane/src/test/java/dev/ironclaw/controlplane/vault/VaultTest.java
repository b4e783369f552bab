package dev.ironclaw.controlplane.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.egress.Credentials;
import dev.ironclaw.controlplane.leak.LeakListener;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import dev.ironclaw.controlplane.testing.WatchedLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final Principal.Operator OLGA = new Principal.Operator("olga");
  private static final List<String> GIT = List.of("git.example.org");

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock();
  private final Leaks leaks = new Leaks(LeakListener.NOBODY);
  private final List<String> removed = new ArrayList<>();
  private StateFolder files;
  private Keyring keyring;
  private Vault vault;

  @BeforeEach
  void open() {
    files = new StateFolder(folder, clock);
    keyring = Keyring.open(folder);
    vault = vault(leaks);
  }

  private Vault vault(Leaks told) {
    return new Vault(new StateLedger(files.state, files.audit), keyring, clock, told,
        (name, by) -> removed.add(name + " " + by));
  }

  @AfterEach
  void close() {
    files.close();
  }

  private String header(String name, String host) {
    return vault.header(name, host).map(header -> header.name() + ": " + header.value()).orElse("none");
  }

  @Test
  void putsASecretIntoAHeaderForItsHostsAlone() {
    vault.add("git", List.of("git.example.org", "api.git.example.org"), "bearer", " tok-12345678\n", OLGA);
    vault.add("wiki", GIT, "basic", "ada:pass word", OLGA);
    vault.add("search", GIT, "header:X-Subscription-Token", "k-12345678", OLGA);
    assertThat(header("git", "git.example.org")).isEqualTo("authorization: Bearer tok-12345678");
    assertThat(header("git", "api.git.example.org")).isNotEqualTo("none");
    assertThat(header("wiki", "git.example.org")).isEqualTo("authorization: Basic YWRhOnBhc3Mgd29yZA==");
    assertThat(header("search", "git.example.org")).isEqualTo("x-subscription-token: k-12345678");
    assertThat(header("git", "example.org")).isEqualTo("none");
    assertThat(header("git", "evil.git.example.org")).isEqualTo("none");
    assertThat(header("other", "git.example.org")).isEqualTo("none");
    assertThat(vault.hosts("git")).containsExactlyInAnyOrder("git.example.org", "api.git.example.org");
    assertThat(vault.hosts("other")).isEmpty();
  }

  @Test
  void usesANewSecretAtOnceAndForgetsARemovedOneWithItsUses() {
    vault.add("git", GIT, "bearer", "tok-first-one", OLGA);
    vault.rotate("git", "tok-second-one", OLGA);
    assertThat(header("git", "git.example.org")).isEqualTo("authorization: Bearer tok-second-one");
    assertThat(vault.remove("git", OLGA).name()).isEqualTo("git");
    assertThat(header("git", "git.example.org")).isEqualTo("none");
    assertThat(removed).as("at its beginning too").containsExactly("git " + OLGA.name(), "git " + OLGA.name());
    assertThatThrownBy(() -> vault.rotate("git", "tok-third-one", OLGA)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> vault.remove("git", OLGA)).hasMessageContaining("no such credential");
  }

  @Test
  void writesTheSecretNowhereThatAnybodyReads() throws IOException {
    vault.add("git", GIT, "bearer", "tok-canary-77", OLGA);
    vault.add("wiki", GIT, "basic", "ada:canary-password", OLGA);
    vault.rotate("git", "tok-canary-88", OLGA);
    String shown = vault.all() + " " + vault.header("git", "git.example.org");
    assertThat(shown).contains("git.example.org").doesNotContain("canary");
    assertThat(files.audit.newest(100).stream().map(AuditRecord::toString)).anyMatch(line -> line.contains("rotate"))
        .noneMatch(line -> line.contains("canary"));
    String row = files.state.<String>read(connection -> {
      try (var select = connection.prepareStatement("SELECT secret FROM vault_credentials WHERE name = 'git'");
          var rows = select.executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    });
    assertThat(row).isNotBlank().doesNotContain("canary");
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as("%s", file)
            .doesNotContain("tok-canary", "canary-password");
      }
    }
  }

  @Test
  void knowsItsSecretsAgainAfterARestartSoThatNoneComesBackOut() {
    vault.add("git", GIT, "bearer", "tok-12345678", OLGA);
    vault.add("wiki", GIT, "basic", "ada:long-password", OLGA);
    Leaks afresh = new Leaks(LeakListener.NOBODY);
    Vault _ = vault(afresh);
    for (Leaks told : List.of(leaks, afresh)) {
      assertThat(told.redact("answer", "your token is tok-12345678, your password long-password"))
          .isEqualTo("your token is " + Leaks.REDACTED + ", your password " + Leaks.REDACTED);
    }
  }

  @Test
  void endsTheUsesOfANameBeforeANewCredentialHasIt() {
    List<String> kept = new ArrayList<>();
    Ledger ledger = new StateLedger(files.state, files.audit);
    List<Vault> watched = new ArrayList<>();
    watched.add(new Vault(ledger, keyring, clock, leaks,
        (name, _) -> kept.add(name + " of " + watched.getFirst().names())));
    watched.getFirst().add("git", GIT, "bearer", "tok-12345678", OLGA);
    assertThat(kept).containsExactly("git of []");
    assertThatThrownBy(() -> watched.getFirst().add("git", GIT, "bearer", "tok-87654321", OLGA))
        .hasMessageContaining("there is one");
    assertThat(kept).as("of one that is kept none ends").hasSize(1);
    Vault failing = new Vault(ledger, keyring, clock, leaks, (_, _) -> {
      throw new IronclawException(ErrorCode.CONFLICT, "its agent changes now; try again");
    });
    assertThatThrownBy(() -> failing.add("wiki", GIT, "bearer", "tok-12345678", OLGA))
        .hasMessageContaining("try again");
    assertThat(vault.names()).containsExactly("git");
  }

  @Test
  void knowsASecretBeforeAnybodyCanUseItAndTheOldOneOnItsWay() {
    List<String> shown = new ArrayList<>();
    Vault watched = new Vault(watching(() -> shown.add(leaks.masked("tok-first-one tok-second-one"))), keyring, clock,
        leaks, (_, _) -> {});
    watched.add("git", GIT, "bearer", "tok-first-one", OLGA);
    assertThat(shown).containsExactly(Leaks.REDACTED + " tok-second-one");
    watched.rotate("git", "tok-second-one", OLGA);
    assertThat(shown.getLast()).isEqualTo(Leaks.REDACTED + " " + Leaks.REDACTED);
    assertThat(leaks.masked("tok-first-one tok-second-one")).isEqualTo(Leaks.REDACTED + " " + Leaks.REDACTED);
    watched.rotate("git", "tok-second-one", OLGA);
    assertThat(leaks.masked("tok-first-one tok-second-one")).as("the same secret again")
        .isEqualTo(Leaks.REDACTED + " " + Leaks.REDACTED);
    Vault failing = new Vault(watching(() -> {
      throw new IllegalStateException("the disk is full");
    }), keyring, clock, leaks, (_, _) -> {});
    assertThatThrownBy(() -> failing.add("wiki", GIT, "bearer", "tok-third-one", OLGA)).hasMessageContaining("full");
    assertThat(leaks.masked("tok-third-one")).as("never kept").isEqualTo("tok-third-one");
  }

  /// Runs something before each commit.
  private Ledger watching(Runnable before) {
    WatchedLedger ledger = new WatchedLedger(new StateLedger(files.state, files.audit));
    ledger.beforeAudited = before;
    return ledger;
  }

  @Test
  void sealsEverySecretAnewUnderAnotherKey(@TempDir Path other) {
    vault.add("git", GIT, "bearer", "tok-12345678", OLGA);
    Keyring fresh = Keyring.open(other);
    files.state.<Boolean>write(connection -> {
      Vault.reseal(connection, keyring, fresh);
      return true;
    });
    keyring = fresh;
    vault = vault(leaks);
    assertThat(header("git", "git.example.org")).isEqualTo("authorization: Bearer tok-12345678");
  }

  @Test
  void refusesWhatCouldDoHarmOrNothing() {
    vault.add("git", GIT, "bearer", "tok-12345678", OLGA);
    refuses("there is one named git", "git", GIT, "bearer", "x-12345678");
    refuses("its name must match", "../x", GIT, "bearer", "x-1234567");
    refuses("its name must match", "a..b", GIT, "bearer", "x-1234567");
    refuses("needs 1 to 20 hosts", "a", List.of(), "bearer", "x-1234567");
    for (String host : List.of("127.0.0.1", "localhost", "*.example.org", "https://example.org", "example.org:8443",
        "")) {
      refuses("the host ", "a", List.of("example.org", host), "bearer", "x-1234567");
    }
    refuses("would be in every log", "a", GIT, "query:key", "x-1234567");
    refuses("its form must be", "a", GIT, "", "x-1234567");
    for (String header : List.of("header:", "header:Host", "header:Content-Length", "header:Proxy-Authorization",
        "header:Transfer-Encoding", "header:X Y", "header:X\r\nY", "header:Connection")) {
      refuses("its header must be", "a", GIT, header, "x-1234567");
    }
    for (String secret : List.of("", " ", "a\r\nX-Evil: 1", "a b c d e f", "ääääääää", "x".repeat(8_193))) {
      refuses("its secret must", "a", GIT, "bearer", secret);
    }
    refuses("USER:PASSWORD", "a", GIT, "basic", "nocolon");
    refuses("8 to 8192 characters", "a", GIT, "bearer", "tok-123");
    refuses("a password of 8 to 8192", "a", GIT, "basic", "a-long-user:pass");
    refuses("its secret must", "a", GIT, "header:X-Key", "a\nb");
    assertThat(vault.all()).hasSize(1);
  }

  private void refuses(String words, String name, List<String> hosts, String form, String secret) {
    assertThatThrownBy(() -> vault.add(name, hosts, form, secret, OLGA)).isInstanceOf(IronclawException.class)
        .hasMessageContaining(words).satisfies(e -> {
          if (secret.length() > 3) {
            assertThat(e.getMessage()).doesNotContain(secret);
          }
        });
  }

  @Test
  void aHeaderPrintsNoSecret() {
    assertThat(new Credentials.Header("x-key", "s3cret").toString()).doesNotContain("s3cret");
  }
}
