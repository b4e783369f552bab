package dev.ironclaw.controlplane.stepup;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.secret.SealedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// Every operator's second factor. Each step of its life is in the audit log before it counts; a code counts once, also
/// over a restart.
///
/// Threading: any platform thread.
public final class StepUps implements StepUpCheck {
  private static final String STAGE = "step-up";
  private static final SealedColumn SECRETS = new SealedColumn("step-up");

  private final Ledger ledger;
  private final Keyring keyring;
  private final Clock clock;
  private final RandomGenerator random;
  private final StepUpStore store = new StepUpStore();

  /// @param random source of the secrets: must be fit for keys
  public StepUps(Ledger ledger, Keyring keyring, Clock clock, RandomGenerator random) {
    this.ledger = ledger;
    this.keyring = keyring;
    this.clock = clock;
    this.random = random;
  }

  /// Makes a secret and shows it, once. It counts for nothing before [#confirm]; one that is in force stays until then.
  ///
  /// @param code a current code of the secret in force, where there is one
  /// @throws IronclawException `STEP_UP_REQUIRED`, `STEP_UP_REFUSED`; `DENIED` for a token that can't approve anything
  public Enrolment enroll(Principal.Operator by, Optional<String> code) {
    requireApprover(by);
    byte[] secret = new byte[Totp.SECRET_BYTES];
    random.nextBytes(secret);
    change("enroll", by, transaction -> {
      StepUpRow row = store.read(transaction.connection(), by.name());
      Optional<Refusal> no = row.secret().isPresent() ? use(transaction, by.name(), code) : Optional.empty();
      if (no.isEmpty()) {
        store.put(transaction.connection(), by.name(),
            store.read(transaction.connection(), by.name()).withCandidate(SECRETS.seal(keyring, secret, by.name())));
        transaction.audit(event("enroll", by.name(), row.secret().isPresent()
            ? "a new secret was shown; the present one counts until it is confirmed"
            : "a secret was shown; it counts once it is confirmed"));
      }
      return no;
    });
    String text = Totp.base32(secret);
    return new Enrolment(text, Totp.uri(by.tokenName(), text));
  }

  /// Puts the secret that was shown in force, with a first code of it.
  ///
  /// @throws IronclawException `CONFLICT` where none was shown, `STEP_UP_REFUSED`
  public Status confirm(Principal.Operator by, String code) {
    change("confirm", by, transaction -> {
      StepUpRow row = store.read(transaction.connection(), by.name());
      String candidate = row.candidate().orElseThrow(() -> new IronclawException(ErrorCode.CONFLICT,
          "step-up confirm: nothing waits for a first code; begin with `ironctl step-up enroll`"));
      // Its own steps: a code of the secret before it has used none of them up.
      Optional<Refusal> no = use(transaction, by.name(), candidate, 0, code);
      if (no.isEmpty()) {
        store.put(transaction.connection(), by.name(),
            store.read(transaction.connection(), by.name()).confirmed(now()));
        transaction.audit(event("confirm", by.name(), "the secret is in force"));
      }
      return no;
    });
    return status(by);
  }

  /// Takes the second factor away, with a current code; a secret that was only shown goes without one.
  ///
  /// @throws IronclawException `CONFLICT` where there is none, `STEP_UP_REQUIRED`, `STEP_UP_REFUSED`
  public Status remove(Principal.Operator by, Optional<String> code) {
    change("remove", by, transaction -> {
      StepUpRow row = store.read(transaction.connection(), by.name());
      if (row.secret().isEmpty() && row.candidate().isEmpty()) {
        throw new IronclawException(ErrorCode.CONFLICT, "step-up remove: " + by.name() + " has no second factor");
      }
      Optional<Refusal> no = row.secret().isPresent() ? use(transaction, by.name(), code) : Optional.empty();
      if (no.isEmpty()) {
        store.remove(transaction.connection(), by.name());
        transaction.audit(event("remove", by.name(), "the second factor is gone"));
      }
      return no;
    });
    return status(by);
  }

  public Status status(Principal.Operator by) {
    StepUpRow row = ledger.read(connection -> store.read(connection, by.name()));
    return new Status(by.name(), row.secret().map(StepUpRow.Confirmed::at), row.candidate().isPresent(),
        Optional.of(row.lockedUntil()).filter(_ -> row.isLocked(now())));
  }

