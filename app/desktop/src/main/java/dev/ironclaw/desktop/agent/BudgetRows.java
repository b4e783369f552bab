package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.BudgetView.LimitView;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;

/// What an agent has spent on models, and how far its limits are used up.
final class BudgetRows {
  private static final double CENTS = 100;

  private BudgetRows() {}

  static List<Node> of(BudgetView budget, Texts texts) {
    List<Node> rows = new ArrayList<>();
    budget.limits().stream().filter(limit -> limit.hard().isPresent()).forEach(limit -> rows.add(bar(limit, texts)));
    budget.limits().stream().filter(limit -> limit.hard().isEmpty() && isMoney(limit)).forEach(
        limit -> rows.add(Words.of(texts.of(over(limit, "agents.budget.spent"), amount(limit, limit.used(), texts)))));
    if (budget.limits().stream().allMatch(limit -> limit.hard().isEmpty())) {
      rows.add(Words.of(texts.of("agents.budget.none"), "text-muted"));
    }
    return rows;
  }

  private static Node bar(LimitView limit, Texts texts) {
    long most = limit.hard().orElse(0L);
    long used = limit.used() + limit.reserved();
    ProgressBar bar = new ProgressBar(Math.min(1, (double) used / Math.max(1, most)));
    bar.setMaxWidth(Double.MAX_VALUE);
    String words = texts.of(over(limit, "agents.budget.limit"), amount(limit, used, texts), amount(limit, most, texts));
    bar.setAccessibleText(words);
    String end = used >= most
        ? texts.of("agents.budget.over")
        : limit.warnsAt()
            .map(at -> texts.of("agents.budget.warns", amount(limit, at, texts))).orElse("");
    return new VBox(4, Words.of(words), bar, Words.of(end, "text-muted"));
  }

  private static String over(LimitView limit, String key) {
    return key + (limit.span().endsWith("Month") ? ".month" : ".day");
  }

  private static boolean isMoney(LimitView limit) {
    return limit.span().startsWith("cents");
  }

  private static String amount(LimitView limit, long amount, Texts texts) {
    return amount(isMoney(limit), amount, texts);
  }

  static String amount(boolean money, long amount, Texts texts) {
    return money
        ? String.format(Locale.ROOT, "$%,.2f", amount / CENTS)
        : texts.of("agents.budget.tokens", amount);
  }
}
