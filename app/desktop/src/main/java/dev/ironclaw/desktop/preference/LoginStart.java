package dev.ironclaw.desktop.preference;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the app starts when its user logs in: the system's own list says so, so that it can be looked at and changed
/// there too.
///
/// Threading: any thread; waits for the disk or for a program, so not the UI thread.
public sealed interface LoginStart permits XdgLoginStart, LaunchAgentLoginStart, WindowsLoginStart,
    RefusedLoginStart {
  /// Reports whether it starts at login.
  ///
  /// Whether it is set up now.
  ///
  /// @throws IronclawException with what to do
  boolean isEnabled();

  /// From the next login on, with the icon alone where that can be seen.
  ///
  /// @throws IronclawException with what to do
  void enable();

  /// From the next login on, no more.
  ///
  /// @throws IronclawException with what to do
  void disable();

  /// This platform's way.
  ///
  /// @param osName the system property `os.name`
  /// @param home the system property `user.home`
  /// @param program what starts the app, and its arguments
  static LoginStart of(String osName, Path home, Map<String, String> environment, List<String> program) {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("win")) {
      return new WindowsLoginStart(program, new RegCommand(environment.getOrDefault("SystemRoot", "C:\\Windows")));
    }
    if (os.contains("mac")) {
      return new LaunchAgentLoginStart(home.resolve("Library").resolve("LaunchAgents"), program);
    }
    return new XdgLoginStart(folder(environment.get("XDG_CONFIG_HOME")).orElseGet(() -> home.resolve(".config")),
        folders(environment.get("XDG_CONFIG_DIRS")), program);
  }

  /// The XDG specification says to ignore a relative path.
  private static Optional<Path> folder(@Nullable String named) {
    return Optional.ofNullable(named).filter(path -> path.startsWith("/")).map(Path::of);
  }

  private static List<Path> folders(@Nullable String named) {
    String text = named == null || named.isEmpty() ? "/etc/xdg" : named;
    return List.of(text.split(":")).stream().flatMap(path -> folder(path).stream()).toList();
  }

  /// What people are told where the system's list can't be read or changed.
  static IronclawException failed(String act, Path file, IOException e) {
    return new IronclawException(ErrorCode.CONFIGURATION,
        act + " " + file + ": " + e.getMessage() + "; look at who may write there", e);
  }

  /// Reads nothing into a name that would end a line or a value.
  static void refuseControlCharacters(List<String> program) {
    if (program.stream().anyMatch(word -> word.chars().anyMatch(Character::isISOControl))) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "start IronClaw at login: its path or one of its arguments "
          + "has a control character; install it in a folder with a plain name");
    }
  }
}
