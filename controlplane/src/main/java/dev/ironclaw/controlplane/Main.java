package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.api.TlsChoice;
import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.controlplane.session.SupervisorSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `ironclaw-controlplane`: the headless control plane. SIGTERM and SIGINT stop it: no new requests, boxes ended, state
/// closed.
@Command(name = "ironclaw-controlplane", mixinStandardHelpOptions = true, version = "ironclaw-controlplane "
    + ControlPlane.VERSION, description = "Runs the IronClaw control plane.", sortOptions = true, defaultValueProvider = Main.FromEnvironment.class, subcommands = {
        AccessVerb.class, PanicVerb.class, RestoreVerb.class, StepUpResetVerb.class})
public final class Main implements Callable<Integer> {
  private static final int FAILED = 1;
  /// `EX_CONFIG` of sysexits: it ends the same way until somebody changes something, so that whoever restarts it need not.
  static final int NEEDS_A_CHANGE = 78;

  private final Map<String, String> environment;
  private final Path home;

  @Spec
  @Nullable
  CommandSpec spec;

  @Option(names = "--api-addr", paramLabel = "HOST:PORT", description = "Where the HTTP API listens; tailnet[:PORT] for this machine's address in its tailnet. Default: ${DEFAULT-VALUE}")
  String apiAddress = ControlPlaneConfig.DEFAULT_API_ADDRESS;

  @Option(names = "--insecure-listen", description = "Allow an --api-addr that is not loopback, without TLS.")
  boolean insecureListen;

