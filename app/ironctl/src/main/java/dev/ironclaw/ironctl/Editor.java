package dev.ironclaw.ironctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The person's own editor, on a file of their own.
final class Editor {
  private Editor() {}

  /// Opens the text and waits until the editor ends.
  ///
  /// @param name of the file that the editor sees
  /// @return what was saved
  static String edit(Surroundings surroundings, String name, String text) {
    String editor = surroundings.variable("VISUAL").or(() -> surroundings.variable("EDITOR"))
        .orElseThrow(() -> new CommandFailure(ExitCode.USAGE,
            "no editor is set: set $VISUAL or $EDITOR, or give the text with --file"));
    try {
      // Only its owner may enter a folder that is made like this.
      Path folder = Files.createTempDirectory("ironctl-");
      Path file = folder.resolve(name);
      try {
        Files.writeString(file, text.isEmpty() ? text : text + "\n");
        run(editor, file);
        return TextFile.read(editor, file);
      } finally {
        clear(folder);
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "edit " + name + " with " + editor + ": " + e.getMessage());
    }
  }

  /// With the copies that editors leave.
  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  private static void run(String editor, Path file) throws IOException {
    List<String> command = new ArrayList<>(Arrays.asList(editor.strip().split("\\s+")));
    command.add(file.toString());
    try {
      int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (exit != 0) {
        throw new CommandFailure(ExitCode.FAILED, editor + " ended with " + exit + "; nothing was changed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "interrupted; nothing was changed");
    }
  }
}
