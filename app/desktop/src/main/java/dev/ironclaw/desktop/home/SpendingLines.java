package dev.ironclaw.desktop.home;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is spent, in words.
final class SpendingLines {
  private static final double MICROS = 1e6;
  private static final double CENTS = 100;

  private final Navigation navigation;
  private final Texts texts;

  SpendingLines(Navigation navigation, Texts texts) {
    this.navigation = navigation;
    this.texts = texts;
  }

  List<Line> of(Spending spending) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("home-spent-sum", "mdi2c-chart-bar", "good",
        texts.of("home.spent.today", dollars(spending.todayMicros() / MICROS), spending.todayTokens()),
        texts.of("home.spent.month", dollars(spending.monthMicros() / MICROS), spending.monthTokens()),
        Optional.empty(), Optional.empty()));
    spending.limits().forEach(used -> lines.add(line(used)));
    return lines;
  }

  private Line line(Spending.Used used) {
    String icon = switch (used.level()) {
      case GOOD -> "mdi2c-check-circle-outline";
      case WEAKER -> "mdi2a-alert-outline";
      case BAD -> "mdi2a-alert-octagon-outline";
    };
    String words = texts.of(used.isMonth() ? "home.spent.limit.month" : "home.spent.limit.day",
        used.isMoney() ? dollars(used.used() / CENTS) : texts.of("home.today.number", used.used()),
        used.isMoney() ? dollars(used.most() / CENTS) : texts.of("home.spent.tokens", used.most()));
    return new Line("home-spent-" + used.agentId() + "-" + used.span(), icon,
        used.level().name().toLowerCase(Locale.ROOT), VisibleText.line(used.agent()),
        used.level() == HealthRow.Level.BAD ? words + "\n" + texts.of("home.spent.over") : words, Optional.empty(),
        navigation.offers("agents")
            ? Optional.of(new Line.Way("agents", Optional.of(used.agentId())))
            : Optional.empty());
  }

  private static String dollars(double amount) {
    return String.format(Locale.ROOT, "$%,.2f", amount);
  }
}
