package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ClientTimeouts;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.contract.api.ReadyView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.contract.api.StatusView;
import java.time.Duration;
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
  private final List<Check> checks = new ArrayList<>();

  @Option(names = "--sandbox", description = "Run the escape probes in a real box too.")
  private boolean sandbox;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int java = Runtime.version().feature();
    checks.add(java >= JAVA
        ? Check.ok("java", Runtime.version().toString())
        : Check.fail("java", "Java " + java + " runs this program", "install a JDK " + JAVA));
    settings();
    boolean running = reachable();
    if (console.json()) {
      console.output().json(checks);
    } else {
      checks.forEach(check -> console.output().line(check.shown()));
    }
    boolean failed = checks.stream().anyMatch(check -> check.result().equals(Check.FAIL));
    return !running ? ExitCode.NOT_RUNNING : failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private void settings() {
    Settings settings = Settings.of(console.surroundings());
    try {
      int kept = settings.all().size();
      checks.add(Check.ok("settings", kept == 0 ? "none are kept" : kept + " in " + settings.file()));
    } catch (CommandFailure e) {
      checks.add(Check.fail("settings", String.valueOf(e.getMessage()), "mend or remove " + settings.file()));
    }
  }

  private boolean reachable() {
    try (ControlPlaneClient client = console.connection().open()) {
      checks.add(Check.ok("api", "control plane " + client.health().version() + " answers at "
          + console.connection().endpoint().shown()));
      ready(client);
      authenticated(client);
      return true;
    } catch (ApiException e) {
      checks.add(Check.fail("api", String.valueOf(e.getMessage()),
          "start ironclaw-controlplane, or say where it is with --addr or --state-dir"));
      return e.kind() != ApiException.Kind.NOT_RUNNING;
    } catch (CommandFailure e) {
      checks.add(Check.fail("api", String.valueOf(e.getMessage()),
          "start ironclaw-controlplane, or say where it is with --addr, --state-dir or ironctl config set addr URL"));
      return e.exitCode() != ExitCode.NOT_RUNNING;
    }
  }

  private void ready(ControlPlaneClient client) {
    ReadyView ready = client.ready();
    checks.add(ready.reason().isEmpty()
        ? Check.ok("readiness", ready.status())
        : Check.fail("readiness", ready.reason().get(),
            "nothing takes effect until this is mended; run ironctl audit verify and see the control plane's log"));
  }

  private void authenticated(ControlPlaneClient client) {
    StatusView status;
    try {
      status = client.status();
    } catch (ApiException e) {
      boolean denied = e.kind() == ApiException.Kind.DENIED;
      checks.add(Check.fail(denied ? "auth" : "status", String.valueOf(e.getMessage()),
          denied
              ? "set IRONCLAW_API_TOKEN, or point --state-dir at the control plane's state folder"
              : "see the control plane's log"));
      return;
    }
    checks.add(Check.ok("auth", "the token is good"));
    runtime(status.runtime());
    masterKey(client);
    state(status);
    policy(client);
    if (sandbox) {
      probes();
    }
  }

  private void masterKey(ControlPlaneClient client) {
    try {
      MasterKeyView key = client.masterKey();
      checks.add(key.source().equals("file")
          ? Check.warn("master key", key.strength(),
              "ironctl key move --to keychain, or start the control plane with --master-key command")
          : Check.ok("master key", key.strength()));
    } catch (ApiException e) {
      checks.add(Check.fail("master key", String.valueOf(e.getMessage()), "see the control plane's log"));
    }
  }

  private void policy(ControlPlaneClient client) {
    try {
      PolicyView policy = client.policy();
      policy.fault().ifPresent(why -> checks.add(Check.fail("policy", "what is stored can't be trusted: " + why,
          "look at ironctl policy show, then set it anew with ironctl policy set")));
      policy.gaps().forEach(gap -> checks.add(Check.warn("policy", gap,
          "make the tokens with ironctl token create, or change the rules with ironctl policy deciders")));
      if (policy.fault().isEmpty() && policy.gaps().isEmpty()) {
        checks.add(Check.ok("policy",
            "its rules name enough people whose tokens are good; whether they have a second factor is not "
                + "looked at"));
      }
    } catch (ApiException e) {
      checks.add(Check.fail("policy", String.valueOf(e.getMessage()), "see the control plane's log"));
    }
  }

  private void runtime(RuntimeView runtime) {
    List<String> limits = runtime.warnings().stream().filter(DoctorCommand::isAboutLimits).toList();
    String name = RuntimeText.of(runtime);
    checks.add(runtime.usable()
        ? Check.ok("runtime", name)
        : Check.fail("runtime", name, runtime.problems().isEmpty()
            ? "install runsc (https://gvisor.dev)"
            : String.join("; ", runtime.problems())));
    runtime.warnings().stream().filter(warning -> !isAboutLimits(warning))
        .forEach(warning -> checks.add(Check.warn("isolation", warning, "see docs/threat-model.md")));
    checks.add(limits.isEmpty()
        ? Check.ok("limits", "nothing says that memory, CPU and process limits do not hold")
        : Check.warn("limits", String.join("; ", limits),
            "run the control plane as root or in a systemd user session"));
  }

  private void state(StatusView status) {
    checks.add(status.panic()
        .map(panic -> Check.warn("panic",
            "everything stands still since " + panic.since() + ", stopped by " + panic.by(),
            "ironctl resume lets it go on"))
        .orElseGet(() -> Check.ok("panic", "nothing is stopped")));
    checks.add(status.auditHead().flatMap(StatusView.AuditHeadView::warning)
        .map(warning -> Check.warn("audit", warning, "make the witness reachable; it gets what it missed by itself"))
        .orElseGet(() -> Check.ok("audit", "the log is written; prove it whole with ironctl audit verify")));
    checks.add(status.agents() > 0
        ? Check.ok("agents", status.agents() + "; " + status.pendingChanges() + " change(s) wait for a decision")
        : Check.warn("agents", "there is none", "make one: ironctl agent create"));
  }

  private static boolean isAboutLimits(String warning) {
    return warning.contains("limit");
  }

  private void probes() {
    try (ControlPlaneClient client = console.connection()
        .open(ClientTimeouts.DEFAULT.withAnswer(Duration.ofMinutes(5)))) {
      SelftestView result = client.selftest();
      result.probes().forEach(probe -> checks.add(wall(probe, result.accepted().contains(probe.name()))));
      if (result.probes().isEmpty()) {
        checks.add(Check.fail("sandbox", "no probe ran", "see the control plane's log"));
      }
    } catch (ApiException e) {
      checks.add(Check.fail("sandbox", String.valueOf(e.getMessage()), "see the control plane's log"));
    }
  }

  private static Check wall(SelftestView.ProbeView probe, boolean accepted) {
    String name = "sandbox " + probe.name();
    if (probe.held()) {
      return Check.ok(name, probe.detail());
    }
    return accepted
        ? Check.warn(name, probe.detail() + "; this wall can't hold without root, and the control plane was started "
            + "with --accept-unenforced-limits",
            "run the control plane as root; for the limits a systemd user session is enough")
        : Check.fail(name, probe.detail(),
            "this wall does not hold on this machine: stop the control plane and report it");
  }

  /// One thing that was looked at.
  ///
  /// @param fix what to do; empty for `OK`
  record Check(String name, String result, String detail, String fix) {
    static final String OK = "OK";
    static final String WARN = "WARN";
    static final String FAIL = "FAIL";

    static Check ok(String name, String detail) {
      return new Check(name, OK, detail, "");
    }

    static Check warn(String name, String detail, String fix) {
      return new Check(name, WARN, detail, fix);
    }

    static Check fail(String name, String detail, String fix) {
      return new Check(name, FAIL, detail, fix);
    }

    String shown() {
      String line = "%-4s  %s: %s".formatted(result, VisibleText.line(name), VisibleText.line(detail));
      return fix.isEmpty() ? line : line + "\n      fix: " + VisibleText.line(fix);
    }
  }
}
