package dev.ironclaw.controlplane.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.Wire;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is known of one provider. `{name}` in its base and paths stands for a setting, `{model}` for the agent's model.
///
/// @param title the company or program that gets the words, as people know it
/// @param test path that tells whether the key is good, asked with GET; empty where there is none
/// @param keyNeeded whether it answers nobody without one
/// @param keyOf the provider whose key and settings this one uses
/// @param keys where a key may come from and how it is sent; the first is also how one that was stored is sent
/// @param models offered first; the first one is the standard
/// @param docs where a key is made
/// @param wire how its form differs from the dialect
public record ProviderRow(String name, String title, Dialect dialect, String base, String target, Optional<String> test,
    boolean keyNeeded, Optional<String> keyOf, List<KeyRow> keys, List<SettingRow> settings, List<String> models,
    String docs, Wire wire) {
  /// Where a key comes from, and its form.
  ///
  /// @param names environment variables, the first that is set counts
  public record KeyRow(Form form, List<String> names) {}

  /// One setting that it takes.
  ///
  /// @param standard what holds where nothing is set
  public record SettingRow(String name, Kind kind, List<String> names, Optional<String> standard, boolean optional) {
    /// Whether it says which server is called.
    boolean isAddress() {
      return switch (kind) {
        case HTTPS, SERVER -> true;
        case WORD, MODEL -> false;
      };
    }
  }

  /// How a key is sent.
  public enum Form {
    X_API_KEY("x-api-key", ""), BEARER("authorization", "Bearer "), X_GOOG_API_KEY("x-goog-api-key", ""), API_KEY(
        "api-key", ""),
    /// A name and a secret that signs and is never sent; from the environment alone.
    AWS("", "");

    private final String header;
    private final String before;

    Form(String header, String before) {
      this.header = header;
      this.before = before;
    }

    String header() {
      return header;
    }

    String value(String key) {
      return before + key;
    }

    static Form of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /// What a setting may be.
  public enum Kind {
    /// An address with TLS.
    HTTPS,
    /// The same, or plain on this machine.
    SERVER,
    /// One segment of a path or a host's name.
    WORD,
    /// A model's name.
    MODEL;

    /// As it is kept.
    ///
    /// @throws IronclawException `INVALID_REQUEST`
    String checked(String name, String value) {
      return switch (this) {
        case HTTPS -> ServerAddress.parse(value, false);
        case SERVER -> ServerAddress.parse(value, true);
        case WORD -> matching(name, value, "[A-Za-z0-9][A-Za-z0-9.-]{0,62}");
        case MODEL -> matching(name, value, "[!-~]{1,128}");
      };
    }

    private static String matching(String name, String value, String pattern) {
      if (!value.matches(pattern)) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "set " + name + ": it is one word without blanks");
      }
      return value;
    }

    static Kind of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  public ProviderRow {
    keys = List.copyOf(keys);
    settings = List.copyOf(settings);
    models = List.copyOf(models);
  }

  String filled(String template, Map<String, String> values) {
    String filled = template;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{" + value.getKey() + "}", value.getKey().equals("model")
          ? "{model}"
          : value.getValue());
    }
    // The one place without a region in its host's name.
    return filled.replace("https://global-aiplatform.", "https://aiplatform.");
  }
}
