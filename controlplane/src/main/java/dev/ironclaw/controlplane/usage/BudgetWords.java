package dev.ironclaw.controlplane.usage;

import dev.ironclaw.controlplane.registry.Budget.Span;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;

/// What an agent and its human are told about limits.
public final class BudgetWords {
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  private BudgetWords() {}

  /// @param needed what the call may come to
  static String refusal(Reached reached, long needed) {
    Span span = reached.span();
    String budget = (span.isMonth() ? "this month's" : "today's") + " budget of " + amount(span, reached.limit());
    String why = reached.used() >= reached.limit()
        ? budget + " is used up"
        : "of " + budget + " " + amount(span, reached.limit() - reached.used())
            + " are left, and this call may come to " + amount(span, needed);
    return why + "; it begins anew on " + day(ends(span, reached.period()))
        + " at 00:00 UTC, or a person raises it: ironctl budget set "
        + reached.agent();
  }

  /// When the next period begins.
  static Instant ends(Span span, String period) {
    LocalDate next = span.isMonth()
        ? YearMonth.parse(period).plusMonths(1).atDay(1)
        : LocalDate.parse(period).plusDays(1);
    return next.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static String day(Instant midnight) {
    return LocalDate.ofInstant(midnight, ZoneOffset.UTC).toString();
  }

  static String stopped(BudgetQuestion stop) {
    return "a person stopped this agent at its soft limit, until " + day(stop.expiresAt()) + " at 00:00 UTC; a person "
        + "lets it go on: ironctl budget answer " + stop.id() + " go-on";
  }

  /// What people are asked, whole.
  ///
  /// @param agent its name
  public static String question(BudgetQuestion question, String agent) {
    return agent + " has used " + used(question) + ". May it go on"
        + question.hard().map(hard -> " up to " + amount(question.span(), hard)).orElse("") + ", or stop until "
        + day(question.expiresAt()) + " at 00:00 UTC?";
  }

  private static String percent(long used, long hard) {
    BigInteger percent = BigInteger.valueOf(used).multiply(HUNDRED).divide(BigInteger.valueOf(hard));
    return percent.signum() == 0 ? "less than 1 %" : percent + " %";
  }

  /// For example: 80 % of its budget of 2026-11-21, $1.60 of $2.00.
  static String used(BudgetQuestion question) {
    Span span = question.span();
    String amount = amount(span, question.used());
    return question.hard().filter(hard -> hard > 0)
        .map(hard -> percent(question.used(), hard) + " of its budget of " + question.period() + ", " + amount + " of "
            + amount(span, hard))
        .orElseGet(() -> amount + " of model calls in " + question.period() + ", told from "
            + amount(span, question.warnsAt()) + " on");
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
