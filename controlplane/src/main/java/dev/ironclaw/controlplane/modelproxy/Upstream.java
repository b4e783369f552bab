package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// One place that serves a model.
///
/// @param name for example `mock`
/// @param title the company or program that gets the words, as people know it
/// @param dialect what the box must speak
/// @param base scheme, host and port; nothing else is ever called
/// @param target path and query that are posted to; `{model}` in it stands for the model's name, as one path segment
/// @param credential what the host adds to each call
/// @param trust the one authority whose certificates count here, in place of the machine's
/// @param wire how its form differs from the dialect
public record Upstream(String name, String title, Dialect dialect, URI base, String target, Credential credential,
    Optional<Trust> trust, Wire wire) {
  private static final String MODEL = "{model}";
  /// No slash, no dot alone, nothing that a path could end with.
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@:-]{0,127}");

  /// One that speaks its dialect as it is.
  public Upstream(String name, String title, Dialect dialect, URI base, String target, Credential credential,
      Optional<Trust> trust) {
    this(name, title, dialect, base, target, credential, trust, Wire.AS_IT_IS);
  }

  /// An upstream on this machine that asks for no credential, at its dialect's own path.
  public static Upstream local(String name, Dialect dialect, URI base, String target) {
    return new Upstream(name, name, dialect, base, target, new Credential.None(), Optional.empty());
  }

  /// Where this model is called.
  ///
  /// @throws IronclawException `CONFIGURATION` for a name that can't stand in a path that has it
  public URI address(String model) {
    if (!target.contains(MODEL)) {
      return base.resolve(target);
    }
    if (!SEGMENT.matcher(model).matches()) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "call the model: " + title
          + " has the model's name in its address, where only a-z, A-Z, 0-9, '.', '_', '-', '@' and ':' may stand; "
          + "change the agent's model");
    }
    return base.resolve(target.replace(MODEL, model.replace(":", "%3A").replace("@", "%40")));
  }

  boolean isPlain() {
    return "http".equals(base.getScheme());
  }
}
