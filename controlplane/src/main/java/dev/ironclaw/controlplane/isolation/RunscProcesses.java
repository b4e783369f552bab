package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.BoxId;
import java.nio.file.Path;
import java.util.List;

/// Knows runsc's processes by their argument lists, the only trace of a box whose state folder is gone.
final class RunscProcesses {
  private RunscProcesses() {}

  /// A sandbox or gofer of this bundle.
  static boolean ofBundle(List<String> arguments, Path bundle) {
    return isPartOfBox(arguments)
        && (arguments.contains("--bundle=" + bundle) || follows(arguments, "--bundle", bundle.toString()));
  }

  /// A sandbox, gofer or waiting command of this state root.
  static boolean ofRoot(List<String> arguments, Path root) {
    boolean runsc = isPartOfBox(arguments) || isProgram(arguments.getFirst());
    return runsc && (arguments.contains("--root=" + root) || follows(arguments, "--root", root.toString()));
  }

  /// A sandbox or gofer of any state root below this folder.
  static boolean isBelow(List<String> arguments, Path folder) {
    return isPartOfBox(arguments) && arguments.stream()
        .anyMatch(argument -> argument.startsWith("--root=" + folder + "/")
            || (argument.startsWith(folder + "/") && follows(arguments, "--root", argument)));
  }

  /// A `runsc wait` for this box.
  static boolean isWaiting(List<String> arguments, Path root, BoxId id) {
    return ofRoot(arguments, root) && arguments.contains("wait") && arguments.contains(id.value());
  }

  /// Not by way of a `Path`: the arguments are bytes of any process on the host, and a locale may refuse them as a path.
  private static boolean isProgram(String argument) {
    return argument.equals("runsc") || argument.endsWith("/runsc");
  }

  private static boolean isPartOfBox(List<String> arguments) {
    return arguments.getFirst().equals("runsc-sandbox") || arguments.getFirst().equals("runsc-gofer");
  }

  static boolean isSandbox(List<String> arguments) {
    return arguments.getFirst().equals("runsc-sandbox");
  }

  private static boolean follows(List<String> arguments, String flag, String value) {
    int at = arguments.indexOf(flag);
    return at >= 0 && at + 1 < arguments.size() && arguments.get(at + 1).equals(value);
  }
}
