package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EngineSetup;
import dev.ironclaw.client.diagnostics.Doctor;
import dev.ironclaw.client.diagnostics.Finding;
import dev.ironclaw.contract.VisibleText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Says what is wrong and what to do about it. Looks and changes nothing.
@Command(name = "doctor", description = "Checks the installation and says what to do about what is wrong.")
final class DoctorCommand implements Callable<Integer> {
  private static final int JAVA = 25;

  private final Console console;
  private final List<Finding> checks = new ArrayList<>();

  @Option(names = "--sandbox", description = "Run the escape probes in a real box too.")
  private boolean sandbox;

  @Option(names = "--print-daemon-json", description = "Print the container engine's configuration with the sealed gVisor runtime in it, and nothing else; nothing is written.")
  private boolean printDaemonJson;

  @Option(names = "--daemon-json", paramLabel = "FILE", description = "The container engine's configuration. Default: ${DEFAULT-VALUE}")
  private Path daemonJson = EngineSetup.DEFAULT_FILE;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (printDaemonJson) {
      return daemonJson();
    }
    int java = Runtime.version().feature();
    checks.add(java >= JAVA
        ? Finding.ok("java", Runtime.version().toString())
        : Finding.fail("java", "Java " + java + " runs this program", "install a JDK " + JAVA));
    settings();
    boolean running = reachable();
    if (console.json()) {
      console.output().json(checks);
    } else {
      checks.forEach(check -> console.output().line(shown(check)));
    }
    boolean failed = checks.stream().anyMatch(check -> check.result().equals(Finding.FAIL));
    return !running ? ExitCode.NOT_RUNNING : failed ? ExitCode.FAILED : ExitCode.OK;
  }

  /// The file alone on the output, so that it can be sent on; what a person should know goes to the other one.
  private int daemonJson() {
    EngineSetup setup = EngineSetup.of(daemonJson);
    if (console.json()) {
      console.output().json(setup);
      return ExitCode.OK;
    }
    console.output().line(setup.text().stripTrailing());
    setup.notes().forEach(console.output()::note);
    console.output()
        .note("Put this into " + setup.file() + ", then see that the engine knows it: " + EngineSetup.AFTER);
    return ExitCode.OK;
  }

  private void settings() {
    Settings settings = Settings.of(console.surroundings());
    try {
      int kept = settings.all().size();
      checks.add(Finding.ok("settings", kept == 0 ? "none are kept" : kept + " in " + settings.file()));
    } catch (CommandFailure e) {
      checks.add(Finding.fail("settings", String.valueOf(e.getMessage()), "mend or remove " + settings.file()));
    }
  }

  private boolean reachable() {
    try (ControlPlaneClient client = console.connection().open()) {
      checks.add(Finding.ok("api", "control plane " + client.health().version() + " answers at "
          + console.connection().endpoint().shown()));
      checks.addAll(Doctor.examine(client, sandbox));
      return true;
    } catch (ApiException e) {
      checks.add(Finding.fail("api", String.valueOf(e.getMessage()),
          "start ironclaw-controlplane, or say where it is with --addr or --state-dir"));
      return e.kind() != ApiException.Kind.NOT_RUNNING;
    } catch (CommandFailure e) {
      checks.add(Finding.fail("api", String.valueOf(e.getMessage()),
          "start ironclaw-controlplane, or say where it is with --addr, --state-dir or ironctl config set addr URL"));
      return e.exitCode() != ExitCode.NOT_RUNNING;
    }
  }

  private static String shown(Finding check) {
    String line = "%-4s  %s: %s".formatted(check.result(), VisibleText.line(check.name()),
        VisibleText.line(check.detail()));
    return check.fix().isEmpty() ? line : line + "\n      fix: " + VisibleText.line(check.fix());
  }
}
