package dev.ironclaw.ironctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A passphrase from a file, from standard input or from a person; never an argument, which others could list.
final class Passphrase {
  private Passphrase() {}

  /// @param file as the option gives it; `-` for standard input; empty asks, twice
  static String of(Optional<String> file, Surroundings surroundings, Output output) {
    return file.map(name -> name.equals("-") ? line(surroundings) : content(Path.of(name)))
        .orElseGet(() -> asked(surroundings, output));
  }

  private static String line(Surroundings surroundings) {
    return surroundings.readLine().orElseThrow(
        () -> new CommandFailure(ExitCode.USAGE, "--passphrase-file -: standard input is empty"));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "--passphrase-file: cannot read " + file + ": " + e.getMessage());
    }
  }

  private static String asked(Surroundings surroundings, Output output) {
    if (!surroundings.terminal()) {
      throw new CommandFailure(ExitCode.USAGE,
          "give the passphrase with --passphrase-file FILE, or - for standard input; nobody can be asked here");
    }
    String first = output.secret("Passphrase: ");
    if (!first.equals(output.secret("The same again: "))) {
      throw new CommandFailure(ExitCode.USAGE, "the two were not the same; nothing was done");
    }
    return first;
  }
}
