package dev.ironclaw.controlplane.registry;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// How much the model calls of one agent may come to.
///
/// @param limits what is not named has none
public record Budget(Map<Span, Limit> limits) {
  public static final Budget NONE = new Budget(Map.of());

  private static final TypeReference<Map<String, Map<String, Long>>> FORM = new TypeReference<>() {
  };
  /// Of the hard limit, where a budget names no soft one.
  private static final int SOFT_PERCENT = 80;

  public Budget {
    limits = Collections.unmodifiableMap(new TreeMap<>(limits));
  }

  /// What is counted, over which time; days and months are UTC's.
  public enum Span {
    TOKENS_PER_DAY("tokensPerDay"), TOKENS_PER_MONTH("tokensPerMonth"), CENTS_PER_DAY("centsPerDay"), CENTS_PER_MONTH(
        "centsPerMonth");

    private final String wireName;

    Span(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    /// In cents of a US dollar; otherwise in tokens.
    public boolean isMoney() {
      return this == CENTS_PER_DAY || this == CENTS_PER_MONTH;
    }

    /// Otherwise a day.
    public boolean isMonth() {
      return this == TOKENS_PER_MONTH || this == CENTS_PER_MONTH;
    }
  }

  /// At the soft one somebody is told, at the hard one calls end.
  public record Limit(Optional<Long> soft, Optional<Long> hard) {
    public static final Limit NONE = new Limit(Optional.empty(), Optional.empty());

    /// From where on somebody is told: the soft one, or 80 % of the hard one.
    public Optional<Long> warnsAt() {
      return soft.or(() -> hard.map(most -> most / 100 * SOFT_PERCENT + most % 100 * SOFT_PERCENT / 100));
    }
  }

  public Limit limit(Span span) {
    return limits.getOrDefault(span, Limit.NONE);
  }

  public boolean isUnlimited() {
    return limits.isEmpty();
  }

  static Budget parse(String stored) {
    Map<String, Map<String, Long>> read = JsonMapper.shared().readValue(stored, FORM);
    Map<Span, Limit> limits = new LinkedHashMap<>();
    for (Span span : Span.values()) {
      Optional.ofNullable(read.get(span.wireName)).ifPresent(limit -> limits.put(span,
          new Limit(Optional.ofNullable(limit.get("soft")), Optional.ofNullable(limit.get("hard")))));
    }
    if (limits.size() != read.size()) {
      throw new IllegalStateException(
          "a budget is stored with limits that this version does not know: " + read.keySet());
    }
    return new Budget(limits);
  }

  String stored() {
    Map<String, Map<String, Long>> written = new LinkedHashMap<>();
    Arrays.stream(Span.values()).filter(limits::containsKey).forEach(span -> {
      Map<String, Long> limit = new LinkedHashMap<>();
      limit(span).soft().ifPresent(soft -> limit.put("soft", soft));
      limit(span).hard().ifPresent(hard -> limit.put("hard", hard));
      written.put(span.wireName, limit);
    });
    return JsonMapper.shared().writeValueAsString(written);
  }
}
