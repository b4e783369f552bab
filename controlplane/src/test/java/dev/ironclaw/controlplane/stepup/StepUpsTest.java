package dev.ironclaw.controlplane.stepup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepUpsTest {
  private static final Principal.Operator ALICE = new Principal.Operator("alice");
  private static final Principal.Operator BOB = new Principal.Operator("bob");

  @TempDir
  private Path folder = Path.of("");
  private final FakeClock clock = new FakeClock();
  private Database database;
  private AuditLog audit;
  private Ledger ledger;
  private StepUps stepUps;
  private byte[] secret = new byte[0];

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    audit = AuditLog.open(database, folder, new byte[32], new byte[32], clock);
    ledger = new StateLedger(database, audit);
    stepUps = new StepUps(ledger, Keyring.open(folder), clock, new Remembering());
  }

  @AfterEach
  void close() {
    audit.close();
    database.close();
  }

  /// Gives secrets and keeps the last one.
  private final class Remembering extends Random {
    private static final long serialVersionUID = 1L;

    Remembering() {
      super(4);
    }

    @Override
    public void nextBytes(byte[] bytes) {
      super.nextBytes(bytes);
      secret = bytes.clone();
    }
  }

  private String code(long stepsAway) {
    return Totp.code(secret, clock.instant().getEpochSecond() / 30 + stepsAway);
  }

  private String wrong() {
    String right = code(0);
    return right.equals("000000") || code(1).equals("000000") || code(-1).equals("000000") ? "111111" : "000000";
  }

  private Optional<StepUpCheck.Refusal> use(Principal.Operator by, String code) {
    return ledger.audited(transaction -> stepUps.use(transaction, by.name(), Optional.of(code)));
  }

  private void enrolled() {
    stepUps.enroll(ALICE, Optional.empty());
    stepUps.confirm(ALICE, code(0));
    clock.advance(Duration.ofSeconds(90));
  }

  private static void refused(ErrorCode code, ThrowingCallable call, String words) {
    assertThatThrownBy(call).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(code)).hasMessageContaining(words);
  }

  private List<String> events() {
    return audit.newest(100).stream().map(AuditRecord::event)
        .filter(event -> event.stage().equals("step-up")).map(event -> event.kind() + " " + event.actor()).toList();
  }

  /// RFC 6238, appendix B, cut to six digits.
  @Test
  void computesTheCodesOfTheRfc() {
    byte[] rfc = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    assertThat(Totp.code(rfc, 59 / 30)).isEqualTo("287082");
    assertThat(Totp.code(rfc, 1_111_111_109L / 30)).isEqualTo("081804");
    assertThat(Totp.code(rfc, 20_000_000_000L / 30)).isEqualTo("353130");
    assertThat(Totp.base32(rfc)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(Totp.base32("foob".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YQ");
  }

  @Test
  void countsOnlyAfterAFirstCode() {
    StepUps.Enrolment shown = stepUps.enroll(ALICE, Optional.empty());
    assertThat(shown.uri()).startsWith("otpauth://totp/IronClaw:alice?secret=" + shown.secret() + "&issuer=IronClaw");
    assertThat(shown.toString()).doesNotContain(shown.secret());
    assertThat(use(ALICE, code(0)).orElseThrow().code()).isEqualTo(ErrorCode.STEP_UP_REQUIRED);

    refused(ErrorCode.STEP_UP_REFUSED, () -> stepUps.confirm(ALICE, wrong()), "wrong");
    assertThat(stepUps.confirm(ALICE, code(0)).confirmedAt()).isPresent();
    assertThat(use(ALICE, code(0)).orElseThrow().why()).as("the first code is used up").contains("used already");
    clock.advance(Duration.ofSeconds(30));
    assertThat(use(ALICE, code(0))).isEmpty();
    assertThat(use(BOB, code(0)).orElseThrow().why()).contains("operator:bob has no confirmed second factor");
    assertThat(events()).contains("enroll operator:alice", "refuse operator:alice", "confirm operator:alice");
  }

  @Test
  void aCodeIsGoodOneStepToEitherSideAndOnce() {
    enrolled();
    assertThat(use(ALICE, code(-2)).orElseThrow().why()).contains("wrong");
    assertThat(use(ALICE, code(2)).orElseThrow().why()).contains("wrong");
    assertThat(use(ALICE, code(-1))).isEmpty();
    assertThat(use(ALICE, code(-1)).orElseThrow().why()).contains("used already");
    assertThat(use(ALICE, code(1))).isEmpty();
    assertThat(use(ALICE, code(0)).orElseThrow().why()).as("older than one that was used").contains("used already");
  }

  @Test
  void aUsedCodeStaysUsedOverARestart() {
    enrolled();
    String code = code(0);
    assertThat(use(ALICE, code)).isEmpty();
    close();
    byte[] kept = secret;
    open();
    secret = kept;
    assertThat(use(ALICE, code).orElseThrow().why()).contains("used already");
    clock.advance(Duration.ofSeconds(30));
    assertThat(use(ALICE, code(0))).isEmpty();
  }

  @Test
  void fiveWrongCodesLockThatOperatorAndTheNextFiveLockForLonger() {
    enrolled();
    for (int i = 0; i < 5; i++) {
      assertThat(use(ALICE, wrong()).orElseThrow().code()).isEqualTo(ErrorCode.STEP_UP_REFUSED);
    }
    assertThat(use(ALICE, code(0)).orElseThrow().why()).as("a right one does not help now").contains("locked until");
    assertThat(stepUps.status(ALICE).lockedUntil()).contains(clock.instant().plus(Duration.ofMinutes(5)));
    clock.advance(Duration.ofMinutes(5));
    for (int i = 0; i < 5; i++) {
      assertThat(use(ALICE, wrong())).isPresent();
    }
    clock.advance(Duration.ofMinutes(9));
    assertThat(use(ALICE, code(0)).orElseThrow().why()).contains("locked until");
    clock.advance(Duration.ofMinutes(1));
    assertThat(use(ALICE, code(0))).isEmpty();
    assertThat(stepUps.status(ALICE).lockedUntil()).isEmpty();
  }

  @Test
  void whatIsNoCodeIsNotCounted() {
    enrolled();
    for (String none : List.of("", "12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345")) {
      assertThat(use(ALICE, none).orElseThrow().why()).as(none).contains("six digits");
    }
    assertThat(use(ALICE, " " + code(0).substring(0, 3) + " " + code(0).substring(3))).isEmpty();
  }

  @Test
  void replacingAndRemovingTakeACurrentCode() {
    enrolled();
    byte[] old = secret;
    refused(ErrorCode.STEP_UP_REQUIRED, () -> stepUps.enroll(ALICE, Optional.empty()), "six digits");
    secret = old;
    refused(ErrorCode.STEP_UP_REQUIRED, () -> stepUps.remove(ALICE, Optional.empty()), "six digits");
    refused(ErrorCode.STEP_UP_REFUSED, () -> stepUps.remove(ALICE, Optional.of(wrong())), "wrong");
    stepUps.enroll(ALICE, Optional.of(Totp.code(old, clock.instant().getEpochSecond() / 30)));
    byte[] fresh = secret;
    clock.advance(Duration.ofSeconds(60));
    secret = old;
    assertThat(use(ALICE, code(0))).as("the old one counts until the new one is confirmed").isEmpty();
    secret = fresh;
    stepUps.confirm(ALICE, code(0));
    clock.advance(Duration.ofSeconds(60));
    secret = old;
    assertThat(use(ALICE, code(0)).orElseThrow().why()).contains("wrong");
    secret = fresh;
    assertThat(stepUps.remove(ALICE, Optional.of(code(0))).confirmedAt()).isEmpty();
    refused(ErrorCode.CONFLICT, () -> stepUps.remove(ALICE, Optional.empty()), "no second factor");
    refused(ErrorCode.CONFLICT, () -> stepUps.confirm(ALICE, code(0)), "nothing waits");
  }

  @Test
  void theWayBackNeedsNoCodeAndIsRecorded() {
    enrolled();
    assertThat(stepUps.reset("alice", "the command line")).isTrue();
    assertThat(stepUps.reset("alice", "the command line")).isFalse();
    assertThat(stepUps.status(ALICE).confirmedAt()).isEmpty();
    assertThat(events()).contains("reset the command line");
  }

  @Test
  void nothingOnDiskHoldsTheSecret() {
    enrolled();
    String row = database.read(connection -> {
      try (var statement = connection.prepareStatement("SELECT * FROM step_up"); var rows = statement.executeQuery()) {
        StringBuilder all = new StringBuilder();
        while (rows.next()) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            all.append(rows.getString(i)).append(' ');
          }
        }
        return all.toString();
      }
    });
    assertThat(row).contains("operator:alice").doesNotContain(Totp.base32(secret))
        .doesNotContain(java.util.Base64.getEncoder().encodeToString(secret));
  }

  @Test
  void whoCanApproveNothingHasNoUseForIt() {
    refused(ErrorCode.DENIED, () -> stepUps.enroll(new Principal.Operator("eve", Set.of(Scope.READ)), Optional.empty()),
        "scope 'approve'");
  }
}
