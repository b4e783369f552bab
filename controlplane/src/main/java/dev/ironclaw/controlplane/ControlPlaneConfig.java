package dev.ironclaw.controlplane;

import org.jspecify.annotations.Nullable;
import dev.ironclaw.controlplane.api.TlsChoice;
import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.controlplane.job.JobSettings;
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
/// @param runtime what isolates boxes
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
/// @param jobs what container jobs may use, and where their projects lie
/// @param auditWitnesses files and URLs that get the audit log's checkpoints and heads
public record ControlPlaneConfig(String apiAddress, boolean insecureListen, Path stateDir, RuntimeChoice runtime,
    Path imageDir, boolean acceptUnenforcedLimits, boolean dev, Optional<String> token, Duration changeExpiry,
    SupervisorSettings boxes, ModelRate modelRate, List<String> auditWitnesses, TlsChoice tls,
    MasterKeyChoice masterKey, Folders folders, String searchBackend, JobSettings jobs) {
  public static final String DEFAULT_API_ADDRESS = "127.0.0.1:8787";
  public static final String DEFAULT_SEARCH_BACKEND = "duckduckgo";
  public static final String DEFAULT_RUNTIME = "runsc";
  public static final Duration DEFAULT_CHANGE_EXPIRY = Duration.ofHours(24);

  public ControlPlaneConfig {
    auditWitnesses = List.copyOf(auditWitnesses);
  }

  /// What isolates boxes.
  ///
  /// @param name `runsc`, `docker`, `kata` or `process`
  /// @param acceptDegraded the operator's yes to a container engine that has no sealed gVisor
  /// @param crossing how boxes of a container engine reach the host: `auto`, `socket` or `stdio`
  public record RuntimeChoice(String name, boolean acceptDegraded, String crossing) {
    public static final String DEFAULT_CROSSING = "auto";
    public static final RuntimeChoice DEFAULT = new RuntimeChoice(DEFAULT_RUNTIME, false);

    /// With the crossing that suits the engine.
    public RuntimeChoice(String name, boolean acceptDegraded) {
      this(name, acceptDegraded, DEFAULT_CROSSING);
    }
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

  /// What the words of `ironclaw-controlplane` say, as [ControlPlane#start(List, Map, Path)] takes them.
  public static ControlPlaneConfig of(List<String> words, Map<String, String> environment, Path home) {
    return Start.of(words, environment, home).config();
  }

  /// The defaults for one state folder and image; whatever this machine's user has set for jobs has no part in it.
  public static ControlPlaneConfig of(Path stateDir, Path imageDir) {
    return new ControlPlaneConfig(DEFAULT_API_ADDRESS, false, stateDir, RuntimeChoice.DEFAULT, imageDir, false, false,
        Optional.empty(), DEFAULT_CHANGE_EXPIRY, SupervisorSettings.DEFAULT, ModelRate.DEFAULT, List.of(),
        new TlsChoice.Off(), MasterKeyChoice.FILE, Folders.DEFAULT, DEFAULT_SEARCH_BACKEND,
        jobs(Map.of(), stateDir.resolve("home"), RuntimeChoice.DEFAULT, false, Optional.empty()));
  }

  /// How jobs are set by the environment and by the operator, whose yes to weaker isolation of boxes counts for jobs too.
  ///
  /// @param home the user's folder, below which projects lie where no other is named
  /// @param fullAccess the operator's yes to one-off commands with `full_access`
  static JobSettings jobs(Map<String, String> environment, Path home, RuntimeChoice runtime, boolean fullAccess,
      Optional<Path> projects) {
    JobSettings set = JobSettings.of(environment, home, Runtime.getRuntime().availableProcessors());
    return set.with(runtime.acceptDegraded(), fullAccess, projects.orElse(set.projects()));
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
        token, changeExpiry, boxes, modelRate, auditWitnesses, tls, masterKey, folders, searchBackend, jobs);
  }

  public ControlPlaneConfig withRuntime(String name) {
    return withRuntime(new RuntimeChoice(name, false));
  }

  public ControlPlaneConfig withRuntime(RuntimeChoice choice) {
    return new ControlPlaneConfig(apiAddress, insecureListen, stateDir, choice, imageDir, acceptUnenforcedLimits, dev,
        token, changeExpiry, boxes, modelRate, auditWitnesses, tls, masterKey, folders, searchBackend, jobs);
  }

  public ControlPlaneConfig withDev(boolean seed) {
    return new ControlPlaneConfig(apiAddress, insecureListen, stateDir, runtime, imageDir, acceptUnenforcedLimits, seed,
        token, changeExpiry, boxes, modelRate, auditWitnesses, tls, masterKey, folders, searchBackend, jobs);
  }

  public ControlPlaneConfig withAcceptUnenforcedLimits(boolean accept) {
    return new ControlPlaneConfig(apiAddress, insecureListen, stateDir, runtime, imageDir, accept, dev, token,
        changeExpiry, boxes, modelRate, auditWitnesses, tls, masterKey, folders, searchBackend, jobs);
  }

  public ControlPlaneConfig withBoxes(SupervisorSettings settings) {
    return new ControlPlaneConfig(apiAddress, insecureListen, stateDir, runtime, imageDir, acceptUnenforcedLimits, dev,
        token, changeExpiry, settings, modelRate, auditWitnesses, tls, masterKey, folders, searchBackend, jobs);
  }
}
