package dev.ironclaw.controlplane;

import org.jspecify.annotations.Nullable;
import dev.ironclaw.controlplane.api.TlsChoice;
import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.controlplane.session.SupervisorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Every setting of a control plane, with its default.
///
/// @param apiAddress `host:port`, or `tailnet[:port]`; port 0 takes a free one
/// @param insecureListen allows an address that is not loopback without TLS
/// @param stateDir everything durable; one control plane at a time
/// @param runtime name of the isolator
/// @param imageDir folder with `rootfs/` and `image.json`
/// @param acceptUnenforcedLimits goes on where the machine can't enforce a box's memory and process limits
/// @param dev seeds an owner and two agents
/// @param token the API's token where the environment gives one; else it is minted into the state folder
/// @param modelRate model calls of one session
/// @param tls whether TCP has TLS
/// @param masterKey where the master key lies
/// @param changeExpiry how long a change waits for a human
/// @param folders what agents may have of this machine's disk
/// @param searchBackend which engine `web_search` asks: `duckduckgo`, `brave[:credential]` or `off`
/// @param auditWitnesses files and URLs that get the audit log's checkpoints and heads
public record ControlPlaneConfig(String apiAddress, boolean insecureListen, Path stateDir, String runtime,
    Path imageDir, boolean acceptUnenforcedLimits, boolean dev, Optional<String> token, Duration changeExpiry,
    SupervisorSettings boxes, ModelRate modelRate, List<String> auditWitnesses, TlsChoice tls,
    MasterKeyChoice masterKey, Folders folders, String searchBackend) {
  public static final String DEFAULT_API_ADDRESS = "127.0.0.1:8787";
  public static final String DEFAULT_SEARCH_BACKEND = "duckduckgo";
  public static final String DEFAULT_RUNTIME = "runsc";
  public static final Duration DEFAULT_CHANGE_EXPIRY = Duration.ofHours(24);

  public ControlPlaneConfig {
    auditWitnesses = List.copyOf(auditWitnesses);
  }

  /// What agents may have of this machine's disk.
  ///
  /// @param mountBases folders below which a folder may be mounted into a box, beside `<state>/mounts`
  /// @param workspace how much may lie in an agent's workspace
  /// @param keepRetired how long the files of a retired agent are kept
  public record Folders(List<Path> mountBases, Quota workspace, Duration keepRetired) {
    public static final Folders DEFAULT = new Folders(List.of(), Quota.DEFAULT, Duration.ofDays(30));

    public Folders {
      mountBases = List.copyOf(mountBases);
    }
  }

  /// How many model calls one session may make.
  public record ModelRate(long perSecond, long burst) {
    public static final ModelRate DEFAULT = new ModelRate(50, 100);
  }

  /// The defaults for one state folder and image.
  public static ControlPlaneConfig of(Path stateDir, Path imageDir) {
    return new ControlPlaneConfig(DEFAULT_API_ADDRESS, false, stateDir, DEFAULT_RUNTIME, imageDir, false, false,
        Optional.empty(), DEFAULT_CHANGE_EXPIRY, SupervisorSettings.DEFAULT, ModelRate.DEFAULT, List.of(),
        new TlsChoice.Off(), MasterKeyChoice.FILE, Folders.DEFAULT, DEFAULT_SEARCH_BACKEND);
  }

  /// The process's environment: the one place that reads it.
  static Map<String, String> environment() {
    return System.getenv();
  }

  /// The folder that was named, else the platform's.
  public static Path stateDir(@Nullable Path named) {
    return named != null ? named : defaultStateDir(environment());
  }

  /// The platform's data folder, never a cache.
  public static Path defaultStateDir(Map<String, String> environment) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String home = System.getProperty("user.home", ".");
    if (os.contains("mac")) {
      return Path.of(home, "Library", "Application Support", "IronClaw");
    }
    if (os.contains("win")) {
      return Path.of(environment.getOrDefault("LOCALAPPDATA", home), "IronClaw");
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    return data.isBlank() ? Path.of(home, ".local", "share", "ironclaw") : Path.of(data, "ironclaw");
  }

  /// Where the launcher says that the box's image is (system property `ironclaw.image`), else beside the program.
  public static Path defaultImageDir() {
    return Path.of(System.getProperty("ironclaw.image", "image"));
  }

  public ControlPlaneConfig withApiAddress(String address) {
    return new ControlPlaneConfig(address, insecureListen, stateDir, runtime, imageDir, acceptUnenforcedLimits, dev,
        token, changeExpiry, boxes, modelRate, auditWitnesses, tls, masterKey, folders, searchBackend);
  }

  public ControlPlaneConfig withRuntime(String name) {
    return new ControlPlaneConfig(apiAddress, insecureListen, stateDir, name, imageDir, acceptUnenforcedLimits, dev,
        token, changeExpiry, boxes, modelRate, auditWitnesses, tls, masterKey, folders, searchBackend);
  }

  public ControlPlaneConfig withDev(boolean seed) {
    return new ControlPlaneConfig(apiAddress, insecureListen, stateDir, runtime, imageDir, acceptUnenforcedLimits, seed,
        token, changeExpiry, boxes, modelRate, auditWitnesses, tls, masterKey, folders, searchBackend);
  }

  public ControlPlaneConfig withAcceptUnenforcedLimits(boolean accept) {
    return new ControlPlaneConfig(apiAddress, insecureListen, stateDir, runtime, imageDir, accept, dev, token,
        changeExpiry, boxes, modelRate, auditWitnesses, tls, masterKey, folders, searchBackend);
  }

  public ControlPlaneConfig withBoxes(SupervisorSettings settings) {
    return new ControlPlaneConfig(apiAddress, insecureListen, stateDir, runtime, imageDir, acceptUnenforcedLimits, dev,
        token, changeExpiry, settings, modelRate, auditWitnesses, tls, masterKey, folders, searchBackend);
  }
}
