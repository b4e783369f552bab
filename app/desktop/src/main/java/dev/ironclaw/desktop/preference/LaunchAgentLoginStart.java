package dev.ironclaw.desktop.preference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// An agent of launchd on macOS, which it reads at each login.
///
/// Source: launchd.plist(5)
final class LaunchAgentLoginStart implements LoginStart {
  private static final String LABEL = "dev.ironclaw.desktop";

  private final Path file;
  private final List<String> program;

  /// @param agents the user's folder of them
  LaunchAgentLoginStart(Path agents, List<String> program) {
    this.file = agents.resolve(LABEL + ".plist");
    this.program = program;
  }

  @Override
  public boolean isEnabled() {
    return Files.exists(file);
  }

  @Override
  public void enable() {
    LoginStart.refuseControlCharacters(program);
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      Files.write(file, text().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw LoginStart.failed("write", file, e);
    }
  }

  @Override
  public void disable() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw LoginStart.failed("delete", file, e);
    }
  }

  String text() {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
          <key>Label</key>
          <string>%s</string>
          <key>ProgramArguments</key>
          <array>
        %s
          </array>
          <key>RunAtLoad</key>
          <true/>
          <key>ProcessType</key>
          <string>Interactive</string>
          <key>LimitLoadToSessionType</key>
          <string>Aqua</string>
        </dict>
        </plist>
        """.formatted(LABEL, program.stream().map(word -> "    <string>" + escaped(word) + "</string>")
        .collect(Collectors.joining("\n")));
  }

  private static String escaped(String word) {
    return word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
