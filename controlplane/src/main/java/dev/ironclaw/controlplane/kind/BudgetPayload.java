package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
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
/// @param limits in tokens, and in cents of the host's currency for costs
record BudgetPayload(Map<Span, Limit> limits) implements Payload {
  private static final long MOST = 1_000_000_000_000L;
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.BUDGET, "{\"tokensPerDay\"?, "
      + "\"tokensPerMonth\"?, \"centsPerDay\"?, \"centsPerMonth\"?}, each {\"soft\"?: number, \"hard\"?: number}; what is "
      + "left out has no limit");

  BudgetPayload {
    limits = Map.copyOf(limits);
  }

  /// What is counted, over which time.
  enum Span {
    TOKENS_PER_DAY("tokensPerDay"), TOKENS_PER_MONTH("tokensPerMonth"), CENTS_PER_DAY("centsPerDay"), CENTS_PER_MONTH(
        "centsPerMonth");

    private final String wireName;

    Span(String wireName) {
      this.wireName = wireName;
    }

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// At the soft one somebody is told, at the hard one calls end.
  record Limit(Optional<Long> soft, Optional<Long> hard) {
    static final Limit NONE = new Limit(Optional.empty(), Optional.empty());
  }

  static BudgetPayload parse(JsonNode after) {
    Fields fields = SCHEMA.object(after);
    Map<Span, Limit> limits = new TreeMap<>();
    for (Span span : Span.values()) {
      fields.object(span.wireName).map(BudgetPayload::limit).ifPresent(limit -> limits.put(span, limit));
    }
    fields.end();
    return new BudgetPayload(limits);
  }

  private static Limit limit(Fields fields) {
    Limit limit = new Limit(fields.number("soft", 0, MOST), fields.number("hard", 0, MOST));
    fields.end();
    if (limit.equals(Limit.NONE)) {
      throw SCHEMA.invalid("a limit names neither \"soft\" nor \"hard\"");
    }
    if (limit.soft().isPresent() && limit.hard().filter(hard -> hard < limit.soft().get()).isPresent()) {
      throw SCHEMA.invalid("\"soft\" is above \"hard\"");
    }
    return limit;
  }

  /// Whether it lets through what the other does not: a limit that is higher or gone.
  boolean exceeds(BudgetPayload other) {
    for (Span span : Span.values()) {
      Limit mine = limits.getOrDefault(span, Limit.NONE);
      Limit theirs = other.limits.getOrDefault(span, Limit.NONE);
      if (most(mine.hard()) > most(theirs.hard()) || most(mine.soft()) > most(theirs.soft())) {
        return true;
      }
    }
    return false;
  }

  private static long most(Optional<Long> limit) {
    return limit.orElse(Long.MAX_VALUE);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(limits).forEach((span, limit) -> {
      limit.soft().ifPresent(soft -> lines.add("warns at " + soft + " " + span.words()));
      limit.hard().ifPresent(hard -> lines.add("ends at " + hard + " " + span.words()));
    });
    return lines;
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(limits).forEach((span, limit) -> {
      ObjectNode one = json.putObject(span.wireName);
      limit.soft().ifPresent(soft -> one.put("soft", soft.longValue()));
      limit.hard().ifPresent(hard -> one.put("hard", hard.longValue()));
    });
    return json;
  }
}
