package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// One element of `GET /v1/usage/budgets`: how far an agent's limits are used up.
///
/// @param limits each of the four; one that is not set too
public record BudgetView(String agentGroupId, String name, List<LimitView> limits) {
  public BudgetView {
    limits = List.copyOf(limits);
  }

  /// One limit, in tokens or in cents of a US dollar, as its span says.
  ///
  /// @param span `tokensPerDay`, `tokensPerMonth`, `centsPerDay` or `centsPerMonth`
  /// @param soft as it was set
  /// @param warnsAt from where on somebody is told: the soft one, or 80 % of the hard one
  /// @param hard from where on calls are refused
  /// @param used by calls that are over; cents are rounded up
  /// @param reserved the most that running calls may come to
  /// @param period the day or month in UTC, as 2026-11-21 or 2026-11
  public record LimitView(String span, Optional<Long> soft, Optional<Long> warnsAt, Optional<Long> hard, long used,
      long reserved, String period) {}
}
