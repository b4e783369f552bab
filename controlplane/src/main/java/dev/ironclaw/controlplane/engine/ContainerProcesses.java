package dev.ironclaw.controlplane.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processes on this machine that an engine has for a container: its keeper (containerd's shim), and below that, for
/// gVisor, the sandbox and what opens files for it. Of an engine on another machine there are none here.
///
/// Threading: any thread.
final class ContainerProcesses {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerProcesses.class);
  private static final Path PROC = Path.of("/proc");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final String SANDBOX = "runsc-sandbox";
  private static final String GOFER = "runsc-gofer";
  private static final String KEEPER = "containerd-shim";

  private ContainerProcesses() {}

  /// Ends a gVisor container that stands still. No verb of the runtime reaches it before it runs on, so its keeper is killed:
  /// the engine then clears up after both, by force and in one go. That needs this control plane on the engine's machine, as
  /// root. To kill the sandbox alone would leave its keeper waiting until the machine stops.
  ///
  /// @param pid of the container's first process, as the engine says
  /// @return false where it is no such sandbox, or not ours to kill
  static boolean killStanding(String container, int pid) {
    return ProcessHandle.of(pid).filter(process -> words(process).getFirst().equals(SANDBOX))
        .flatMap(ProcessHandle::parent).filter(keeper -> isKeeper(words(keeper), container))
        .map(ProcessHandle::destroyForcibly).orElse(false);
  }

  /// Kills what is there of a container that its engine does not run: one that dies while it starts a container forgets
  /// about the processes of that, and they run on.
  /// What can't be done is logged: it keeps no owner of a container from its end.
  static void endForgotten(String container) {
    if (ID.matcher(container).matches()) {
      try {
        endAll(container);
      } catch (RuntimeException e) {
        LOG.warn("container={} step=end-forgotten failed", container, e);
      }
    }
  }

  private static void endAll(String container) {
    List<ProcessHandle> left = ProcessHandle.allProcesses().filter(process -> isOf(words(process), container))
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants())).distinct().toList();
    if (!left.isEmpty()) {
      List<Long> stay = left.stream().filter(process -> !process.destroyForcibly() && process.isAlive())
          .map(ProcessHandle::pid).toList();
      LOG.info("container={} step=end-forgotten processes={}", container, left.size());
      if (!stay.isEmpty()) {
        LOG.warn(
            "container={} step=end-forgotten problem=the engine forgot its processes {}, and this user may not end them; "
                + "end them as root with kill -9",
            container, stay);
      }
    }
  }

  private static boolean isOf(List<String> words, String container) {
    String program = words.getFirst();
    return isKeeper(words, container) || ((program.equals(SANDBOX) || program.equals(GOFER))
        && words.stream().anyMatch(word -> word.contains("/" + container + "/")));
  }

  /// The engine names each container's own in its arguments.
  private static boolean isKeeper(List<String> words, String container) {
    int at = words.indexOf("-id");
    return words.getFirst().contains(KEEPER) && at >= 0 && at + 1 < words.size() && words.get(at + 1).equals(container);
  }

  /// Its program and arguments as the kernel has them: gVisor renames itself, which nothing else shows.
  private static List<String> words(ProcessHandle process) {
    try {
      return Arrays.asList(Files.readString(PROC.resolve(process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
          .split("\0", -1));
    } catch (IOException e) {
      // silent-ok: one that has ended, or that can't be read, is none of them
      return List.of("");
    }
  }
}
