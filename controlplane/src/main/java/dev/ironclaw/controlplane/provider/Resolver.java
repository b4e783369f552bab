package dev.ironclaw.controlplane.provider;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.modelproxy.Credential;
import dev.ironclaw.controlplane.modelproxy.Trust;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.provider.ProviderState.Setting;
import dev.ironclaw.controlplane.provider.ProviderState.Source;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts together what is known of a provider, what the environment says and what the operator has set: in this order, the
/// environment first, for it is what whoever starts the program sees.
final class Resolver {
  private static final int HINT = 4;
  private static final int HINTED_FROM = 20;

  private static final String AWS_SECRET = "AWS_SECRET_ACCESS_KEY";
  private static final String AWS_SESSION = "AWS_SESSION_TOKEN";

  private final Map<String, String> environment;

  Resolver(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  private record Key(ProviderRow.Form form, String text, Source source) {}

  ProviderState resolve(ProviderRow row, ProviderSetup setup, List<String> usedBy) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    Map<String, String> values = new LinkedHashMap<>();
    Optional<String> missing = Optional.empty();
    for (ProviderRow.SettingRow setting : row.settings()) {
      Setting found = setting(setting, setup);
      settings.put(setting.name(), found);
      try {
        if (!found.value().isEmpty()) {
          values.put(setting.name(), setting.kind().checked(setting.name(), found.value()));
        } else if (!setting.optional()) {
          missing = missing.or(() -> Optional.of("set its " + setting.name() + ": ironctl provider add " + row.name()
              + " --set " + setting.name() + "=…"));
        }
      } catch (IronclawException e) {
        missing = missing.or(() -> Optional.of(e.getMessage() + " (from the " + words(found.source()) + ")"));
      }
    }
    Optional<Key> key = key(row, setup);
    if (key.isEmpty() && row.keyNeeded()) {
      missing = missing.or(() -> Optional.of("give it a key: ironctl provider add " + row.keyOf().orElse(row.name())));
    } else if (key.isPresent() && !ProviderKey.isKey(key.get().text)) {
      missing = missing.or(() -> Optional.of("its key from the " + words(key.get().source) + " is none: a key has no "
          + "blanks and no more than " + ProviderKey.MAX_CHARS + " characters"));
    }
    Optional<Upstream> upstream = missing.isPresent()
        ? Optional.empty()
        : Optional.of(upstream(row, values, key, setup.ca()));
    return new ProviderState(row, upstream, missing, key.map(Key::source).orElse(Source.NONE),
        key.map(Key::text).filter(text -> text.length() >= HINTED_FROM)
            .map(text -> text.substring(text.length() - HINT)),
        settings, setup.ca().isPresent(),
        Optional.ofNullable(values.get("model")).or(() -> row.models().stream().findFirst()), usedBy);
  }

  private Upstream upstream(ProviderRow row, Map<String, String> values, Optional<Key> key,
      Optional<String> ca) {
    Credential credential = key.map(held -> credential(held, values)).orElseGet(Credential.None::new);
    return new Upstream(row.name(), row.title(), row.dialect(), URI.create(row.filled(row.base(), values)),
        row.filled(row.target(), values), credential, ca.map(Trust::new), row.wire());
  }

  private Credential credential(Key held, Map<String, String> values) {
    return switch (held.form) {
      case X_API_KEY, BEARER, X_GOOG_API_KEY, API_KEY -> new Credential.Header(held.form.header(),
          () -> held.form.value(held.text));
      case AWS -> {
        String secret = variable(List.of(AWS_SECRET)).orElseThrow();
        yield new Credential.Aws(values.getOrDefault("region", ""), "bedrock", held.text, () -> secret,
            variable(List.of(AWS_SESSION)));
      }
    };
  }

  private Setting setting(ProviderRow.SettingRow row, ProviderSetup setup) {
    return variable(row.names()).map(value -> new Setting(value, Source.ENVIRONMENT))
        .or(() -> Optional.ofNullable(setup.settings().get(row.name())).map(value -> new Setting(value, Source.STORED)))
        .or(() -> row.standard().map(value -> new Setting(value, Source.STANDARD)))
        .orElseGet(() -> new Setting("", Source.NONE));
  }

  /// Every secret that is held for a provider, used or not.
  List<String> secrets(ProviderRow row, ProviderSetup setup) {
    Stream<String> names = row.keys().stream().flatMap(key -> key.form() == ProviderRow.Form.AWS
        ? Stream.of(AWS_SECRET, AWS_SESSION)
        : key.names().stream());
    return Stream.concat(names.flatMap(name -> variable(List.of(name)).stream()), setup.key().stream()).distinct()
        .toList();
  }

  private Optional<Key> key(ProviderRow row, ProviderSetup setup) {
    Stream<Optional<Key>> fromEnvironment = row.keys().stream()
        .filter(key -> key.form() != ProviderRow.Form.AWS || variable(List.of(AWS_SECRET)).isPresent())
        .map(key -> variable(key.names()).map(text -> new Key(key.form(), text, Source.ENVIRONMENT)));
    return fromEnvironment.flatMap(Optional::stream).findFirst()
        .or(() -> setup.key().map(text -> new Key(row.keys().getFirst().form(), text, Source.STORED)));
  }

  /// The key that goes to the provider's server with each call; empty where none is sent.
  Optional<String> sent(ProviderRow row, ProviderSetup setup) {
    return key(row, setup).filter(key -> key.form != ProviderRow.Form.AWS).map(Key::text);
  }

  boolean isFromEnvironment(ProviderRow row, ProviderSetup setup) {
    return key(row, setup).filter(key -> key.source == Source.ENVIRONMENT).isPresent();
  }

  private Optional<String> variable(List<String> names) {
    return names.stream().map(name -> environment.getOrDefault(name, "").strip()).filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static String words(Source source) {
    return switch (source) {
      case ENVIRONMENT -> "environment";
      case STORED -> "settings";
      case STANDARD -> "table";
      case NONE -> "nowhere";
    };
  }
}
