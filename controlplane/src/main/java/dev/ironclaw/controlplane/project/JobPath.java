package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.job.WorkerApi;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A place in a job's folders, as a person wrote it: relative to the workspace, or as the job itself knows it, below
/// `/workspace` or `/output`.
///
/// @param output whether it lies below the output, else below the workspace
/// @param steps names, none of them special; empty for the top
record JobPath(boolean output, List<String> steps) {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_CHARS = 4096;

  JobPath {
    steps = List.copyOf(steps);
  }

  /// @throws IronclawException `INVALID_REQUEST`, `DENIED` for what lies elsewhere
  static JobPath of(String given) {
    try {
      if (given.length() > MAX_CHARS) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "the path has more than " + MAX_CHARS + " characters");
      }
      return of(Path.of(given), given);
    } catch (InvalidPathException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "the path holds what no file name may hold", e);
    }
  }

  private static JobPath of(Path path, String given) {
    for (Path step : path) {
      if (step.toString().equals("..")) {
        throw new IronclawException(ErrorCode.DENIED,
            "path " + VisibleText.brief(given) + " holds '..'; name it from the workspace on");
      }
    }
    Path plain = path.normalize();
    if (!plain.isAbsolute()) {
      return new JobPath(false, names(plain, given));
    }
    Path workspace = Path.of(WorkerApi.WORKSPACE);
    Path output = Path.of(WorkerApi.OUTPUT);
    if (plain.startsWith(workspace)) {
      return new JobPath(false, names(workspace.relativize(plain), given));
    }
    if (plain.startsWith(output)) {
      return new JobPath(true, names(output.relativize(plain), given));
    }
    throw new IronclawException(ErrorCode.DENIED,
        "path " + VisibleText.brief(given) + " is outside: a job's files lie in "
            + workspace + " and " + output);
  }

  private static List<String> names(Path relative, String given) {
    List<String> names = new ArrayList<>();
    relative.forEach(step -> names.add(step.toString()));
    names.removeIf(String::isEmpty);
    if (names.size() > MAX_DEPTH) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "path " + VisibleText.brief(given) + " is more than " + MAX_DEPTH + " folders deep");
    }
    return names;
  }

  String relative() {
    return String.join("/", steps);
  }

  /// As it can be asked for again.
  String shown() {
    return output ? steps.isEmpty() ? WorkerApi.OUTPUT : WorkerApi.OUTPUT + "/" + relative() : relative();
  }

  String shown(String child) {
    String top = shown();
    return top.isEmpty() ? child : top + "/" + child;
  }
}
