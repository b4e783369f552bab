package dev.ironclaw.client.diagnostics;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.JobOptionsView;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.contract.api.ReadyView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.api.WeaknessCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Looks at a control plane that answers, and says what is wrong and what to do about it. Changes nothing.
public final class Doctor {
  private static final String SEALED = "ironctl doctor --print-daemon-json shows how the engine learns of a sealed "
      + "gVisor runtime; see docs/docker.md";

  private final ControlPlaneClient client;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor(ControlPlaneClient client) {
    this.client = client;
  }

  /// Looks at all that the token may see.
  ///
  /// @param sandbox tries to escape from a real box too, which takes some seconds
  public static List<Finding> examine(ControlPlaneClient client, boolean sandbox) {
    Doctor doctor = new Doctor(client);
    doctor.ready();
    doctor.authenticated(sandbox);
    return List.copyOf(doctor.findings);
  }

  private void ready() {
    ReadyView ready = client.ready();
    findings.add(ready.reason().isEmpty()
        ? Finding.ok("readiness", ready.status())
        : Finding.fail("readiness", ready.reason().get(),
            "nothing takes effect until this is mended; run ironctl audit verify and see the control plane's log"));
  }

  private void authenticated(boolean sandbox) {
    StatusView status;
    try {
      status = client.status();
    } catch (ApiException e) {
      boolean denied = e.kind() == ApiException.Kind.DENIED;
      findings.add(Finding.fail(denied ? "auth" : "status", String.valueOf(e.getMessage()),
          denied
              ? "set IRONCLAW_API_TOKEN, or point --state-dir at the control plane's state folder"
              : "see the control plane's log"));
      return;
    }
    findings.add(Finding.ok("auth", "the token is good"));
    runtime(status.runtime());
    masterKey();
    state(status);
    jobs();
    policy();
    if (sandbox) {
      probes();
    }
  }

  private void masterKey() {
    try {
      MasterKeyView key = client.masterKey();
      findings.add(key.source().equals("file")
          ? Finding.warn("master key", key.strength(),
              "ironctl key move --to keychain, or start the control plane with --master-key command")
          : Finding.ok("master key", key.strength()));
    } catch (ApiException e) {
      findings.add(Finding.fail("master key", String.valueOf(e.getMessage()), "see the control plane's log"));
    }
  }

  private void jobs() {
    JobOptionsView options;
    try {
      options = client.jobs().options();
    } catch (ApiException e) {
      findings.add(Finding.warn("jobs", String.valueOf(e.getMessage()), "see the control plane's log"));
      return;
    }
    findings.add(options.obstacle()
        .map(why -> Finding.warn("jobs", "none can start: " + why, "see docs/docker.md; all else works without them"))
        .orElseGet(() -> options.weaker()
            .map(words -> Finding.warn("jobs", "their walls are weaker than a sealed gVisor's: " + words, SEALED))
            .orElseGet(() -> Finding.ok("jobs", "they can start, with images "
                + options.modes().stream().map(mode -> mode.image().name() + " (" + mode.image().state() + ")")
                    .collect(Collectors.joining(", "))))));
  }

  private void policy() {
    try {
      PolicyView policy = client.policy();
      policy.fault().ifPresent(why -> findings.add(Finding.fail("policy", "what is stored can't be trusted: " + why,
          "look at ironctl policy show, then set it anew with ironctl policy set")));
      policy.gaps().forEach(gap -> findings.add(Finding.warn("policy", gap,
          "make the tokens with ironctl token create, or change the rules with ironctl policy deciders")));
      if (policy.fault().isEmpty() && policy.gaps().isEmpty()) {
        findings.add(Finding.ok("policy",
            "its rules name enough people whose tokens are good; whether they have a second factor is not "
                + "looked at"));
      }
    } catch (ApiException e) {
      findings.add(Finding.fail("policy", String.valueOf(e.getMessage()), "see the control plane's log"));
    }
  }

