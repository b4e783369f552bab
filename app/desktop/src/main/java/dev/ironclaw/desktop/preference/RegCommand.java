package dev.ironclaw.desktop.preference;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Windows' own `reg`, by its full path: nothing that lies in another folder under this name is started.
final class RegCommand implements WindowsLoginStart.Reg {
  private static final int PATIENCE_SECONDS = 10;

  private final Path program;

  /// @param systemRoot the folder of Windows
  RegCommand(String systemRoot) {
    this.program = Path.of(systemRoot).resolve("System32").resolve("reg.exe");
  }

  @Override
  public int run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD).start();
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new IronclawException(ErrorCode.CONFIGURATION, "run reg: it does not end; try again");
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "run reg: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IronclawException(ErrorCode.CONFIGURATION, "run reg: interrupted", e);
    }
  }
}
