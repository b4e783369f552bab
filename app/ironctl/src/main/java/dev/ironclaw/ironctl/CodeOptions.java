package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.ErrorCode;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// Where a one-time code comes from: standard input or whoever sits there, never an argument, for others see those.
final class CodeOptions {
  @Option(names = "--code-stdin", description = "Read the one-time code from standard input, for scripts.")
  private boolean stdin;

  /// Makes a call that may need a code.
  ///
  /// @param known whether it is known to need one; where it turns out later, it is asked for then
  <T> T with(Console console, boolean known, Function<Optional<String>, T> call) {
    if (stdin || known) {
      return call.apply(Optional.of(read(console)));
    }
    try {
      return call.apply(Optional.empty());
    } catch (ApiException e) {
      if (!e.code().equals(ErrorCode.STEP_UP_REQUIRED.name()) || !console.surroundings().terminal()) {
        throw e;
      }
      console.output().note(String.valueOf(e.getMessage()));
      return call.apply(Optional.of(read(console)));
    }
  }

  /// The next line of standard input.
  String read(Console console) {
    if (!stdin) {
      if (!console.surroundings().terminal()) {
        throw new CommandFailure(ExitCode.USAGE,
            "this needs a one-time code and nobody can be asked here: give it on standard input with --code-stdin");
      }
      console.output().ask("The six digits that your authenticator shows: ");
    }
    return console.surroundings().readLine().map(String::strip).filter(code -> !code.isEmpty())
        .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "no one-time code was given"));
  }
}