  @Option(names = "--tls", paramLabel = "generated", description = "Speak TLS on --api-addr with a certificate that the control plane makes for itself; clients pin its fingerprint.")
  @Nullable
  TlsSource tls;

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "Speak TLS on --api-addr with this certificate (PEM, with those above it); needs --tls-key.")
  @Nullable
  Path tlsCertificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key of --tls-cert (PEM, without a password).")
  @Nullable
  Path tlsKey;

  @Mixin
  StateDirOption stateDir = new StateDirOption();

  @Option(names = "--runtime", paramLabel = "NAME", description = "What isolates boxes: runsc (gVisor), docker (gVisor by a container engine), kata (a container engine with Kata), or process (no isolation at all, for development). "
      + "Default: ${DEFAULT-VALUE}")
  String runtime = ControlPlaneConfig.DEFAULT_RUNTIME;

  @Option(names = "--accept-degraded-isolation", description = "With --runtime docker, and for container jobs: run boxes although the engine has no sealed gVisor, on this machine's own kernel if need be.")
  boolean acceptDegraded;

  @Option(names = "--crossing", paramLabel = "WAY", description = "With --runtime docker or kata: how boxes reach the host, over a mounted socket, or over their container's stdio, where the engine runs in a machine of its own (Docker Desktop). auto, socket or stdio. Default: ${DEFAULT-VALUE}")
  String crossing = ControlPlaneConfig.RuntimeChoice.DEFAULT_CROSSING;

  @Option(names = "--sandbox-image", paramLabel = "DIR", description = "Folder of the box's image.")
  @Nullable
  Path image;

  @Option(names = "--accept-unenforced-limits", description = "Run boxes although this machine can't enforce their memory and process limits.")
  boolean acceptUnenforcedLimits;

  @Option(names = "--pool-size", paramLabel = "N", description = "Boxes that wait ready for each agent, 0 for none. Default: ${DEFAULT-VALUE}")
  int poolSize = SupervisorSettings.DEFAULT.poolPerGroup();

  @Option(names = "--pool-max", paramLabel = "N", description = "Boxes that wait ready in all. Default: ${DEFAULT-VALUE}")
  int poolMax = SupervisorSettings.DEFAULT.poolMax();

  @Option(names = "--idle-after", paramLabel = "SECONDS", description = "Stop a box without work after this long. Default: ${DEFAULT-VALUE}")
  long idleAfterSeconds = SupervisorSettings.DEFAULT.idleAfter().toSeconds();

  @Option(names = "--change-expiry", paramLabel = "SECONDS", description = "A change that nobody decided is denied after this long, where the policy says nothing else. Default: ${DEFAULT-VALUE}")
  long changeExpirySeconds = ControlPlaneConfig.DEFAULT_CHANGE_EXPIRY.toSeconds();

  @Option(names = "--model-proxy-rps", paramLabel = "N", description = "Model calls that one session may make in a second. Default: ${DEFAULT-VALUE}")
  long modelRate = ControlPlaneConfig.ModelRate.DEFAULT.perSecond();

  @Option(names = "--model-proxy-burst", paramLabel = "N", description = "Model calls that one session may make at once after a pause. Default: ${DEFAULT-VALUE}")
  long modelBurst = ControlPlaneConfig.ModelRate.DEFAULT.burst();

  @Option(names = "--mount-base", paramLabel = "DIR", description = "A folder below which agents may be given folders of this machine, beside DIR/mounts of the state folder; each one still needs a human's yes. Can be given several times.")
  List<Path> mountBases = List.of();

  @Option(names = "--workspace-mib", paramLabel = "N", description = "How much may lie in an agent's workspace; above that its boxes only read it. Default: ${DEFAULT-VALUE}")
  long workspaceMib = Quota.DEFAULT.bytes() >> 20;

  @Option(names = "--workspace-entries", paramLabel = "N", description = "How many files, folders and links. Default: ${DEFAULT-VALUE}")
  long workspaceEntries = Quota.DEFAULT.entries();

  @Option(names = "--keep-retired", paramLabel = "DAYS", description = "How long a retired agent's workspace and conversations are kept. Default: ${DEFAULT-VALUE}")
  long keepRetiredDays = ControlPlaneConfig.Folders.DEFAULT.keepRetired().toDays();

  @Option(names = "--audit-witness", paramLabel = "PATH|URL", description = "Gets the audit log's checkpoints and heads: a file on another disk, or an https URL that takes them by POST. Can be given several times.")
  List<String> auditWitnesses = List.of();

  @Option(names = "--master-key", paramLabel = "auto|keychain|file|command", description = "Where the master "
      + "key lies; it is moved to a keychain or a command where it lies elsewhere. auto leaves it where it is, and puts a "
      + "new one into the keychain where one answers, else into a file. Default: ${DEFAULT-VALUE}")
  String masterKey = "auto";

  @Option(names = "--master-key-command", paramLabel = "PROGRAM ARGUMENTS", description = "Prints the master key as 64 "
      + "hexadecimal digits; asked at start. No shell reads it.")
  @Nullable
  String masterKeyCommand;

  @Option(names = "--search-backend", paramLabel = "duckduckgo|brave[:CREDENTIAL]|off", description = "Which search engine "
      + "agents with web_search ask; brave needs its key in the vault, under the name brave or CREDENTIAL. Default: ${DEFAULT-VALUE}")
  String searchBackend = ControlPlaneConfig.DEFAULT_SEARCH_BACKEND;

  @Option(names = "--allow-full-access", description = "Let one-off commands have the policy full_access, where a change gives it to their caller and their request confirms it. Still in a container.")
  boolean allowFullAccess;

  @Option(names = "--projects", paramLabel = "DIR", description = "The folder below which the projects of container jobs lie. Default: .ironclaw/projects in your home folder")
  @Nullable
  Path projects;

  @Option(names = "--end-with-input", description = "Stop when standard input ends: for a program that starts this one, so "
      + "that it is never left behind.")
  boolean endWithInput;

  @Option(names = "--log-format", paramLabel = "text|json", description = "Default: ${DEFAULT-VALUE}")
  LogFormat logFormat = LogFormat.text;

  @Option(names = "--dev", description = "Seed the owner cli:dev and the agents dev-agent and mock-agent.")
  boolean dev;

  /// Where the certificate is from, if not from files.
  enum TlsSource {
    generated
  }

  /// How log lines look.
  enum LogFormat {
    text, json
  }

  Main() {
    this(ControlPlaneConfig.environment(), Path.of(System.getProperty("user.home")));
  }

  /// @param environment where jobs' settings and the token are from
  /// @param home below which projects lie where no other folder is named
  Main(Map<String, String> environment, Path home) {
    this.environment = environment;
    this.home = home;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.start(logFormat);
    ControlPlane running = start().run();
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
      running.close();
      stopped.countDown();
    }));
    if (endWithInput) {
      Thread.ofPlatform().daemon().name("input").start(() -> awaitEnd(System.in, stopped));
    }
    PrintWriter out = spec().commandLine().getOut();
    out.println("ironclaw-controlplane " + ControlPlane.VERSION + " is ready: " + running.address());
    running.notices().forEach(out::println);
    out.flush();
    stopped.await();
    return 0;
  }

  /// What is said there is of no use, and its end is: whoever held the other end is gone.
  private static void awaitEnd(InputStream input, CountDownLatch stopped) {
    try {
      input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // silent-ok: that is an end too.
    }
    stopped.countDown();
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec);
  }

  /// What was said, as it was parsed last.
  Start start() {
    return new Start(config(),
        SettingsInForce.of(spec().commandLine().getParseResult(), new FromEnvironment(environment)));
  }

  private ControlPlaneConfig config() {
    if (poolSize < 0 || poolMax < 0 || idleAfterSeconds < 1 || changeExpirySeconds < 1 || modelRate < 1
        || modelBurst < 1 || workspaceMib < 1 || workspaceEntries < 1 || keepRetiredDays < 0) {
      throw new CommandLine.ParameterException(spec().commandLine(),
          "--pool-size, --pool-max and --keep-retired take 0 or more; --idle-after, --change-expiry, "
              + "--model-proxy-rps, --model-proxy-burst, --workspace-mib and --workspace-entries take 1 or more");
    }
    ControlPlaneConfig.RuntimeChoice boxes = new ControlPlaneConfig.RuntimeChoice(runtime, acceptDegraded, crossing);
    Path state = stateDir.folder();
    Path imageDir = image != null ? image : ControlPlaneConfig.defaultImageDir();
    return new ControlPlaneConfig(apiAddress, insecureListen, state,
        boxes, imageDir, acceptUnenforcedLimits, dev,
        new FromEnvironment(environment).said("IRONCLAW_API_TOKEN"),
        Duration.ofSeconds(changeExpirySeconds), SupervisorSettings.DEFAULT.withPool(poolSize, poolMax)
            .withIdleAfter(Duration.ofSeconds(idleAfterSeconds)),
        new ControlPlaneConfig.ModelRate(modelRate, modelBurst), auditWitnesses, tlsChoice(),
        new MasterKeyChoice(masterKey, Optional.ofNullable(masterKeyCommand)),
        new ControlPlaneConfig.Folders(mountBases, new Quota(workspaceMib << 20, workspaceEntries),
            Duration.ofDays(keepRetiredDays)),
        searchBackend, ControlPlaneConfig.jobs(environment, home, boxes, allowFullAccess,
            Optional.ofNullable(projects)));
  }

  private TlsChoice tlsChoice() {
    boolean files = tlsCertificate != null || tlsKey != null;
    if ((files && tls != null) || (tlsCertificate == null) != (tlsKey == null)) {
      throw new CommandLine.ParameterException(spec().commandLine(),
          "--tls-cert and --tls-key come together, and not with --tls generated");
    }
    if (tlsCertificate != null && tlsKey != null) {
      return new TlsChoice.Files(tlsCertificate, tlsKey);
    }
    return tls == null ? new TlsChoice.Off() : new TlsChoice.Generated();
  }

  /// A flag that is not given takes its value from the environment, then its default.
  record FromEnvironment(Map<String, String> environment) implements CommandLine.IDefaultValueProvider {
    private static final Map<String, String> NAMES = Map.of("--api-addr", "IRONCLAW_API_ADDR", "--state-dir",
        "IRONCLAW_STATE_DIR", "--runtime", "IRONCLAW_RUNTIME", "--log-format", "IRONCLAW_LOG_FORMAT", "--dev",
        "IRONCLAW_DEV");

    FromEnvironment() {
      this(ControlPlaneConfig.environment());
    }

    @Override
    public @Nullable String defaultValue(CommandLine.Model.ArgSpec argument) {
      String name = argument instanceof CommandLine.Model.OptionSpec option ? NAMES.get(option.longestName()) : null;
      return name == null ? null : said(name).orElse(null);
    }

    /// A variable that is set and not blank.
    Optional<String> said(String name) {
      return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
  }

  /// Runs until it is told to stop.
  public static void main(String... arguments) {
    System.exit(line().execute(arguments));
  }

  static CommandLine line() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler((problem, command, _) -> {
      if (problem instanceof IronclawException known) {
        command.getErr().println("ironclaw-controlplane: " + known.getMessage());
        return command.getCommand() instanceof Main ? exit(known.code()) : FAILED;
      }
      throw problem;
    });
    return line;
  }

  private static int exit(ErrorCode code) {
    return code == ErrorCode.CONFIGURATION || code == ErrorCode.RUNTIME_UNAVAILABLE ? NEEDS_A_CHANGE : FAILED;
  }
}
