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
/// @param framed whether the crossing is this program's own input and output, `--crossing=stdio`
record Options(Path socket, Path workspace, boolean framed) {
  static Options parse(List<String> arguments) {
    Path socket = Path.of(BoxApi.SOCKET);
    Path workspace = Path.of(BoxApi.WORKSPACE);
    boolean framed = false;
    for (String argument : arguments) {
      if (argument.startsWith("--socket=")) {
        socket = Path.of(argument.substring("--socket=".length()));
      } else if (argument.startsWith("--workspace=")) {
        workspace = Path.of(argument.substring("--workspace=".length()));
      } else if (argument.equals(BoxApi.STDIO_OPTION)) {
        framed = true;
      } else {
        throw new IronclawException(ErrorCode.CONFIGURATION,
            "start the agent: unknown option " + argument + "; known are --socket=PATH, --workspace=PATH and "
                + BoxApi.STDIO_OPTION);
      }
    }
    return new Options(socket, workspace, framed);
  }
}
