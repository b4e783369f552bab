package dev.ironclaw.controlplane.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A gVisor sandbox that an engine has paused. No verb of the runtime reaches it before it runs on, so its keeper is killed:
/// the engine then clears up after both, by force and in one go. That needs this control plane on the engine's machine, as
/// root. To kill the sandbox alone would leave its keeper waiting until the machine stops.
final class StandingSandbox {
  private StandingSandbox() {}

  /// Kills the keeper of a container that stands still, and with it the sandbox.
  ///
  /// @param pid of the container's first process, as the engine says
  /// @return false where it is no such sandbox, or not ours to kill
  static boolean kill(String container, int pid) {
    return ProcessHandle.of(pid).filter(StandingSandbox::isGvisor).flatMap(ProcessHandle::parent)
        .filter(keeper -> isKeeper(keeper, container))
        .map(ProcessHandle::destroyForcibly).orElse(false);
  }

  /// It renames itself, which only the whole list of its arguments shows.
  private static boolean isGvisor(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
          .startsWith("runsc-sandbox\0");
    } catch (IOException e) {
      // silent-ok: what can't be read is not ours
      return false;
    }
  }

  /// The engine names each container's own in its arguments. One of another machine has no such process here.
  private static boolean isKeeper(ProcessHandle process, String container) {
    List<String> arguments = process.info().arguments().map(Arrays::asList).orElse(List.of());
    int at = arguments.indexOf("-id");
    return at >= 0 && at + 1 < arguments.size() && arguments.get(at + 1).equals(container);
  }
}
