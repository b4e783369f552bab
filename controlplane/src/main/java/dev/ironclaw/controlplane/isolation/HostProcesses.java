package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The host's processes as `/proc` shows them. A process may end between any two calls: what is gone reads as nothing.
final class HostProcesses {
  private static final int KILL_SECONDS = 5;

  private final Path proc;

  HostProcesses(Path proc) {
    this.proc = proc;
  }

  /// One process and its argument list.
  record Seen(int pid, List<String> arguments) {}

  List<Seen> matching(Predicate<List<String>> wanted) {
    List<Seen> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path folder : all) {
        List<String> arguments = arguments(folder);
        if (!arguments.isEmpty() && wanted.test(arguments)) {
          found.add(new Seen(Integer.parseInt(folder.getFileName().toString()), arguments));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("list processes in " + proc, e);
    }
    return found;
  }

  /// Every process and its parent.
  Map<Integer, Integer> parents() {
    Map<Integer, Integer> parents = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path folder : all) {
        int pid = Integer.parseInt(folder.getFileName().toString());
        String[] fields = afterName(read(pid, "stat"));
        if (fields.length > 1) {
          parents.put(pid, Integer.parseInt(fields[1]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("list processes in " + proc, e);
    }
    return parents;
  }

  /// Whether it was stopped by a signal, and so answers nobody.
  boolean isStopped(int pid) {
    String state = afterName(read(pid, "stat"))[0];
    return state.equals("T") || state.equals("t");
  }

  /// The fields of `/proc/<pid>/stat` from the state on: the name before them may hold blanks and brackets.
  private static String[] afterName(String stat) {
    return stat.substring(Math.min(stat.length(), stat.lastIndexOf(')') + 2)).split(" ", -1);
  }

  /// SIGKILL to all, then waits until the last is gone. The caller has just read the argument lists, and knows that they
  /// are ours.
  static void kill(List<Seen> found) {
    handles(found).forEach(ProcessHandle::destroyForcibly);
    await(found);
  }

  /// Returns when all are gone, or after five seconds.
  static void await(List<Seen> found) {
    handles(found).forEach(handle -> handle.onExit().completeOnTimeout(handle, KILL_SECONDS, TimeUnit.SECONDS).join());
  }

  private static List<ProcessHandle> handles(List<Seen> found) {
    return found.stream().flatMap(seen -> ProcessHandle.of(seen.pid()).stream()).toList();
  }

  /// A process and all below it.
  static List<Integer> tree(int pid) {
    List<Integer> pids = new ArrayList<>(List.of(pid));
    ProcessHandle.of(pid).ifPresent(top -> top.descendants().forEach(child -> pids.add((int) child.pid())));
    return pids;
  }

  /// Proportional set size in bytes, 0 where the process is gone or not ours to read.
  long proportionalSetSize(int pid) {
    return read(pid, "smaps_rollup").lines().filter(line -> line.startsWith("Pss:")).findFirst()
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024).orElse(0L);
  }

  /// What these processes use together.
  ///
  /// @param first when it began, all did; empty where it is gone
  Optional<BoxUsage> usage(int first, List<Integer> pids) {
    return ProcessHandle.of(first).flatMap(handle -> handle.info().startInstant())
        .map(start -> new BoxUsage(pids.stream().mapToLong(this::memory).sum(),
            pids.stream().map(HostProcesses::processorTime).reduce(Duration.ZERO, Duration::plus), start));
  }

  private long memory(int pid) {
    long proportional = proportionalSetSize(pid);
    return proportional > 0
        ? proportional
        : field(pid, "VmRSS:").map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024).orElse(0L);
  }

  private static Duration processorTime(int pid) {
    return ProcessHandle.of(pid).flatMap(handle -> handle.info().totalCpuDuration()).orElse(Duration.ZERO);
  }

  /// The effective uid on the host, -1 where the process is gone.
  int uid(int pid) {
    return field(pid, "Uid:").map(line -> Integer.parseInt(line.split("\\s+")[1])).orElse(-1);
  }

  Optional<String> field(int pid, String name) {
    return read(pid, "status").lines().filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip()).findFirst();
  }

  /// The inode that names a namespace, such as `net:[4026531833]`; empty where it can't be seen.
  String namespace(String pid, String type) {
    try {
      return Files.readSymbolicLink(proc.resolve(pid).resolve("ns").resolve(type)).toString();
    } catch (IOException e) {
      return "";
    }
  }

  String read(int pid, String file) {
    try {
      return Files.readString(proc.resolve(Integer.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static List<String> arguments(Path folder) {
    try {
      String line = Files.readString(folder.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return line.isEmpty() ? List.of() : Arrays.asList(line.split("\0"));
    } catch (IOException e) {
      return List.of();
    }
  }
}
