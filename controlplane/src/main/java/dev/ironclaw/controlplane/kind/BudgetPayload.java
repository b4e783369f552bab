package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.registry.Budget.Limit;
import dev.ironclaw.controlplane.registry.Budget.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The whole budget of an agent; what is not named has no limit.
///
/// @param budget in tokens, and in cents of a US dollar for costs
record BudgetPayload(Budget budget) implements Payload {
  static final String FORM = "{\"tokensPerDay\"?, \"tokensPerMonth\"?, \"centsPerDay\"?, \"centsPerMonth\"?}, each "
      + "{\"soft\"?: number, \"hard\"?: number}";

  private static final long MOST = 1_000_000_000_000L;
  private static final long MOST_CENTS = 100_000_000L;
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.BUDGET,
      FORM + "; what is left out has no limit");

  static BudgetPayload parse(JsonNode after) {
    return new BudgetPayload(read(SCHEMA.object(after), SCHEMA));
  }

  /// Reads all of the fields.
  static Budget read(Fields fields, Fields.Schema schema) {
    Map<Span, Limit> limits = new TreeMap<>();
    for (Span span : Span.values()) {
      fields.object(span.wireName())
          .ifPresent(limit -> limits.put(span, limit(limit, span.isMoney() ? MOST_CENTS : MOST, schema)));
    }
    fields.end();
    return new Budget(limits);
  }

  private static Limit limit(Fields fields, long most, Fields.Schema schema) {
    Limit limit = new Limit(fields.number("soft", 0, most), fields.number("hard", 0, most));
    fields.end();
    if (limit.equals(Limit.NONE)) {
      throw schema.invalid("a limit names neither \"soft\" nor \"hard\"");
    }
    if (limit.soft().isPresent() && limit.hard().filter(hard -> hard < limit.soft().get()).isPresent()) {
      throw schema.invalid("\"soft\" is above \"hard\"");
    }
    return limit;
  }

  /// Whether one lets through what the other does not: a limit that is higher or gone.
  static boolean exceeds(Budget one, Budget other) {
    for (Span span : Span.values()) {
      if (most(one.limit(span).hard()) > most(other.limit(span).hard())
          || most(one.limit(span).warnsAt()) > most(other.limit(span).warnsAt())) {
        return true;
      }
    }
    return false;
  }

  private static long most(Optional<Long> limit) {
    return limit.orElse(Long.MAX_VALUE);
  }

  /// What it means, a sentence for each limit.
  static List<String> lines(Budget budget) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(budget.limits()).forEach((span, limit) -> {
      String over = span.isMonth() ? " a month" : " a day";
      limit.warnsAt().ifPresent(soft -> lines.add("warns at " + amount(span, soft) + over));
      limit.hard().ifPresent(hard -> lines.add("ends at " + amount(span, hard) + over));
    });
    return lines;
  }

  private static String amount(Span span, long amount) {
    return span.isMoney()
        ? String.format(Locale.ROOT, "$%,d.%02d", amount / 100, amount % 100)
        : String.format(Locale.ROOT, "%,d tokens", amount);
  }

  static ObjectNode toJson(Budget budget) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(budget.limits()).forEach((span, limit) -> {
      ObjectNode one = json.putObject(span.wireName());
      limit.soft().ifPresent(soft -> one.put("soft", soft.longValue()));
      limit.hard().ifPresent(hard -> one.put("hard", hard.longValue()));
    });
    return json;
  }

  @Override
  public JsonNode toJson() {
    return toJson(budget);
  }
}
