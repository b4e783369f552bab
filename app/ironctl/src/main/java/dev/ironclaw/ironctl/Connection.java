package dev.ironclaw.ironctl;

import dev.ironclaw.client.ClientTimeouts;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.client.Trust;
import dev.ironclaw.contract.api.SettingView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which control plane is meant, and with which token.
final class Connection {
  private static final String DEFAULT = "http://127.0.0.1:8787";

  private static final Source ADDR = new Source("addr", "IRONCLAW_CONTROLPLANE_URL", options -> options.addr);
  private static final Source CA = new Source("ca", "IRONCLAW_CA", options -> options.ca);
  private static final Source PROFILE = new Source("profile", "IRONCLAW_PROFILE", options -> options.profile);
  private static final Source STATE_DIR = new Source("state-dir", "", options -> options.stateDir);
  private static final Source TLS_FINGERPRINT = new Source("tls-fingerprint", "IRONCLAW_TLS_FINGERPRINT",
      options -> options.tlsFingerprint);

  private final GlobalOptions options;
  private final Surroundings surroundings;
  private final Settings settings;

  Connection(GlobalOptions options, Surroundings surroundings) {
    this.options = options;
    this.surroundings = surroundings;
    this.settings = Settings.of(surroundings);
  }

  ControlPlaneClient open() {
    Endpoint endpoint = endpoint();
    return new ControlPlaneClient(endpoint, token(endpoint), ClientTimeouts.DEFAULT, trust(endpoint));
  }

  /// For what needs no token: whether one is there, and which.
  ControlPlaneClient openWithoutToken() {
    Endpoint endpoint = endpoint();
    return new ControlPlaneClient(endpoint, Optional.empty(), ClientTimeouts.DEFAULT, trust(endpoint));
  }

  /// Whoever says which certificate they expect expects one: a plain connection is refused then.
  private Trust trust(Endpoint endpoint) {
    Optional<String> fingerprint = value(TLS_FINGERPRINT);
    Optional<String> authority = value(CA);
    boolean plain = endpoint instanceof Endpoint.Tcp tcp && !tcp.isEncrypted();
    if (plain && addressGiven() && (fingerprint.isPresent() || authority.isPresent())) {
      throw new CommandFailure(ExitCode.USAGE,
          "a certificate is expected (--ca, --tls-fingerprint or their variables), so the address must be https://, and "
              + endpoint.shown() + " is not");
    }
    try {
      return fingerprint.<Trust>map(Trust.Fingerprint::parse)
          .or(() -> authority.map(file -> new Trust.Authority(Path.of(file)))).orElseGet(Trust.Platform::new);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--tls-fingerprint: " + e.getMessage());
    }
  }

  /// What `--state-dir` says.
  Optional<String> givenStateFolder() {
    return Optional.ofNullable(options.stateDir);
  }

  StateFolder stateFolder() {
    return value(STATE_DIR).map(dir -> new StateFolder(Path.of(dir))).orElseGet(
        () -> StateFolder.ofPlatform(surroundings.osName(), surroundings.home(), surroundings.environment()));
  }

  Endpoint endpoint() {
    Optional<String> given = givenAddress();
    try {
      return given.isPresent()
          ? Endpoint.Tcp.parse(given.get())
          : stateFolder().socket().orElseGet(() -> Endpoint.Tcp.parse(DEFAULT));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--addr: " + e.getMessage());
    }
  }

  /// The token's file is this machine's: it goes to the control plane's own socket, or to a loopback address that was
  /// asked for. Without a socket nobody knows who sits on the default port, so that one gets none.
  ///
  /// @throws CommandFailure where a token was given, and nobody said for whom
  Optional<String> token(Endpoint endpoint) {
    boolean unnamed = endpoint instanceof Endpoint.Tcp && !addressGiven();
    if (unnamed) {
      if (options.token != null || surroundings.variable("IRONCLAW_API_TOKEN").isPresent()) {
        throw new CommandFailure(ExitCode.NOT_RUNNING, "no control plane has its socket in " + stateFolder().path()
            + ", and the token does not go to " + endpoint.shown() + ", where any program may listen: start "
            + "ironclaw-controlplane, give its --state-dir, or give that address with --addr if it is yours");
      }
      return Optional.empty();
    }
    if ("-".equals(options.token)) {
      return surroundings.readLine().map(String::strip);
    }
    Optional<String> given = Optional.ofNullable(options.token)
        .or(() -> surroundings.variable("IRONCLAW_API_TOKEN"));
    if (given.isPresent()) {
      return given;
    }
    boolean ours = switch (endpoint) {
      case Endpoint.Socket _ -> true;
      case Endpoint.Tcp tcp -> tcp.isLoopback();
    };
    try {
      return ours ? stateFolder().token() : Optional.empty();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.DENIED, "cannot use the token's file: " + e.getMessage());
    }
  }

  boolean addressGiven() {
    return givenAddress().isPresent();
  }

  /// True where somebody said which control plane, or one has its socket in the state folder.
  boolean named() {
    return addressGiven() || stateFolder().socket().isPresent();
  }

  /// True where an address was given, and nobody said where its files are.
  boolean addressWithoutFolder() {
    return addressGiven() && value(STATE_DIR).isEmpty();
  }

  private Optional<String> givenAddress() {
    // Whoever names a folder on the line means the control plane that is there, not the one that a file names.
    return options.addr == null && surroundings.variable("IRONCLAW_CONTROLPLANE_URL").isEmpty()
        && options.stateDir != null ? Optional.empty() : value(ADDR);
  }

  /// The options, then the environment, then the settings' profile, then the settings.
  private Optional<String> value(Source source) {
    return fromLine(source).or(() -> source.variable.isEmpty()
        ? Optional.empty()
        : surroundings.variable(source.variable)).or(() -> settings.value(source.name, profile()));
  }

  private Optional<String> fromLine(Source source) {
    return Optional.ofNullable(source.option.apply(options));
  }

  private Optional<String> profile() {
    return Optional.ofNullable(options.profile).or(() -> surroundings.variable("IRONCLAW_PROFILE"))
        .or(() -> settings.value("profile", Optional.empty()));
  }

  /// What of all this is in force, and where it is from.
  List<SettingView> inForce() {
    return Stream.of(ADDR, CA, PROFILE, STATE_DIR, TLS_FINGERPRINT).map(source -> {
      Optional<String> used = source.equals(PROFILE) ? profile() : source.equals(ADDR) ? givenAddress() : value(source);
      String from = fromLine(source).isPresent()
          ? "flag"
          : !source.variable.isEmpty() && surroundings.variable(source.variable).isPresent()
              ? "environment"
              : used.isPresent() ? settings.file().toString() : "default";
      return new SettingView(source.name, used.orElseGet(() -> standard(source)), from);
    }).toList();
  }

  private String standard(Source source) {
    return source.equals(ADDR) ? endpoint().shown() : source.equals(STATE_DIR) ? stateFolder().path().toString() : "";
  }

  /// One thing that can be said in several places.
  private record Source(String name, String variable, Function<GlobalOptions, @Nullable String> option) {}
}
