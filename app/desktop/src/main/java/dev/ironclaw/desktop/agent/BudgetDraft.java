package dev.ironclaw.desktop.agent;

import dev.ironclaw.client.BudgetAmount;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.BudgetView.LimitView;
import dev.ironclaw.desktop.shell.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An agent's budget as somebody writes it down: each field as it is typed, empty for no limit.
///
/// @param fields by `<span>.soft` and `<span>.hard`, all eight
record BudgetDraft(Map<String, String> fields) {
  /// In the order in which they are shown.
  static final List<String> SPANS = List.of("centsPerDay", "tokensPerDay", "centsPerMonth", "tokensPerMonth");
  private static final int MOST_SHOWN = 24;

  BudgetDraft {
    fields = Map.copyOf(fields);
  }

  static BudgetDraft of(BudgetView budget) {
    Map<String, String> fields = new LinkedHashMap<>();
    SPANS.forEach(span -> {
      Optional<LimitView> limit = budget.limits().stream().filter(one -> one.span().equals(span)).findFirst();
      fields.put(soft(span), written(span, limit.flatMap(LimitView::soft)));
      fields.put(hard(span), written(span, limit.flatMap(LimitView::hard)));
    });
    return new BudgetDraft(fields);
  }

  private static String written(String span, Optional<Long> amount) {
    return amount.map(value -> BudgetAmount.written(span, value)).orElse("");
  }

  static String soft(String span) {
    return span + ".soft";
  }

  static String hard(String span) {
    return span + ".hard";
  }

  String field(String key) {
    return fields.getOrDefault(key, "");
  }

  /// What another one became since, save where this one was written over.
  BudgetDraft rebased(BudgetDraft from, BudgetDraft now) {
    Map<String, String> merged = new LinkedHashMap<>();
    fields.forEach((key, typed) -> merged.put(key, typed.equals(from.field(key)) ? now.field(key) : typed));
    return new BudgetDraft(merged);
  }

  /// What speaks against it, by field.
  Map<String, String> objections(Texts texts) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String span : SPANS) {
      for (String key : List.of(soft(span), hard(span))) {
        if (!field(key).isBlank() && amount(span, key).isEmpty()) {
          found.put(key, texts.of(BudgetAmount.isMoney(span) ? "agents.limit.no.money" : "agents.limit.no.tokens",
              Excerpt.of(field(key).strip(), MOST_SHOWN)));
        }
      }
      Optional<Long> hard = amount(span, hard(span));
      if (amount(span, soft(span)).filter(soft -> hard.filter(most -> soft > most).isPresent()).isPresent()) {
        found.put(soft(span), texts.of("agents.limit.above"));
      }
    }
    return found;
  }

  private Optional<Long> amount(String span, String key) {
    return BudgetAmount.parse(span, field(key));
  }

  /// As the gateway takes it: the whole budget; what is left out has no limit.
  Map<String, Map<String, Long>> payload() {
    Map<String, Map<String, Long>> payload = new LinkedHashMap<>();
    for (String span : SPANS) {
      Map<String, Long> limit = new LinkedHashMap<>();
      amount(span, soft(span)).ifPresent(soft -> limit.put("soft", soft));
      amount(span, hard(span)).ifPresent(hard -> limit.put("hard", hard));
      if (!limit.isEmpty()) {
        payload.put(span, limit);
      }
    }
    return payload;
  }
}
