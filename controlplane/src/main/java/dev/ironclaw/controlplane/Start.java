package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.SettingView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/// What a control plane is started with: by the words of its program, whoever says them.
///
/// @param settings what the API shows of them
record Start(ControlPlaneConfig config, List<SettingView> settings) {

  /// @param words as on the command line of `ironclaw-controlplane`
  /// @param environment as its own
  /// @param home the user's folder
  /// @throws IronclawException `CONFIGURATION` for words and variables that make no sense
  static Start of(List<String> words, Map<String, String> environment, Path home) {
    Main program = new Main(environment, home);
    try {
      new CommandLine(program).setDefaultValueProvider(new Main.FromEnvironment(environment))
          .parseArgs(words.toArray(new String[0]));
      return program.start();
    } catch (CommandLine.ParameterException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "start the control plane: " + e.getMessage(), e);
    }
  }

  ControlPlane run() {
    return ControlPlane.start(config, settings);
  }
}