  private void runtime(RuntimeView runtime) {
    List<String> limits = runtime.weaknesses().stream().filter(Doctor::isAboutLimits)
        .map(RuntimeView.WeaknessView::words).toList();
    String name = RuntimeWords.of(runtime);
    findings.add(runtime.usable()
        ? Finding.ok("runtime", name)
        : Finding.fail("runtime", name, runtime.problems().isEmpty()
            ? "install runsc (https://gvisor.dev)"
            : String.join("; ", runtime.problems())));
    runtime.weaknesses().stream().filter(weakness -> !isAboutLimits(weakness))
        .forEach(weakness -> findings.add(Finding.warn("isolation", weakness.words(), fix(weakness))));
    runtime.crossing().ifPresent(way -> findings.add(Finding.ok("crossing", crossing(way))));
    findings.add(limits.isEmpty()
        ? Finding.ok("limits", "nothing says that memory, CPU and process limits do not hold")
        : Finding.warn("limits", String.join("; ", limits),
            "run the control plane as root or in a systemd user session"));
  }

  private void state(StatusView status) {
    findings.add(status.panic()
        .map(panic -> Finding.warn("panic",
            "everything stands still since " + panic.since() + ", stopped by " + panic.by(),
            "ironctl resume lets it go on"))
        .orElseGet(() -> Finding.ok("panic", "nothing is stopped")));
    findings.add(status.auditHead().flatMap(StatusView.AuditHeadView::warning)
        .map(warning -> Finding.warn("audit", warning, "make the witness reachable; it gets what it missed by itself"))
        .orElseGet(() -> Finding.ok("audit", "the log is written; prove it whole with ironctl audit verify")));
    findings.add(status.agents() > 0
        ? Finding.ok("agents", status.agents() + "; " + status.pendingChanges() + " change(s) wait for a decision")
        : Finding.warn("agents", "there is none", "make one: ironctl agent create"));
  }

  /// An older control plane has no codes.
  private static boolean isAboutLimits(RuntimeView.WeaknessView weakness) {
    return weakness.code().isEmpty()
        ? weakness.words().contains("limit")
        : weakness.code().equals(WeaknessCode.LIMITS.word());
  }

  private static String fix(RuntimeView.WeaknessView weakness) {
    return WeaknessCode.of(weakness.code()).map(code -> switch (code) {
      case SHARED_KERNEL, ENGINE_FILTER -> SEALED;
      case WORKSPACE_PROGRAMS, WORKSPACE_VOLUME ->
        "run boxes with --runtime runsc, on Linux or in WSL 2; see docs/docker.md";
      case NO_ISOLATION, LIMITS, ROOTLESS, NAMESPACES -> "see docs/threat-model.md";
    }).orElse("see docs/threat-model.md");
  }

  private static String crossing(String way) {
    return switch (way) {
      case "socket" -> "boxes reach the host over a mounted socket";
      case "stdio" -> "boxes reach the host over their container's input and output";
      default -> way;
    };
  }

  /// Tries to escape from a real box.
  private void probes() {
    try {
      SelftestView result = client.selftest();
      result.probes().forEach(probe -> findings.add(wall(probe, result.accepted().contains(probe.name()))));
      if (result.probes().isEmpty()) {
        findings.add(Finding.fail("sandbox", "no probe ran", "see the control plane's log"));
      }
    } catch (ApiException e) {
      findings.add(Finding.fail("sandbox", String.valueOf(e.getMessage()), "see the control plane's log"));
    }
  }

  private static Finding wall(SelftestView.ProbeView probe, boolean accepted) {
    String name = "sandbox " + probe.name();
    if (probe.held()) {
      return Finding.ok(name, probe.detail());
    }
    return accepted
        ? Finding.warn(name, probe.detail() + "; this wall can't hold without root, and the control plane was started "
            + "with --accept-unenforced-limits",
            "run the control plane as root; for the limits a systemd user session is enough")
        : Finding.fail(name, probe.detail(),
            "this wall does not hold on this machine: stop the control plane and report it");
  }
}
