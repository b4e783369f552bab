package dev.ironclaw.desktop.home;

import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.BudgetView.LimitView;
import dev.ironclaw.contract.api.UsageView;
import dev.ironclaw.desktop.home.HealthRow.Level;
import java.util.Comparator;
import java.util.List;

/// What model calls came to today and this month, and the limits that agents have, the most used first. Days are UTC's.
///
/// @param todayMicros in millionths of a US dollar
public record Spending(long todayTokens, long todayMicros, long monthTokens, long monthMicros, List<Used> limits) {
  private static final int MOST = 5;

  public Spending {
    limits = List.copyOf(limits);
  }

  /// A limit and how far it is used up.
  ///
  /// @param used with what running calls may come to
  /// @param most in tokens or cents, as the span says
  record Used(String agentId, String agent, String span, long used, long most, Level level) {
    boolean isMoney() {
      return span.startsWith("cents");
    }

    boolean isMonth() {
      return span.endsWith("Month");
    }

    private double share() {
      return (double) used / Math.max(1, most);
    }
  }

  /// @param month this month's usage by day
  static Spending of(UsageView month, List<BudgetView> budgets) {
    List<UsageView.Row> today = month.rows().stream().filter(row -> row.key().equals(month.to())).toList();
    return new Spending(today.stream().mapToLong(Spending::tokens).sum(),
        today.stream().mapToLong(UsageView.Row::costMicros).sum(), tokens(month.total()), month.total().costMicros(),
        budgets.stream().flatMap(budget -> budget.limits().stream().filter(limit -> limit.hard().isPresent())
            .map(limit -> used(budget, limit))).sorted(Comparator.comparingDouble(Used::share).reversed()).limit(MOST)
            .toList());
  }

  private static Used used(BudgetView budget, LimitView limit) {
    long used = limit.used() + limit.reserved();
    long most = limit.hard().orElseThrow();
    Level level = used >= most ? Level.BAD : used >= limit.warnsAt().orElse(most) ? Level.WEAKER : Level.GOOD;
    return new Used(budget.agentGroupId(), budget.name(), limit.span(), used, most, level);
  }

  private static long tokens(UsageView.Row row) {
    return row.inputTokens() + row.cacheReadTokens() + row.cacheWriteTokens() + row.outputTokens();
  }
}
