package dev.ironclaw.ironctl;

import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.ChangeView;
import java.util.List;
import java.util.Optional;

/// Changes for tests.
final class Changes {
  private Changes() {}

  static String id(int n) {
    return "chg_%032x".formatted(n);
  }

  static ChangeView change(int n, String risk) {
    return change(n, risk, "Title " + n, "hash" + n, "");
  }

  /// @param document what one part of the agent would be
  static ChangeView change(int n, String risk, String title, String hash, String document) {
    return new ChangeView(id(n), "enabled_tools", "dev-agent", Optional.of("Dev agent"), "sandbox:ses_1",
        Optional.empty(), Optional.of("ses_1"), "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "pending",
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
        new CardView(title, risk, List.of("gain " + n), List.of(),
            document.isEmpty() ? List.of() : List.of(new CardView.DifferenceView("Soul", "", document)),
            Optional.empty(), "sandbox:ses_1", Optional.empty(), hash),
        hash, List.of("session", "until", "uses"), Optional.empty(), Optional.empty(), List.of());
  }

  /// The same where approving it takes a one-time code.
  static ChangeView withCode(ChangeView change) {
    return new ChangeView(change.id(), change.kind(), change.agentGroupId(), change.agentGroupName(),
        change.requestedBy(), change.reason(), change.sessionId(), change.createdAt(), change.expiresAt(),
        change.state(), change.decision(), change.error(), change.before(), change.after(), change.card(),
        change.cardHash(), change.limits(), change.approvals(), Optional.of(true), change.similar());
  }
}
