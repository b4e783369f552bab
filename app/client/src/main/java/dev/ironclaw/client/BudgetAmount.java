package dev.ironclaw.client;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Amounts of a budget as people write them: dollars as 2 or 2.50, tokens as 500000, 500k or 2m.
public final class BudgetAmount {
  private static final Pattern MONEY = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,2})?");
  private static final Pattern TOKENS = Pattern.compile("[0-9]{1,12}[km]?");
  private static final int CENTS_DIGITS = 2;
  private static final long THOUSAND = 1_000;
  private static final long MILLION = 1_000_000;
  private static final long MOST_TOKENS = 1_000_000_000_000L;

  private BudgetAmount() {}

  /// Whether a limit of that span is in cents of a dollar, and not in tokens.
  ///
  /// @param span as in `BudgetView`
  public static boolean isMoney(String span) {
    return span.startsWith("cents");
  }

  /// In cents or tokens; empty for what is no amount, or more than a budget can hold.
  public static Optional<Long> parse(String span, String text) {
    String written = text.strip().toLowerCase(Locale.ROOT);
    if (isMoney(span)) {
      return Optional.of(written).filter(MONEY.asMatchPredicate())
          .map(money -> new BigDecimal(money).movePointRight(CENTS_DIGITS).longValueExact());
    }
    return Optional.of(written).filter(TOKENS.asMatchPredicate()).map(BudgetAmount::tokens)
        .filter(tokens -> tokens <= MOST_TOKENS);
  }

  private static long tokens(String written) {
    char last = written.charAt(written.length() - 1);
    long unit = last == 'k' ? THOUSAND : last == 'm' ? MILLION : 1;
    return Long.parseLong(unit == 1 ? written : written.substring(0, written.length() - 1)) * unit;
  }

  /// As it is written, for [#parse] to read.
  public static String written(String span, long amount) {
    if (isMoney(span)) {
      BigDecimal dollars = BigDecimal.valueOf(amount, CENTS_DIGITS);
      return amount % 100 == 0 ? dollars.toBigInteger().toString() : dollars.toPlainString();
    }
    if (amount > 0 && amount % MILLION == 0) {
      return amount / MILLION + "m";
    }
    return amount > 0 && amount % THOUSAND == 0 ? amount / THOUSAND + "k" : Long.toString(amount);
  }
}
