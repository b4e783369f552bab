package dev.ironclaw.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.event.Subscription;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.Schema;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  private static final Principal.Operator LOCAL = new Principal.Operator("local");

  @TempDir
  private Path folder = Path.of("");
  private final FakeClock clock = new FakeClock();
  private Database state;
  private AuditLog audit;
  private Tokens tokens;

  @BeforeEach
  void open() {
    state = Database.open(folder.resolve("state.db"), new byte[32],
        Schema.ofResources("state", "/db/state/V001__audit.sql", "/db/state/V006__tokens.sql"));
    audit = AuditLog.open(state, folder, new byte[32], new byte[32], clock);
    tokens = new Tokens(state, audit, clock, new SecureRandom());
  }

  @AfterEach
  void close() {
    tokens.close();
    audit.close();
    state.close();
  }

  @Test
  void knowsATokenByItsTextAloneAndAfterARestartToo() {
    Minted minted = mint("alice", Scope.APPROVE);
    assertThat(minted.text()).matches("ict_[A-Za-z0-9_-]{43}");
    assertThat(minted.token().id().value()).matches("tok_[0-9a-f]{16}");
    assertThat(minted.toString()).doesNotContain(minted.text());
    close();
    open();
    assertThat(tokens.present(minted.text())).isInstanceOfSatisfying(Presented.Good.class, good -> {
      assertThat(good.token().principal()).isEqualTo(new Principal.Operator("alice", Set.of(Scope.APPROVE)));
      assertThat(good.token().principal().name()).isEqualTo("operator:alice");
    });
    for (String other : List.of("", "ict_", minted.text() + "A", minted.text().substring(1), "x".repeat(100_000),
        minted.text().toUpperCase(java.util.Locale.ROOT))) {
      assertThat(tokens.present(other)).as(other).isEqualTo(new Presented.Unknown());
    }
  }

  @Test
  void keepsTheTextNowhere() throws IOException {
    Minted minted = mint("alice", Scope.READ);
    String secret = minted.text().substring("ict_".length());
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as("%s", file).doesNotContain(secret);
      }
    }
    // The file is encrypted, so the table's own words count too.
    List<String> rows = state.read(connection -> {
      List<String> words = new ArrayList<>();
      try (var statement = connection.prepareStatement("SELECT * FROM tokens"); var result = statement.executeQuery()) {
        while (result.next()) {
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            words.add(String.valueOf(result.getString(i)));
          }
        }
      }
      return words;
    });
    assertThat(rows).hasSize(9).noneMatch(word -> word.contains(secret) || word.contains(minted.text()));
    assertThat(audit.newest(10).toString()).contains("alice").doesNotContain(secret);
  }

  @Test
  void endsATokenWithItsTime() {
    Minted minted = tokens.create(
        new NewToken(new TokenName("ci"), Set.of(Scope.READ), Optional.of(Duration.ofDays(30))), LOCAL);
    clock.advance(Duration.ofDays(30).minusMillis(1));
    assertThat(tokens.present(minted.text())).isInstanceOf(Presented.Good.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(tokens.present(minted.text())).isInstanceOf(Presented.Over.class);
  }

  @Test
  void revokesAtOnceForGoodAndTellsWhoListens() {
    Minted minted = mint("alice", Scope.READ);
    List<String> told = new ArrayList<>();
    Subscription gone = tokens.onRevoked(minted.token().id(), () -> told.add("gone"));
    gone.close();
    Subscription before = tokens.onRevoked(minted.token().id(), () -> told.add("before"));
    tokens.revoke(minted.token().id(), new Principal.Operator("bob"));
    assertThat(told).containsExactly("before");
    Subscription late = tokens.onRevoked(minted.token().id(), () -> told.add("late"));
    assertThat(told).containsExactly("before", "late");
    tokens.revoke(minted.token().id(), LOCAL);
    before.close();
    late.close();
    assertThat(entries("revoke")).singleElement()
        .satisfies(entry -> assertThat(entry.event().actor()).isEqualTo("operator:bob"));
    close();
    open();
    assertThat(tokens.present(minted.text())).isInstanceOf(Presented.Over.class);
    assertThatThrownBy(() -> tokens.revoke(new TokenId("tok_0000000000000000"), LOCAL)).satisfies(code(
        ErrorCode.NOT_FOUND));
  }

  @Test
  void givesNobodyMoreThanTheyHave() {
    Principal.Operator approver = new Principal.Operator("alice", Set.of(Scope.APPROVE));
    assertThatThrownBy(() -> tokens.create(wanted("more", Scope.APPROVE, Scope.CHAT), approver))
        .satisfies(code(ErrorCode.DENIED)).hasMessageContaining("chat");
    assertThat(tokens.create(wanted("same", Scope.READ, Scope.APPROVE), approver).token().createdBy())
        .isEqualTo("operator:alice");
    assertThat(entries("create")).hasSize(1);
  }

  @Test
  void aTokenThatEndsMakesNoneThatOutlivesIt() {
    Principal.Operator guest = tokens.create(
        new NewToken(new TokenName("guest"), Set.of(Scope.ADMIN), Optional.of(Duration.ofHours(2))), LOCAL).token()
        .principal();
    clock.advance(Duration.ofHours(1));
    assertThatThrownBy(() -> tokens.create(wanted("forever", Scope.READ), guest)).satisfies(code(ErrorCode.DENIED));
    assertThatThrownBy(() -> tokens.create(
        new NewToken(new TokenName("longer"), Set.of(Scope.READ), Optional.of(Duration.ofMinutes(61))), guest))
        .satisfies(code(ErrorCode.DENIED));
    tokens.create(new NewToken(new TokenName("shorter"), Set.of(Scope.READ), Optional.of(Duration.ofMinutes(60))),
        guest);
  }

  @Test
  void usesANameOnceAlone() {
    Minted minted = mint("alice", Scope.READ);
    assertThatThrownBy(() -> mint("alice", Scope.READ)).satisfies(code(ErrorCode.CONFLICT));
    tokens.revoke(minted.token().id(), LOCAL);
    assertThatThrownBy(() -> mint("alice", Scope.READ)).satisfies(code(ErrorCode.CONFLICT));
    assertThat(tokens.all()).hasSize(1);
  }

  @Test
  void takesNoNameThatCouldBeSomebodyElses() {
    for (String name : List.of("local", "system", "verifier", "timeout", "auto", "sandbox", "user", "operator",
        "anonymous", "", "Alice", "-a", "a b", "sandbox:ses_1", "user:cli", "a".repeat(33), "аlice", "a\n", "a.b")) {
      assertThatThrownBy(() -> new TokenName(name)).as(name).satisfies(code(ErrorCode.INVALID_REQUEST));
    }
    assertThat(new TokenName("a".repeat(32)).value()).hasSize(32);
    assertThat(new TokenName("0-ci").value()).isEqualTo("0-ci");
  }

  @Test
  void makesNoneThatIsNotRecordedButRevokesAllTheSame() throws IOException {
    Minted before = mint("alice", Scope.READ);
    tamper();
    assertThatThrownBy(() -> mint("bob", Scope.READ)).isInstanceOf(IronclawException.class);
    assertThat(tokens.all()).extracting(token -> token.name().value()).containsExactly("alice");
    tokens.revoke(before.token().id(), LOCAL);
    assertThat(tokens.present(before.text())).isInstanceOf(Presented.Over.class);
    close();
    open();
    assertThat(tokens.present(before.text())).isInstanceOf(Presented.Over.class);
    assertThat(tokens.all()).extracting(token -> token.name().value()).containsExactly("alice");
  }

  @Test
  void isEndedInMemoryEvenWithoutADatabaseAndSaysThatARestartUndoesIt() {
    Minted minted = mint("alice", Scope.READ);
    state.write(connection -> {
      try (var statement = connection.prepareStatement("ALTER TABLE tokens RENAME TO hidden")) {
        return statement.executeUpdate();
      }
    });
    assertThatThrownBy(() -> tokens.revoke(minted.token().id(), LOCAL)).hasMessageContaining("once more");
    assertThat(tokens.present(minted.text())).isInstanceOf(Presented.Over.class);
    state.write(connection -> {
      try (var statement = connection.prepareStatement("ALTER TABLE hidden RENAME TO tokens")) {
        return statement.executeUpdate();
      }
    });
    tokens.revoke(minted.token().id(), LOCAL);
    close();
    open();
    assertThat(tokens.present(minted.text())).isInstanceOf(Presented.Over.class);
  }

  @Test
  void remembersTheLastUseWithoutACommitForEachCall() {
    Minted minted = mint("alice", Scope.READ);
    assertThat(tokens.all().getFirst().lastUsedAt()).isEmpty();
    long changes = changes();
    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofSeconds(1));
      tokens.present(minted.text());
    }
    assertThat(changes()).isEqualTo(changes);
    assertThat(tokens.all().getFirst().lastUsedAt()).contains(clock.instant());
    close();
    open();
    assertThat(tokens.all().getFirst().lastUsedAt()).contains(clock.instant());
  }

  /// The log is found broken: nothing may take effect any more.
  private void tamper() throws IOException {
    close();
    Path log = folder.resolve(AuditFormat.segment(1));
    String written = Files.readString(log);
    int at = written.indexOf("\"hash\":\"") + "\"hash\":\"".length();
    Files.writeString(log,
        written.substring(0, at) + (written.charAt(at) == '0' ? '1' : '0') + written.substring(at + 1));
    open();
    assertThat(audit.fault()).isPresent();
  }

  private long changes() {
    return state.write(connection -> {
      try (var statement = connection.prepareStatement("SELECT total_changes()");
          var result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    });
  }

  private Minted mint(String name, Scope... scopes) {
    return tokens.create(wanted(name, scopes), LOCAL);
  }

  private static NewToken wanted(String name, Scope... scopes) {
    return new NewToken(new TokenName(name), Set.of(scopes), Optional.empty());
  }

  private List<AuditRecord> entries(String kind) {
    return audit.newest(100).stream()
        .filter(entry -> entry.event().stage().equals("token") && entry.event().kind().equals(kind)).toList();
  }

  private static java.util.function.Consumer<Throwable> code(ErrorCode code) {
    return failure -> assertThat(failure).isInstanceOfSatisfying(IronclawException.class,
        known -> assertThat(known.code()).isEqualTo(code));
  }
}
