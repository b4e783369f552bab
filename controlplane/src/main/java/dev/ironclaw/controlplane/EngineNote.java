package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.EngineAddress;
import dev.ironclaw.controlplane.engine.Engines;
import dev.ironclaw.controlplane.isolation.DockerFreezer;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which engine has the boxes of a run folder, for a panic without a control plane: its address, its certificates' folder
/// or an empty line, and by what the boxes are known.
final class EngineNote {
  private static final String FILE = "engine";
  private static final int LINES = 3;

  private EngineNote() {}

  static void write(Path run, EngineAddress address, String instance) {
    String text = String.join("\n", address.host(), address.certificates().map(Path::toString).orElse(""), instance);
    try {
      PrivateFiles.replace(run.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "note the engine in " + run + ": the folder can't be written",
          e);
    }
  }

  /// Whether an engine has had boxes of this run folder.
  static boolean isIn(Path run) {
    return Files.exists(run.resolve(FILE));
  }

  /// Stops the boxes that an engine has of this run folder; 0 where none has.
  ///
  /// Fails with `RUNTIME_UNAVAILABLE` where the engine does not answer, and `CONFIGURATION` where nobody can read which it is.
  static int freeze(Path run) {
    Optional<List<String>> note = read(run.resolve(FILE));
    if (note.isEmpty()) {
      return 0;
    }
    List<String> lines = note.get();
    Optional<Path> certificates = Optional.of(lines.get(1)).filter(text -> !text.isEmpty()).map(Path::of);
    try (Engine engine = Engines.at(new EngineAddress("the last start", lines.getFirst(), certificates))) {
      return new DockerFreezer(engine, lines.get(2)).freeze();
    }
  }

  private static Optional<List<String>> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() != LINES) {
        throw unreadable(file, null);
      }
      return Optional.of(lines);
    } catch (NoSuchFileException e) {
      // silent-ok: no note, so no engine has boxes
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static IronclawException unreadable(Path file, @Nullable IOException cause) {
    String words = "stop the containers of an engine: " + file
        + " does not say which engine it is; pause them by hand, "
        + "`docker pause $(docker ps --quiet --filter label=ironclaw.instance)`";
    return cause == null
        ? new IronclawException(ErrorCode.CONFIGURATION, words)
        : new IronclawException(ErrorCode.CONFIGURATION, words, cause);
  }
}
