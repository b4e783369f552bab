package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What runsc is on this machine, and whether a box's limits would hold.
final class RunscFindings {
  private static final Path RESTRICTED_NAMESPACES = Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns");

  private final RunscSettings settings;
  private final Runsc runsc;
  private final SystemdScope scope;

  RunscFindings(RunscSettings settings, Runsc runsc, SystemdScope scope) {
    this.settings = settings;
    this.runsc = runsc;
    this.scope = scope;
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
      weaknesses.add(new RuntimeReport.Weakness("rootless", "rootless: inside the box the program is uid 0 of a user "
          + "namespace that maps the invoking user alone; it has no capability"));
      if (!scope.isAvailable()) {
        weaknesses.add(new RuntimeReport.Weakness("limits", "limits not enforced: rootless runsc sets no cgroup, and "
            + "this user has no systemd scope; a box may use all memory and processors"));
        if (!settings.acceptUnenforcedLimits()) {
          problems.add("limits would not be enforced; run as root, under a systemd user session, or accept it with "
              + "acceptUnenforcedLimits");
        }
      }
      if (restricted()) {
        problems.add("this system restricts user namespaces (" + RESTRICTED_NAMESPACES + " is 1); install IronClaw's "
            + "AppArmor profile or run as root");
      }
    }
    return new RuntimeReport("runsc", problems.isEmpty(), installed ? runsc.version() : "", platform,
        settings.mode().name().toLowerCase(Locale.ROOT), weaknesses, problems, accepted());
  }

  /// Rootless, the guest owns gVisor's `/dev`; without a scope nothing enforces the limits. With root both must hold,
  /// whatever was accepted.
  private List<String> accepted() {
    if (settings.mode() == RunMode.ROOT || !settings.acceptUnenforcedLimits()) {
      return List.of();
    }
    return scope.isAvailable() ? List.of("write-dev") : List.of("write-dev", "memory-limit", "process-limit");
  }

  boolean needsScope() {
    return settings.mode() == RunMode.ROOTLESS && scope.isAvailable();
  }

  void refuseUnenforcedLimits() {
    if (settings.mode() == RunMode.ROOTLESS && !scope.isAvailable() && !settings.acceptUnenforcedLimits()) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "start box: nothing on this machine would enforce its "
          + "memory, CPU and process limits; run as root or in a systemd user session, or accept it with "
          + "acceptUnenforcedLimits");
    }
  }

  private static boolean restricted() {
    try {
      return Files.exists(RESTRICTED_NAMESPACES) && Files.readString(RESTRICTED_NAMESPACES).strip().equals("1");
    } catch (IOException e) {
      return false;
    }
  }
}
