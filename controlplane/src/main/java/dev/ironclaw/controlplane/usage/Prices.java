package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The table of prices, as of a day. A model stands in it by the beginning of its name, up to a whole word of it; the
/// longest wins.
public final class Prices {
  /// The operator's own table, in the state folder.
  public static final String FILE = "prices.json";

  private static final String RESOURCE = "/models/prices.json";
  private static final double NANOS_A_MILLIONTH = 1_000;
  private static final double MOST_DOLLARS = 1_000_000;
  private static final int KINDS_OF_TOKENS = 4;

  private record Row(String prefix, Price price) {}

  private final String asOf;
  private final Map<String, List<Row>> providers = new HashMap<>();
  /// Of each provider that has a price.
  private final Map<String, Price> dearest = new HashMap<>();
  private final Price dearestOfAll;

  private Prices(JsonNode table) {
    asOf = LocalDate.parse(table.required("asOf").stringValue()).toString();
    table.required("providers").forEachEntry((provider, rows) -> {
      if (rows.isObject()) {
        providers.put(provider, rows(rows));
      }
    });
    table.required("providers").forEachEntry((provider, rows) -> {
      if (rows.isString()) {
        providers.put(provider, Optional.ofNullable(providers.get(rows.stringValue())).orElseThrow(
            () -> new IllegalArgumentException("\"" + provider + "\" is as \"" + rows + "\", which is not there")));
      }
    });
    providers.forEach((provider, rows) -> {
      if (!rows.isEmpty()) {
        dearest.put(provider, dearest(rows.stream()));
      }
    });
    dearestOfAll = dearest(providers.values().stream().flatMap(List::stream));
  }

  private static List<Row> rows(JsonNode models) {
    List<Row> rows = new ArrayList<>();
    models.forEachEntry((prefix, four) -> {
      if (!four.isArray() || four.size() != KINDS_OF_TOKENS) {
        throw new IllegalArgumentException("\"" + prefix + "\" has no list of four prices");
      }
      rows.add(new Row(prefix, new Price(nanos(four, 0), nanos(four, 1), nanos(four, 2), nanos(four, 3), true)));
    });
    rows.sort(Comparator.comparingInt((Row row) -> row.prefix.length()).reversed());
    return rows;
  }

  private static long nanos(JsonNode four, int index) {
    double dollars = four.required(index).isNumber() ? four.required(index).doubleValue() : -1;
    if (dollars < 0 || dollars > MOST_DOLLARS) {
      throw new IllegalArgumentException("a price is no number from 0 to 1,000,000");
    }
    return Math.round(dollars * NANOS_A_MILLIONTH);
  }

  /// The operator's own table where the folder has one, named [#FILE], else the one that this version brings.
  ///
  /// @throws IronclawException `CONFIGURATION` for one that can't be read: nothing is counted at prices that nobody set
  public static Prices load(Path folder) {
    Path file = folder.resolve(FILE);
    if (Files.notExists(file)) {
      return load();
    }
    try {
      return parse(Files.readString(file));
    } catch (IOException | JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "read the prices of models in " + file + ": " + e.getMessage()
              + "; correct it as docs/usage.md has it, or remove it",
          e);
    }
  }

  /// The table that this version brings.
  public static Prices load() {
    try (var in = Prices.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IronclawException(ErrorCode.INTERNAL, "read the prices of models: " + RESOURCE
            + " is not on the class path");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "read the prices of models: reinstall", e);
    }
  }

  static Prices parse(String table) {
    return new Prices(JsonMapper.shared().readTree(table));
  }

  /// The day of which the prices are, as 2026-11-21.
  public String asOf() {
    return asOf;
  }

  /// A model without a price has the highest of its provider, one of an unknown provider the highest of all: so that a
  /// budget holds, and is rather too small than too large.
  public Price of(String provider, String model) {
    for (Row row : providers.getOrDefault(provider, List.of())) {
      if (fits(row.prefix, model)) {
        return row.price;
      }
    }
    return dearest.getOrDefault(provider, dearestOfAll);
  }

  private static boolean fits(String prefix, String model) {
    return prefix.isEmpty() || (model.startsWith(prefix)
        && (model.length() == prefix.length() || "-@:".indexOf(model.charAt(prefix.length())) >= 0));
  }

  private static Price dearest(Stream<Row> rows) {
    List<Price> all = rows.map(Row::price).toList();
    return new Price(most(all, Price::input), most(all, Price::output), most(all, Price::cacheRead),
        most(all, Price::cacheWrite), false);
  }

  private static long most(List<Price> all, ToLongFunction<Price> part) {
    return all.stream().mapToLong(part).max().orElse(0);
  }
}
