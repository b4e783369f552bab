package dev.ironclaw.contract.box;

import java.util.List;
import java.util.stream.Collectors;

/// A measured posture in plain words, the same on every face. What the box's kernel does not report is said to be
/// unreported, never assumed.
public final class PostureWords {
  /// gVisor presents this one version of Linux to its guests, whatever runs below.
  private static final String GVISOR = "Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016";
  private static final String UNREPORTED = "not reported by this kernel";

  /// One measured thing.
  public record Line(String name, String value) {}

  private PostureWords() {}

  public static List<Line> of(BoxPosture posture) {
    return List.of(new Line("kernel", kernel(posture.kernel())),
        new Line("network interfaces", String.join(", ", posture.interfaces())),
        new Line("user", "uid " + posture.uid() + ", gid " + posture.gid()),
        new Line("capabilities", capabilities(posture.capabilities())),
        new Line("no new privileges", flag(posture.noNewPrivileges(), "yes", "NO")),
        new Line("root file system", posture.rootReadOnly() ? "read-only" : "WRITABLE"),
        new Line("system call filter", posture.seccomp() == 2 ? "on" : flag(posture.seccomp(), "strict", "OFF")),
        new Line("folders of the host", posture.mounts().isEmpty() ? "none" : String.join(", ", posture.mounts())),
        new Line("memory", posture.memoryLimitBytes() < 0 ? UNREPORTED : (posture.memoryLimitBytes() >> 20) + " MiB"),
        new Line("processors", String.valueOf(posture.cpus())),
        new Line("process limit", limit(posture.processLimit())),
        new Line("open files limit", limit(posture.openFilesLimit())));
  }

  /// All of it in one line, for the audit log.
  public static String line(BoxPosture posture) {
    return of(posture).stream().map(line -> line.name() + ": " + line.value()).collect(Collectors.joining("; "));
  }

  private static String kernel(String version) {
    return version.startsWith(GVISOR) ? "gVisor (presents itself as Linux 4.4.0)" : version;
  }

  private static String capabilities(List<String> sets) {
    List<String> reported = sets.stream().filter(set -> !set.equals("?")).toList();
    boolean none = reported.stream().allMatch(set -> set.chars().allMatch(c -> c == '0'));
    if (!none) {
      return "SOME: " + String.join(" ", sets);
    }
    return "none, in all " + reported.size() + " sets that this kernel reports";
  }

  private static String flag(int value, String one, String zero) {
    return value < 0 ? UNREPORTED : value == 1 ? one : zero;
  }

  private static String limit(long value) {
    return value == -1 ? "UNLIMITED" : value < 0 ? UNREPORTED : String.valueOf(value);
  }
}
