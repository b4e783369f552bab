package dev.ironclaw.controlplane.usage;

import dev.ironclaw.controlplane.registry.Budget.Span;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;

/// What an agent and its human are told about limits.
public final class BudgetWords {
  private BudgetWords() {}

  static String refusal(Budgets.Refusal refusal) {
    Reached reached = refusal.reached();
    Span span = reached.span();
    String budget = (span.isMonth() ? "this month's" : "today's") + " budget of " + amount(span, reached.limit());
    String why = reached.used() >= reached.limit()
        ? budget + " is used up"
        : "of " + budget + " " + amount(span, reached.limit() - reached.used())
            + " are left, and this call may come to " + amount(span, refusal.needed());
    return why + "; it begins anew on " + begins(reached) + " at 00:00 UTC, or a person raises it: ironctl budget set "
        + reached.agent();
  }

  private static String begins(Reached reached) {
    return reached.span().isMonth()
        ? YearMonth.parse(reached.period()).plusMonths(1) + "-01"
        : LocalDate.parse(reached.period()).plusDays(1).toString();
  }

  /// One sentence without the agent's name.
  public static String reached(Reached reached) {
    Span span = reached.span();
    return (reached.hard() ? "its calls end: " : "told at " + amount(span, reached.limit()) + ": ")
        + amount(span, reached.used()) + " of model calls" + (span.isMonth() ? " in the month " : " on ")
        + reached.period() + (reached.hard() ? ", and the limit is " + amount(span, reached.limit()) : "");
  }

  static String amount(Span span, long amount) {
    return span.isMoney()
        ? String.format(Locale.ROOT, "$%,d.%02d", amount / 100, amount % 100)
        : String.format(Locale.ROOT, "%,d tokens", amount);
  }
}
