package dev.ironclaw.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a control plane's boxes left on the machine: processes, mounts, bundles.
public final class Leftovers {
  private Leftovers() {}

  /// Pids of `runsc-sandbox` processes that belong to this state folder.
  public static List<Long> sandboxes(Path state) {
    return processes(state).stream().filter(process -> process.command().contains("runsc-sandbox"))
        .map(Found::pid).toList();
  }

  /// Pids of every process of the boxes of this state folder.
  public static List<Long> boxProcesses(Path state) {
    return processes(state).stream().map(Found::pid).toList();
  }

  /// Everything that must not be there once the control plane has stopped.
  public static List<String> of(Path state) {
    List<String> left = new ArrayList<>();
    processes(state).forEach(process -> left.add("process " + process.pid() + ": " + process.command()));
    try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
      mounts.filter(line -> line.contains(state.toString())).forEach(line -> left.add("mount " + line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path run = state.resolve("run");
    if (Files.isDirectory(run)) {
      try (Stream<Path> files = Files.walk(run)) {
        files.filter(path -> path.getFileName().toString().startsWith("box_"))
            .forEach(path -> left.add("file " + path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return left;
  }

  private record Found(long pid, String command) {}

  private static List<Found> processes(Path state) {
    List<Found> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path folder : all.filter(path -> path.getFileName().toString().matches("[0-9]+")).toList()) {
        String command = commandLine(folder);
        long pid = Long.parseLong(folder.getFileName().toString());
        if (command.contains(state.toString()) && pid != ProcessHandle.current().pid()
            && !command.contains("dev.ironclaw.controlplane.Main")) {
          found.add(new Found(pid, command));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String commandLine(Path folder) {
    try {
      return new String(Files.readAllBytes(folder.resolve("cmdline")), StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException e) {
      return ""; // The process ended meanwhile.
    }
  }
}
