package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.api.WeaknessCode;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What runsc is on this machine, and whether a box's limits would hold.
final class RunscFindings {
  private static final String FOR_LIMITS = "run as root, or in a session of a systemd that hands on memory, pids and cpu "
      + "(cgroup v2), or accept it with --accept-unenforced-limits";

  private final RunscSettings settings;
  private final Runsc runsc;
  private final SystemdScope scope;
  private final NamespaceRestriction restriction;

  RunscFindings(RunscSettings settings, Runsc runsc, SystemdScope scope, NamespaceRestriction restriction) {
    this.settings = settings;
    this.runsc = runsc;
    this.scope = scope;
    this.restriction = restriction;
  }

  RuntimeReport report(String platform) {
    List<RuntimeReport.Weakness> weaknesses = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    boolean installed = Files.isExecutable(settings.runsc());
    if (!installed) {
      problems.add(settings.runsc() + " is not installed; install gVisor's runsc (https://gvisor.dev/docs/user_guide"
          + "/install) or name its path");
    }
    if (settings.mode() == RunMode.ROOTLESS) {
      weaknesses.add(
          new RuntimeReport.Weakness(WeaknessCode.ROOTLESS, "rootless: inside the box the program is uid 0 of a user "
              + "namespace that maps the invoking user alone; it has no capability"));
      if (!scope.lacking().isEmpty()) {
        weaknesses.add(new RuntimeReport.Weakness(WeaknessCode.LIMITS, "limits not enforced: " + whyNoLimits()));
        if (!settings.acceptUnenforcedLimits()) {
          problems.add("limits would not be enforced: " + whyNoLimits() + "; " + FOR_LIMITS);
        }
      }
      restriction.weakness(settings.runsc())
          .ifPresent(words -> weaknesses.add(new RuntimeReport.Weakness(WeaknessCode.NAMESPACES, words)));
    }
    return new RuntimeReport("runsc", problems.isEmpty(), installed ? runsc.version() : "", platform,
        settings.mode().name().toLowerCase(Locale.ROOT), weaknesses, problems, accepted());
  }

  /// Rootless, the guest owns gVisor's `/dev`; without a scope that holds them nothing enforces the limits. With root both
  /// must hold, whatever was accepted.
  private List<String> accepted() {
    if (settings.mode() == RunMode.ROOT || !settings.acceptUnenforcedLimits()) {
      return List.of();
    }
    List<String> accepted = new ArrayList<>(List.of("write-dev"));
    List<String> lacking = scope.lacking();
    if (lacking.contains("memory")) {
      accepted.add("memory-limit");
    }
    if (lacking.contains("pids")) {
      accepted.add("process-limit");
    }
    return List.copyOf(accepted);
  }

  /// What it has is used, if it has not all.
  boolean needsScope() {
    return settings.mode() == RunMode.ROOTLESS && scope.isAvailable();
  }

  void refuseUnenforcedLimits() {
    if (settings.mode() == RunMode.ROOTLESS && !settings.acceptUnenforcedLimits() && !scope.lacking().isEmpty()) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "start box: its limits would not be enforced: " + whyNoLimits() + "; " + FOR_LIMITS);
    }
  }

  private String whyNoLimits() {
    return scope.isAvailable()
        ? "rootless runsc sets no cgroup, and this user's systemd was handed no controller for " + String.join(", ",
            scope.lacking()) + "; a box may use all of that"
        : "rootless runsc sets no cgroup, and this user has no systemd scope; a box may use all memory and processors";
  }
}
