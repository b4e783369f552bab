package dev.ironclaw.desktop.preference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// An entry among those of a Linux desktop.
///
/// Source: Desktop Application Autostart Specification; Desktop Entry Specification, the Exec key
final class XdgLoginStart implements LoginStart {
  private static final String NAME = "ironclaw.desktop";

  private final Path own;
  private final List<Path> others;
  private final List<String> program;

  /// @param configHome its entry goes before one of the same name in the others
  XdgLoginStart(Path configHome, List<Path> configDirs, List<String> program) {
    this.own = entry(configHome);
    this.others = configDirs.stream().map(XdgLoginStart::entry).toList();
    this.program = program;
  }

  private static Path entry(Path folder) {
    return folder.resolve("autostart").resolve(NAME);
  }

  @Override
  public boolean isEnabled() {
    try {
      if (Files.exists(own)) {
        return starts(own);
      }
      for (Path other : others) {
        if (Files.exists(other)) {
          return starts(other);
        }
      }
      return false;
    } catch (IOException e) {
      throw LoginStart.failed("read", own, e);
    }
  }

  private static boolean starts(Path entry) throws IOException {
    return Files.readAllLines(entry).stream().map(line -> line.replace(" ", "")).noneMatch(
        line -> line.equals("Hidden=true") || line.equals("X-GNOME-Autostart-enabled=false"));
  }

  @Override
  public void enable() {
    LoginStart.refuseControlCharacters(program);
    write(text());
  }

  /// One of the whole machine stays: an entry of the user's own that hides it is what the specification has for that.
  @Override
  public void disable() {
    try {
      if (others.stream().anyMatch(Files::exists)) {
        write("[Desktop Entry]\nType=Application\nName=IronClaw\nHidden=true\n");
      } else {
        Files.deleteIfExists(own);
      }
    } catch (IOException e) {
      throw LoginStart.failed("delete", own, e);
    }
  }

  private void write(String text) {
    try {
      Files.createDirectories(own.getParent());
      // A link would be followed to a file that is not ours to change.
      Files.deleteIfExists(own);
      Files.write(own, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw LoginStart.failed("write", own, e);
    }
  }

  /// Where the program is gone, the entry is ignored.
  String text() {
    return """
        [Desktop Entry]
        Type=Application
        Name=IronClaw
        Comment=Personal agents, each in its own sandbox
        TryExec=%s
        Exec=%s
        Icon=ironclaw
        Terminal=false
        X-GNOME-Autostart-enabled=true
        """.formatted(escaped(program.getFirst()),
        program.stream().map(XdgLoginStart::quoted).collect(Collectors.joining(" ")));
  }

  /// Quoted for Exec, then escaped as every string value is.
  private static String quoted(String word) {
    String plain = word.replace("%", "%%");
    if (plain.matches("[A-Za-z0-9%+,./:=@_-]+")) {
      return plain;
    }
    return escaped('"' + plain.replaceAll("([\"`$\\\\])", "\\\\$1") + '"');
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\");
  }
}
