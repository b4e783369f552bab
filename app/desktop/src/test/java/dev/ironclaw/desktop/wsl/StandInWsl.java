package dev.ironclaw.desktop.wsl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// A `wsl.exe` that says what the real one says, in its encoding, and runs what is to run in a distribution on this machine.
public final class StandInWsl {
  /// What the list of one with a distribution of ours is, on a German Windows.
  static final String LISTED = String.join("\r\n", "  NAME              STATUS           VERSION",
      "* Ubuntu-22.04      Wird ausgeführt  2", "  IronClaw          Beendet          2", "");
  private final Path folder;

  /// @param folder of its own
  public StandInWsl(Path folder) {
    this.folder = folder;
    says("status", "Standarddistribution: Ubuntu-22.04\r\nStandardversion: 2\r\n", 0);
    says("list", LISTED, 0);
    says("install", "", 0);
    says("set-version", "", 0);
    inside("echo 'execvpe(/usr/bin/ironclaw-controlplane) failed: No such file or directory' >&2\nexit 1\n");
    script(folder.resolve("wsl.exe"), """
        folder='%s'
        echo "$*" >>"$folder/calls"
        say() { cat "$folder/$1.out"; exit "$(cat "$folder/$1.code")"; }
        case $1 in
          --status) say status ;;
          --list) say list ;;
          --install) say install ;;
          --set-version) say set-version ;;
          --distribution)
            shift 2
            [ "$1" = --user ] && shift 2
            [ "$1" = --exec ] || exit 2
            shift
            exec "$folder/inside" "$@" ;;
        esac
        exit 2
        """.formatted(folder));
  }

  private static void script(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\n" + text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What an option of it answers, in UTF-16LE as Windows has it.
  StandInWsl says(String option, String words, int code) {
    return says(option, words.getBytes(StandardCharsets.UTF_16LE), code);
  }

  StandInWsl says(String option, byte[] words, int code) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(option + ".out"), words);
      Files.writeString(folder.resolve(option + ".code"), Integer.toString(code & 0xFF));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// It never answers.
  StandInWsl hangs() {
    script(folder.resolve("wsl.exe"), "exec tail -f /dev/null\n");
    return this;
  }

  /// What runs in every distribution, as a script that gets the command's words.
  public StandInWsl inside(String script) {
    script(folder.resolve("inside"), script);
    return this;
  }

  public WslProgram program() {
    return new WslProgram(folder.resolve("wsl.exe"),
        Map.of("SystemRoot", "C:\\Windows", "IRONCLAW_API_TOKEN", "secret"));
  }

  /// Each run's words.
  public List<String> calls() {
    try {
      Path calls = folder.resolve("calls");
      return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
