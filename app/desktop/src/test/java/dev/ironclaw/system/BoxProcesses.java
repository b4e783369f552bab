package dev.ironclaw.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every process of a state folder's boxes, those that run the guests' code and have no arguments of their own included.
public final class BoxProcesses {
  private BoxProcesses() {}

  public static List<Long> of(Path state) {
    List<Long> tops = Leftovers.boxProcesses(state).stream().filter(BoxProcesses::isPartOfBox).toList();
    return Stream.concat(tops.stream(), tops.stream().flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(ProcessHandle::descendants).map(ProcessHandle::pid)).distinct().sorted().toList();
  }

  /// Processor time that each has used, in ticks.
  public static Map<Long, Long> cpuTicks(Path state) throws IOException {
    Map<Long, Long> ticks = new HashMap<>();
    for (long pid : of(state)) {
      String[] fields = stat(pid);
      ticks.put(pid, Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }
    return ticks;
  }

  /// Those that are not stopped.
  public static List<Long> moving(Path state) throws IOException {
    List<Long> moving = new ArrayList<>();
    for (long pid : of(state)) {
      if (!stat(pid)[0].equalsIgnoreCase("t")) {
        moving.add(pid);
      }
    }
    return moving;
  }

  private static boolean isPartOfBox(long pid) {
    try {
      String command = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
      return command.startsWith("runsc-sandbox") || command.startsWith("runsc-gofer");
    } catch (IOException e) {
      return false; // The process ended meanwhile.
    }
  }

  private static String[] stat(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    } catch (NoSuchFileException e) {
      throw new AssertionError("process " + pid + " ended although nothing may happen", e);
    }
  }
}
