package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads back which limits the kernel holds for a process, and removes cgroups that a killed runtime left.
final class Cgroups {
  private static final Path TOP = Path.of("/sys/fs/cgroup");
  static final String NOT_ENFORCED = "not enforced";

  private final HostProcesses processes;

  Cgroups(HostProcesses processes) {
    this.processes = processes;
  }

  /// For example `cgroup v1: memory 512 MiB, 256 processes, 1.00 CPU`; [#NOT_ENFORCED] where one of the three is
  /// unlimited.
  String limitsOf(int pid) {
    String lines = processes.read(pid, "cgroup");
    return version1(lines).or(() -> version2(lines)).orElse(NOT_ENFORCED);
  }

  /// How often the kernel killed in this cgroup because its memory was used up.
  static long memoryKills(String name) {
    return Stream.of(TOP.resolve("memory").resolve(name).resolve("memory.oom_control"),
        TOP.resolve(name).resolve("memory.events")).flatMap(file -> word(file).stream()).flatMap(String::lines)
        .filter(line -> line.startsWith("oom_kill ")).mapToLong(line -> Long.parseLong(line.substring(9))).sum();
  }

  private static Optional<String> version1(String lines) {
    Optional<Long> memory = controller(lines, "memory").flatMap(p -> number(p.resolve("memory.limit_in_bytes")));
    Optional<Long> pids = controller(lines, "pids").flatMap(p -> number(p.resolve("pids.max")));
    Optional<Long> quota = controller(lines, "cpu").flatMap(p -> number(p.resolve("cpu.cfs_quota_us")));
    Optional<Long> period = controller(lines, "cpu").flatMap(p -> number(p.resolve("cpu.cfs_period_us")));
    return sentence("cgroup v1", memory, pids, quota, period);
  }

  private static Optional<String> version2(String lines) {
    return lines.lines().filter(line -> line.startsWith("0::")).findFirst().flatMap(line -> {
      Path folder = TOP.resolve(line.substring("0::/".length()));
      String[] cpu = word(folder.resolve("cpu.max")).orElse("max 0").split(" ");
      Optional<Long> quota = cpu.length == 2 ? parsed(cpu[0]) : Optional.empty();
      Optional<Long> period = cpu.length == 2 ? parsed(cpu[1]) : Optional.empty();
      return sentence("cgroup v2", number(folder.resolve("memory.max")), number(folder.resolve("pids.max")), quota,
          period);
    });
  }

  /// An unlimited v1 memory limit reads as a number near 2^63.
  private static Optional<String> sentence(String version, Optional<Long> memory, Optional<Long> pids,
      Optional<Long> quota, Optional<Long> period) {
    if (memory.filter(m -> m < 1L << 50).isEmpty() || pids.isEmpty() || quota.filter(q -> q > 0).isEmpty()
        || period.filter(p -> p > 0).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(String.format(java.util.Locale.ROOT, "%s: memory %d MiB, %d processes, %.2f CPU", version,
        memory.get() >> 20, pids.get(), (double) quota.get() / period.get()));
  }

  private static Optional<Path> controller(String lines, String name) {
    return lines.lines().map(line -> line.split(":", 3))
        .filter(part -> part.length == 3 && List.of(part[1].split(",")).contains(name)).findFirst()
        .map(part -> TOP.resolve(name).resolve(part[2].substring(1)));
  }

  private static Optional<Long> number(Path file) {
    return word(file).flatMap(Cgroups::parsed);
  }

  private static Optional<Long> parsed(String word) {
    return word.matches("-?[0-9]+") ? Optional.of(Long.parseLong(word)) : Optional.empty();
  }

  private static Optional<String> word(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Removes the box's cgroup wherever a hierarchy still has it. A cgroup with a process in it stays: `rmdir` refuses.
  static void remove(String name) {
    Stream.concat(Stream.of(TOP), hierarchies().stream()).map(folder -> folder.resolve(name)).forEach(folder -> {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        // silent-ok: not empty or not ours; the next recover() tries again
      }
    });
  }

  private static List<Path> hierarchies() {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(TOP, Files::isDirectory)) {
      return Stream.iterate(folders.iterator(), java.util.Iterator::hasNext, i -> i).map(java.util.Iterator::next)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
