package dev.ironclaw.desktop.demo;

import dev.ironclaw.contract.box.BoxPosture;
import java.util.List;

/// A measured posture as lines for people.
final class PostureTable {
  private PostureTable() {
  }

  static List<String> of(BoxPosture posture) {
    boolean noCapability = posture.capabilities().stream().allMatch(set -> set.chars().allMatch(c -> c == '0'));
    return List.of(row("kernel", posture.kernel()),
        row("network", "interfaces: " + String.join(", ", posture.interfaces())),
        row("user", "uid " + posture.uid() + ", gid " + posture.gid()),
        row("capabilities", noCapability ? "none, in all five sets" : String.join(" ", posture.capabilities())),
        row("no new privileges", posture.noNewPrivileges() ? "yes" : "NO"),
        row("root file system", posture.rootReadOnly() ? "read-only" : "WRITABLE"),
        row("system call filter", posture.seccomp() == 2 ? "on" : "OFF (" + posture.seccomp() + ")"),
        row("memory", posture.memoryLimitBytes() < 0 ? "unknown" : (posture.memoryLimitBytes() >> 20) + " MiB"),
        row("processors", String.valueOf(posture.cpus())),
        row("limits", "processes " + limit(posture.processLimit()) + ", open files " + limit(posture.openFilesLimit())));
  }

  private static String limit(long value) {
    return value < 0 ? "UNLIMITED" : String.valueOf(value);
  }

  private static String row(String what, String value) {
    return String.format(java.util.Locale.ROOT, "%-19s %s", what, value);
  }
}
