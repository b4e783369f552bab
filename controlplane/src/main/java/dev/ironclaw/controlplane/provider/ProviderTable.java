package dev.ironclaw.controlplane.provider;

import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every provider that is known, from `models/upstreams.json`. To add one: a row there, and a row in `docs/models.md`.
///
/// @param asOf the day that its models and addresses were looked up on
public record ProviderTable(String asOf, List<ProviderRow> rows) {
  private static final String RESOURCE = "/models/upstreams.json";
  private static final Set<String> FIELDS = Set.of("name", "title", "dialect", "base", "target", "test", "keyNeeded",
      "keyOf", "keys", "settings", "models", "docs", "wire");

  public ProviderTable {
    rows = List.copyOf(rows);
  }

  public static ProviderTable load() {
    try (InputStream in = Objects.requireNonNull(ProviderTable.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      JsonNode root = JsonMapper.shared().readTree(in);
      return new ProviderTable(root.path("asOf").asString(), list(root.path("rows"), ProviderTable::row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProviderRow row(JsonNode json) {
    json.propertyNames().stream().filter(name -> !FIELDS.contains(name)).findFirst().ifPresent(name -> {
      throw new IllegalStateException(RESOURCE + " has an unknown field " + name);
    });
    return new ProviderRow(word(json, "name"), word(json, "title"),
        Dialect.ofWireName(word(json, "dialect")).orElseThrow(), word(json, "base"), word(json, "target"),
        optional(json, "test"), json.path("keyNeeded").booleanValue(), optional(json, "keyOf"),
        list(json.path("keys"), key -> new ProviderRow.KeyRow(ProviderRow.Form.of(word(key, "form")),
            list(key.path("names"), JsonNode::asString))),
        list(json.path("settings"), setting -> new ProviderRow.SettingRow(word(setting, "name"),
            ProviderRow.Kind.of(word(setting, "kind")), list(setting.path("names"), JsonNode::asString),
            optional(setting, "standard"), setting.path("optional").asBoolean(false))),
        list(json.path("models"), JsonNode::asString), word(json, "docs"),
        optional(json, "wire").map(name -> Wire.valueOf(name.toUpperCase(Locale.ROOT))).orElse(Wire.AS_IT_IS));
  }

  private static String word(JsonNode json, String name) {
    return optional(json, name).orElseThrow(() -> new IllegalStateException(RESOURCE + " lacks " + name));
  }

  private static Optional<String> optional(JsonNode json, String name) {
    return Optional.of(json.path(name).asString("")).filter(text -> !text.isEmpty());
  }

  private static <T> List<T> list(JsonNode json, Function<JsonNode, T> item) {
    return StreamSupport.stream(json.spliterator(), false).map(item).toList();
  }

  public Optional<ProviderRow> find(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst();
  }
}
