package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The runsc command line, one method per verb, each with a time limit.
///
/// Threading: any thread; runsc itself locks each container.
final class Runsc {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// For the verbs that a healthy box answers at once: a box that hangs must not hold up its own end.
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration LIST = Duration.ofSeconds(10);
  private static final Pattern RUNNING = Pattern.compile("\"status\":\\s*\"running\"");
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  /// One container as `runsc list` shows it.
  ///
  /// @param pid of the sandbox process; -1 where it has ended
  record Listed(BoxId id, String status, int pid) {
    boolean isRunning() {
      return status.equals("running");
    }
  }

  private record ListedJson(@Nullable String id, int pid, @Nullable String status, @Nullable String bundle,
      @Nullable Object created, @Nullable Object annotations, @Nullable Object owner, @Nullable String ociVersion) {}

  private record WaitJson(@Nullable String id, int exitStatus) {}

  private final ProcessRunner processes;
  private final RunscSettings settings;
  private final List<String> flags;

  Runsc(ProcessRunner processes, RunscSettings settings, List<String> flags) {
    this.processes = processes;
    this.settings = settings;
    this.flags = List.copyOf(flags);
  }

  /// The flags of a sealed box: no network; sockets of mounts may be opened, not created; the OCI filter loaded, which
  /// runsc ignores otherwise; no FIFO of a mount; no raw socket.
  static List<String> sealedFlags(RunMode mode) {
    List<String> flags = new ArrayList<>(
        List.of("--network=none", "--host-uds=open", "--oci-seccomp", "--host-fifo=none", "--net-raw=false"));
    if (mode == RunMode.ROOTLESS) {
      flags.add("--rootless");
    }
    return flags;
  }

  Path stateRoot() {
    return settings.runFolder().resolve("runsc");
  }

  /// The first line of `runsc --version`.
  String version() {
    return processes.run(List.of(settings.runsc().toString(), "--version"), LIMIT).output().lines().findFirst()
        .orElse("unknown").replace("runsc version ", "");
  }

  /// The platform that runsc takes when none is named: `ptrace`, `systrap`.
  String platform() {
    return processes.run(List.of(settings.runsc().toString(), "flags"), LIMIT).output().lines()
        .dropWhile(line -> !line.strip().startsWith("-platform value") && !line.strip().startsWith("-platform string"))
        .skip(1).findFirst().map(line -> line.replaceAll(".*default:? \"?([a-z]+).*", "$1").strip()).orElse("unknown");
  }

  /// Starts a box and returns when it runs.
  void run(BoxId id, Bundle bundle, List<String> prefix) {
    begin(id, bundle, prefix, List.of("run", "--detach"));
  }

  /// Mounts everything and stops short of the box's program: that is for [#start].
  void create(BoxId id, Bundle bundle, List<String> prefix) {
    begin(id, bundle, prefix, List.of("create"));
  }

  /// Lets the program of a created box run.
  void start(BoxId id, Bundle bundle) {
    ProcessRunner.Outcome started = processes.run(verb("start", id.value()), LIMIT);
    if (!started.succeeded()) {
      throw new IronclawException(ErrorCode.BOX_FAILED,
          "start box " + id + ": runsc said: " + started.lastLine() + "; " + bundle.logged());
    }
  }

  /// A session of its own keeps a Ctrl-C at our terminal away from the box.
  private void begin(BoxId id, Bundle bundle, List<String> prefix, List<String> how) {
    List<String> command = new ArrayList<>(prefix);
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.addAll(verb(Stream.concat(how.stream(), Stream.of("--bundle", bundle.folder().toString(), "--pid-file",
        bundle.pidFile().toString(), "--user-log", bundle.log().toString(), id.value())).toArray(String[]::new)));
    Process process = processes.spawn(command, Map.of(),
        new ProcessRunner.Streams(ProcessBuilder.Redirect.to(bundle.pipe().toFile()), bundle.folder()));
    int code = await(process, id);
    if (code != 0) {
      throw new IronclawException(ErrorCode.BOX_FAILED,
          "start box " + id + ": runsc ended with " + code + ": " + bundle.logged());
    }
  }

  /// Starts `runsc wait`, which ends when the box does and prints its exit status into the bundle. It outlives us: a
  /// status that is not waited for when the box ends is lost.
  Process watch(BoxId id, Bundle bundle) {
    return processes.spawn(verb("wait", id.value()), Map.of(),
        new ProcessRunner.Streams(bundle.newExitFile(), bundle.folder()));
  }

  /// The status that one of the box's waiters printed, empty where all came too late or were killed.
  static Optional<Integer> exitStatus(Bundle bundle) {
    return bundle.printedExits().stream().flatMap(printed -> parsed(printed).stream()).findFirst();
  }

  private static Optional<Integer> parsed(String printed) {
    int brace = printed.indexOf('{');
    try {
      return brace < 0
          ? Optional.empty()
          : Optional.of(OciJson
              .read(printed.substring(brace).getBytes(StandardCharsets.UTF_8), WaitJson.class).exitStatus());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// Sends a signal to the box's first process; false where there was nobody to send it to.
  boolean signal(BoxId id, String signal) {
    return processes.run(verb("kill", id.value(), signal), SHORT).succeeded();
  }

  /// Ends what still runs and removes the container's state. A box that is unknown is deleted already.
  void delete(BoxId id) {
    processes.run(verb("delete", "--force", id.value()), LIST);
  }

  /// Whether this one box runs, whatever the others do. Fails with `RUNTIME_UNAVAILABLE` where it hangs.
  boolean isRunning(BoxId id) {
    ProcessRunner.Outcome outcome = processes.run(verb("state", id.value()), SHORT);
    return outcome.succeeded() && RUNNING.matcher(outcome.output()).find();
  }

  /// Every container below our state root. Fails with `RUNTIME_UNAVAILABLE` where one of them hangs.
  List<Listed> list() {
    ProcessRunner.Outcome outcome = processes.run(verb("list", "-format=json"), LIST);
    if (!outcome.succeeded()) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "list boxes: runsc said: " + outcome.lastLine());
    }
    String json = outcome.lastLine();
    if (json.isEmpty() || json.equals("null")) {
      return List.of();
    }
    return Arrays.stream(OciJson.read(json.getBytes(StandardCharsets.UTF_8), ListedJson[].class))
        .filter(row -> row.id() != null && row.status() != null)
        .map(row -> new Listed(new BoxId(String.valueOf(row.id())), String.valueOf(row.status()), row.pid())).toList();
  }

  private List<String> verb(String... words) {
    List<String> command = new ArrayList<>();
    command.add(settings.runsc().toString());
    command.add("--root=" + stateRoot());
    command.addAll(flags);
    command.addAll(List.of(words));
    return command;
  }

  private static int await(Process process, BoxId id) {
    try {
      if (!process.waitFor(LIMIT)) {
        process.destroyForcibly();
        throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
            "start box " + id + ": runsc gave no answer within " + LIMIT.toSeconds() + " s and was killed");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "start box " + id + ": interrupted", e);
    }
  }
}
