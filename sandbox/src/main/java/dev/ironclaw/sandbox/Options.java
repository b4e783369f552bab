package dev.ironclaw.sandbox;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxApi;
import java.nio.file.Path;
import java.util.List;

/// Where the crossing and the workspace lie. Only the development isolator, which has no box, says otherwise than the
/// contract does.
///
/// @param socket `--socket=PATH`
/// @param workspace `--workspace=PATH`
record Options(Path socket, Path workspace) {
  static Options parse(List<String> arguments) {
    Path socket = Path.of(BoxApi.SOCKET);
    Path workspace = Path.of(BoxApi.WORKSPACE);
    for (String argument : arguments) {
      if (argument.startsWith("--socket=")) {
        socket = Path.of(argument.substring("--socket=".length()));
      } else if (argument.startsWith("--workspace=")) {
        workspace = Path.of(argument.substring("--workspace=".length()));
      } else {
        throw new IronclawException(ErrorCode.CONFIGURATION,
            "start the agent: unknown option " + argument + "; known are --socket=PATH and --workspace=PATH");
      }
    }
    return new Options(socket, workspace);
  }
}
