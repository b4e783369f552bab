package dev.ironclaw.desktop.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What the demo could leave on the machine, looked up and not assumed.
final class Remains {
  private Remains() {}

  /// Processes and mounts that name the state folder.
  static List<String> of(Path state) {
    List<String> remains = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"));
        Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
      processes.filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
          .filter(path -> !path.endsWith(Long.toString(ProcessHandle.current().pid())))
          .filter(path -> commandLine(path).contains(state.toString()))
          .forEach(path -> remains.add("process " + path.getFileName()));
      mounts.filter(line -> line.contains(state.toString())).forEach(line -> remains.add("mount " + line));
    } catch (IOException e) {
      remains.add("could not look: " + e);
    }
    return remains;
  }

  static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new DemoFailure("can't remove " + folder + ": " + e);
    }
  }

  private static String commandLine(Path process) {
    try {
      return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // It ended meanwhile.
    }
  }
}
