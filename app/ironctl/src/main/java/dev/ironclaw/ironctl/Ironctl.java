package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.IronclawException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The entry point of `ironctl`.
public final class Ironctl {
  private Ironctl() {}

  /// Exits with one of the codes that `docs/ironctl.md` lists.
  public static void main(String[] args) {
    // The HTTP client asks for a logger, for which every jar would be searched, and complains, to the terminal, that there
    // is none: there is nothing to log.
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Surroundings surroundings = new Surroundings(System.getenv(), System.getProperty("os.name", ""),
        System.getProperty("user.home", ""), isTerminal(),
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
    System.exit(run(surroundings, out, err, args));
  }

  /// Whether a person sits at the input.
  @SuppressWarnings("SystemConsoleNull") // JDK 25's own console provider gives null where input is no terminal.
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  static int run(Surroundings surroundings, PrintStream out, PrintStream err, String... args) {
    Output output = new Output(out, err, surroundings.colour());
    CommandLine line = commands(surroundings, output, args);
    // An argument @FILE is a command's own to read.
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((wrong, _) -> usage(wrong, output));
    line.setExecutionExceptionHandler((failure, _, _) -> failed(failure, output));
    if (args.length == 0) {
      line.usage(out);
      return ExitCode.OK;
    }
    return line.execute(args);
  }

  private static CommandLine commands(Surroundings surroundings, Output output, String... args) {
    GlobalOptions options = new GlobalOptions();
    Console console = new Console(options, new Connection(options, surroundings), surroundings, output);
    CommandLine line = Commands.line(options);
    new Commands(console).add(line, args);
    return line;
  }

  private static int usage(ParameterException wrong, Output output) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    output.error(String.valueOf(wrong.getMessage()) + "; see " + spec.qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private static int failed(Exception failure, Output output) {
    output.error(String.valueOf(failure.getMessage()));
    return switch (failure) {
      case CommandFailure known -> known.exitCode();
      case ApiException api -> switch (api.kind()) {
        case NOT_RUNNING -> ExitCode.NOT_RUNNING;
        case DENIED -> ExitCode.DENIED;
        case REFUSED, BROKEN -> ExitCode.FAILED;
      };
      case IronclawException refused -> refused.code().type() == dev.ironclaw.contract.ErrorCode.Type.USER
          ? ExitCode.USAGE
          : ExitCode.FAILED;
      default -> ExitCode.FAILED;
    };
  }
}
