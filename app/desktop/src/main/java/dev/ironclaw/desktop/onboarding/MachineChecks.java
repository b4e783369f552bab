package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.shell.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the control plane measured of this machine and what the app knows of its own, in words, with a way to mend each
/// gap.
final class MachineChecks {
  private static final String GVISOR = "runsc";
  private static final String LIMITS = "limits ";
  private final Texts texts;
  private final Optional<String> wsl;

  /// @param wsl the distribution that the control plane runs in, on Windows
  MachineChecks(Texts texts, Optional<String> wsl) {
    this.texts = texts;
    this.wsl = wsl;
  }

  /// Asks the control plane.
  List<Check> load(ControlPlaneClient client) {
    StatusView status = client.status();
    List<Check> checks = new ArrayList<>();
    wsl.ifPresent(distribution -> checks.add(
        Check.good(texts.of("onboarding.check.wsl"), texts.of("onboarding.wsl.runs", line(distribution)))));
    sandbox(status.runtime(), checks);
    checks.add(key(client.masterKey()));
    status.notReady().ifPresent(why -> checks.add(Check.broken(texts.of("onboarding.check.ready"), line(why))));
    return checks;
  }

  private void sandbox(RuntimeView runtime, List<Check> checks) {
    String title = texts.of("onboarding.check.sandbox");
    if (!runtime.usable()) {
      runtime.problems().forEach(problem -> checks.add(problem(title, runtime, problem)));
    } else if (runtime.name().equals(GVISOR)) {
      checks.add(Check.good(title, texts.of("onboarding.sandbox.gvisor", line(runtime.version()),
          line(runtime.platform()))));
    } else {
      checks.add(Check.weak(title, texts.of("onboarding.sandbox.other", line(runtime.name())))
          .withFix(texts.of("onboarding.fix.gvisor"), "sudo apt install runsc"));
    }
    runtime.warnings().stream().filter(warning -> !isSaidAlready(warning, runtime)).forEach(warning -> checks.add(
        warning(warning)));
  }

  private Check problem(String title, RuntimeView runtime, String problem) {
    Check broken = Check.broken(title, line(problem));
    return runtime.version().isEmpty() && problem.contains("not installed")
        ? broken.withFix(texts.of("onboarding.fix.gvisor"), "sudo apt install runsc")
        : problem.startsWith(LIMITS) ? withLimits(broken) : broken;
  }

  private Check warning(String warning) {
    boolean limits = warning.startsWith(LIMITS);
    Check weak = Check.weak(texts.of(limits ? "onboarding.check.limits" : "onboarding.check.note"), line(warning));
    return limits ? withLimits(weak) : weak;
  }

  private Check withLimits(Check check) {
    return check.withFix(texts.of("onboarding.fix.limits"), "sudo loginctl enable-linger \"$USER\"");
  }

  /// That limits would not hold is one gap, not two.
  private static boolean isSaidAlready(String warning, RuntimeView runtime) {
    return warning.startsWith(LIMITS) && runtime.problems().stream().anyMatch(problem -> problem.startsWith(LIMITS));
  }

  private Check key(MasterKeyView key) {
    String title = texts.of("onboarding.check.key");
    return key.source().equals("file")
        ? Check.weak(title, texts.of("onboarding.key.file")).withFix(texts.of("onboarding.fix.key"),
            "ironctl key move --to keychain")
        : Check.good(title, texts.of("onboarding.key.kept", line(key.strength())));
  }

  /// Whether somebody shows the app's icon; empty while that is not known.
  Optional<Check> tray(Optional<Boolean> shown) {
    String title = texts.of("onboarding.check.tray");
    return shown.map(there -> there
        ? Check.good(title, texts.of("onboarding.tray.shown"))
        : Check.weak(title, texts.of("onboarding.tray.none")).withFix(texts.of("onboarding.fix.tray"),
            "sudo apt install gnome-shell-extension-appindicator"));
  }

  private static String line(String words) {
    return VisibleText.line(words);
  }
}
