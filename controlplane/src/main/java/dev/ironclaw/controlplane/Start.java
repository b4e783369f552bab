package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.SettingView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/// What a control plane is started with: by the words of its program, whoever says them.
///
/// @param settings what the API shows of them
record Start(ControlPlaneConfig config, List<SettingView> settings) {
  /// What only the program itself heeds.
  private static final Set<String> OF_THE_PROGRAM = Set.of("end-with-input", "log-format");

  /// For a program that embeds one.
  ///
  /// @param words as on the command line of `ironclaw-controlplane`
  /// @param environment for jobs, and for flags that no word gives; keychain, engine and models ask the process's own
  /// @param home the user's folder
  /// @throws IronclawException `CONFIGURATION` for words and variables that make no sense
  static Start of(List<String> words, Map<String, String> environment, Path home) {
    Main program = new Main(environment, home);
    try {
      new CommandLine(program).setDefaultValueProvider(new Main.FromEnvironment(environment)).setExpandAtFiles(false)
          .parseArgs(words.toArray(new String[0]));
      Start said = program.start();
      return new Start(said.config(), said.settings().stream().filter(one -> !OF_THE_PROGRAM.contains(one.name()))
          .toList());
    } catch (CommandLine.ParameterException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "start the control plane: " + e.getMessage(), e);
    }
  }

  ControlPlane run() {
    return ControlPlane.start(config, settings);
  }
}