  /// Without a code, for whoever holds the state folder: the way back where an authenticator is lost.
  ///
  /// @param operator name of the token, or `local`
  /// @return false where there is nothing to take away
  public boolean reset(String operator, String actor) {
    return ledger.audited(transaction -> {
      boolean there = store.remove(transaction.connection(), new Principal.Operator(operator).name());
      if (there) {
        transaction.audit(new AuditEvent(STAGE, new Principal.Operator(operator).name(), "reset", actor,
            "the second factor was taken away without a code, offline"));
      }
      return there;
    });
  }

  @Override
  public Optional<Refusal> use(AuditLog.Transaction transaction, String operator, Optional<String> code)
      throws SQLException {
    StepUpRow row = store.read(transaction.connection(), operator);
    if (row.secret().isEmpty()) {
      return Optional.of(Refusal.notEnrolled(operator));
    }
    return code.isEmpty()
        ? Optional.of(Refusal.missing())
        : use(transaction, operator, row.secret().get().sealed(), row.lastStep(), code.get());
  }

  private Optional<Refusal> use(AuditLog.Transaction transaction, String operator, String sealed, long lastStep,
      String code) throws SQLException {
    StepUpRow row = store.read(transaction.connection(), operator);
    Instant now = now();
    if (row.isLocked(now)) {
      return refused(transaction, operator, "too many wrong codes: locked until " + row.lockedUntil());
    }
    String digits = code.replace(" ", "");
    if (!Totp.hasForm(digits)) {
      return Optional.of(new Refusal(ErrorCode.STEP_UP_REFUSED, "a one-time code has six digits"));
    }
    OptionalLong step = Totp.match(SECRETS.unseal(keyring, sealed, operator), digits, now);
    if (step.isEmpty()) {
      StepUpRow failed = row.failed(now);
      store.put(transaction.connection(), operator, failed);
      return refused(transaction, operator, "this code is wrong (" + failed.failures() + " in a row)"
          + (failed.isLocked(now)
              ? ": locked until " + failed.lockedUntil()
              : ": look at the authenticator and at this machine's clock, then try the next code"));
    }
    if (step.getAsLong() <= lastStep) {
      return refused(transaction, operator, "this code was used already: wait for the next one");
    }
    store.put(transaction.connection(), operator, row.used(step.getAsLong()));
    return Optional.empty();
  }

  private static Optional<Refusal> refused(AuditLog.Transaction transaction, String operator, String why)
      throws SQLException {
    transaction.audit(event("refuse", operator, why));
    return Optional.of(new Refusal(ErrorCode.STEP_UP_REFUSED, why));
  }

  private void change(String what, Principal.Operator by, AuditLog.Work<Optional<Refusal>> work) {
    ledger.audited(work).ifPresent(no -> {
      throw new IronclawException(no.code(), "step-up " + what + " of " + by.name() + ": " + no.why());
    });
  }

  private static void requireApprover(Principal.Operator by) {
    if (!by.may(Scope.APPROVE)) {
      throw new IronclawException(ErrorCode.DENIED,
          "step-up enroll of " + by.name() + ": its token lacks the scope 'approve', so no code is ever asked of it");
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// For new data keys: opens every secret with `from` and seals it with `to`.
  public static void reseal(Connection connection, Keyring from, Keyring to) throws SQLException {
    StepUpStore rows = new StepUpStore();
    for (String operator : rows.operators(connection)) {
      StepUpRow row = rows.read(connection, operator);
      rows.put(connection, operator,
          row.sealed(old -> SECRETS.seal(to, SECRETS.unseal(from, old, operator), operator)));
    }
  }

  private static AuditEvent event(String kind, String operator, String detail) {
    return new AuditEvent(STAGE, operator, kind, operator, detail);
  }

  /// A secret, for this once.
  ///
  /// @param secret in Base32, as authenticators take it typed
  /// @param uri the same as `otpauth://`
  public record Enrolment(String secret, String uri) {
    /// Never the secret.
    @Override
    public String toString() {
      return "Enrolment[…]";
    }
  }

  /// Where an operator stands.
  ///
  /// @param confirmedAt since when a code of theirs counts
  /// @param waits a secret was shown and waits for its first code
  public record Status(String operator, Optional<Instant> confirmedAt, boolean waits, Optional<Instant> lockedUntil) {}
}
