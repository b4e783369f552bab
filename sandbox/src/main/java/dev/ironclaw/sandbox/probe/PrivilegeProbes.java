package dev.ironclaw.sandbox.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads which rights the kernel says that this program has.
final class PrivilegeProbes {
  private PrivilegeProbes() {}

  static List<Finding> run(Target target) {
    try {
      List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
      List<String> sets = status.stream().filter(line -> line.startsWith("Cap")).toList();
      boolean none = !sets.isEmpty() && sets.stream().allMatch(line -> line.matches("Cap\\w+:\\s*0+"));
      String seccomp = value(status, "Seccomp:");
      String uid = value(status, "Uid:");
      return List.of(new Finding("capabilities", none, "sets: " + sets),
          new Finding("system-call-filter", seccomp.equals("2"), "Seccomp: " + seccomp),
          new Finding("uid", uid.matches(target.uid() + "(\\s+" + target.uid() + ")*"), "Uid: " + uid));
    } catch (IOException e) {
      return List.of(new Finding("capabilities", false, "unknown: " + e.getMessage()));
    }
  }

  private static String value(List<String> status, String name) {
    return status.stream().filter(line -> line.startsWith(name)).map(line -> line.substring(name.length()).strip())
        .findFirst().orElse("?");
  }
}
