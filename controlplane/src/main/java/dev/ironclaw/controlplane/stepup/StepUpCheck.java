package dev.ironclaw.controlplane.stepup;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.audit.AuditLog;
import java.sql.SQLException;
import java.util.Optional;

/// Whether an operator's one-time code is good, asked inside the transaction of what it is for: the code is used up with it.
@FunctionalInterface
public interface StepUpCheck {
  /// Uses the code up. A wrong one is counted in this transaction, so the caller must commit it either way.
  ///
  /// @param operator name of the principal
  /// @param code empty where none came
  /// @return why not; empty where the code is good
  Optional<Refusal> use(AuditLog.Transaction transaction, String operator, Optional<String> code) throws SQLException;

  /// Where nobody has a second factor: every code is refused.
  static StepUpCheck nobody() {
    return (_, operator, _) -> Optional.of(Refusal.notEnrolled(operator));
  }

  /// Why a code is not good.
  ///
  /// @param code `STEP_UP_REQUIRED` where one is missing, `STEP_UP_REFUSED` where it is no good
  /// @param why one sentence that says what to do
  record Refusal(ErrorCode code, String why) {
    static Refusal notEnrolled(String operator) {
      return new Refusal(ErrorCode.STEP_UP_REQUIRED, operator + " has no confirmed second factor: set one up with "
          + "`ironctl step-up enroll`");
    }

    static Refusal missing() {
      return new Refusal(ErrorCode.STEP_UP_REQUIRED, "this needs the six digits that your authenticator shows now");
    }
  }
}
