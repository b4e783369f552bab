package dev.ironclaw.desktop.preference;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.List;
import java.util.stream.Collectors;

/// A value of the user's Run key on Windows.
///
/// Source: "Run and RunOnce Registry Keys"; how a command line is cut into words: CommandLineToArgvW
final class WindowsLoginStart implements LoginStart {
  private static final String KEY = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";
  private static final String NAME = "IronClaw";
  /// Longer ones are not started.
  private static final int MOST_CHARACTERS = 260;

  private final List<String> program;
  private final Reg reg;

  /// The system's `reg` program.
  @FunctionalInterface
  interface Reg {
    /// Waits until it is done.
    ///
    /// @return its exit code
    int run(List<String> arguments);
  }

  WindowsLoginStart(List<String> program, Reg reg) {
    this.program = program;
    this.reg = reg;
  }

  @Override
  public boolean isEnabled() {
    return reg.run(List.of("query", KEY, "/v", NAME)) == 0;
  }

  @Override
  public void enable() {
    LoginStart.refuseControlCharacters(program);
    String line = program.stream().map(WindowsLoginStart::quoted).collect(Collectors.joining(" "));
    if (line.length() > MOST_CHARACTERS) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "start IronClaw at login: Windows starts nothing whose command "
              + "is longer than " + MOST_CHARACTERS + " characters; install IronClaw in a folder with a shorter name");
    }
    change(List.of("add", KEY, "/v", NAME, "/t", "REG_SZ", "/d", line, "/f"));
  }

  @Override
  public void disable() {
    if (isEnabled()) {
      change(List.of("delete", KEY, "/v", NAME, "/f"));
    }
  }

  private void change(List<String> arguments) {
    int code = reg.run(arguments);
    if (code != 0) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "change what starts at login: reg ended with " + code
          + "; a policy of this machine may forbid it");
    }
  }

  /// Backslashes count only before a quotation mark, which no path of Windows has.
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9:./\\\\=_-]+") ? word : '"' + word.replaceAll("(\\\\+)$", "$1$1") + '"';
  }
}
