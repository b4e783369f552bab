package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Everything that a runsc box can leave on a host: processes, bundles, runtime state, mounts, cgroups.
final class RunscTraces {
  private RunscTraces() {}

  static List<String> of(TestBoxes boxes) {
    Path run = boxes.settings(true).runFolder();
    List<String> traces = new ArrayList<>();
    // A command of the runtime ends by itself, and so does a process that was just killed; what stays is what counts.
    HostProcesses.await(seen(run).toList());
    seen(run).forEach(seen -> traces.add("process " + seen));
    try {
      for (String folder : List.of("boxes", "runsc")) {
        if (Files.exists(run.resolve(folder))) {
          try (Stream<Path> left = Files.list(run.resolve(folder))) {
            left.forEach(path -> traces.add("file " + path));
          }
        }
      }
      Files.readString(Path.of("/proc/mounts")).lines().filter(line -> line.contains(boxes.top.toString()))
          .forEach(line -> traces.add("mount " + line));
      try (Stream<Path> sockets = Files.list(boxes.top.resolve("mounts"))) {
        sockets.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("sock-"))
            .map(name -> "ironclaw-" + name.substring("sock-".length())).flatMap(RunscTraces::cgroups)
            .forEach(path -> traces.add("cgroup " + path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return traces;
  }

  private static Stream<HostProcesses.Seen> seen(Path run) {
    return new HostProcesses(Path.of("/proc")).matching(a -> a.stream().anyMatch(word -> word.contains(run.toString())))
        .stream().filter(seen -> seen.arguments().getFirst().contains("runsc"));
  }

  private static Stream<Path> cgroups(String name) {
    Path top = Path.of("/sys/fs/cgroup");
    return Stream.of("", "memory", "pids", "cpu", "cpuacct", "cpuset", "devices", "freezer", "blkio", "systemd")
        .map(controller -> top.resolve(controller).resolve(name)).filter(Files::exists);
  }
}
