package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.IronclawException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The entry point of `ironctl`.
public final class Ironctl {
  private Ironctl() {}

  /// Exits with one of the codes that `docs/ironctl.md` lists.
  public static void main(String[] args) {
    // The HTTP client asks for a logger and complains, to the terminal, that there is none: there is nothing to log.
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
    CommandLine line = commands(surroundings, output);
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

  private static CommandLine commands(Surroundings surroundings, Output output) {
    GlobalOptions options = new GlobalOptions();
    Console console = new Console(options, new Connection(options, surroundings), surroundings, output);
    // In the order of the alphabet, which is the order of the help.
    CommandLine line = new CommandLine(options).addSubcommand("agent", new AgentCommand(console))
        .addSubcommand("approvals", new ApprovalsCommand(console))
        .addSubcommand("audit", new AuditCommand(console))
        .addSubcommand("backup", new CommandLine(new BackupCommand(console))
            .addSubcommand("verify", new BackupVerifyCommand(console)))
        .addSubcommand("change", new ChangeCommand(console))
        .addSubcommand("chat", new ChatCommand(console))
        .addSubcommand("completion", new CompletionCommand(console))
        .addSubcommand("config", new ConfigCommand(console))
        .addSubcommand("diagnostics", new DiagnosticsCommand(console))
        .addSubcommand("doctor", new DoctorCommand(console))
        .addSubcommand("grant", new GrantCommand(console))
        .addSubcommand("key", new KeyCommand(console)).addSubcommand("man", new ManCommand(console))
        .addSubcommand("onboard", new OnboardCommand(console))
        .addSubcommand("panic", new PanicCommand(console))
        .addSubcommand("persona", new PersonaCommand(console))
        .addSubcommand("policy", new PolicyCommand(console))
        .addSubcommand("provider", new ProviderCommand(console))
        .addSubcommand("question", new QuestionCommand(console))
        .addSubcommand("registry", new RegistryCommand(console))
        .addSubcommand("restore", new RestoreCommand(console)).addSubcommand("resume", new ResumeCommand(console))
        .addSubcommand("retired", new RetiredCommand(console))
        .addSubcommand("session", new SessionCommand(console)).addSubcommand("status", new StatusCommand(console))
        .addSubcommand("step-up", new StepUpCommand(console))
        .addSubcommand("token", new TokenCommand(console)).addSubcommand("tools", new ToolsCommand(console))
        .addSubcommand("vault", new VaultCommand(console))
        .addSubcommand("version", new VersionCommand(console));
    sub(line, "agent").addSubcommand("create", new AgentCreateCommand(console), "new").addSubcommand("edit",
        new AgentEditCommand(console));
    sub(line, "registry").addSubcommand("agent-group", new RegistryAgentCommand(console))
        .addSubcommand("destination", new RegistryDestinationCommand(console))
        .addSubcommand("member", new RegistryMemberCommand(console))
        .addSubcommand("messaging-group", new RegistryPlaceCommand(console))
        .addSubcommand("role", new RegistryRoleCommand(console))
        .addSubcommand("session", new RegistrySessionCommand(console))
        .addSubcommand("user", new RegistryUserCommand(console))
        .addSubcommand("wiring", new RegistryWiringCommand(console));
    return line;
  }

  private static CommandLine sub(CommandLine line, String name) {
    return Objects.requireNonNull(line.getSubcommands().get(name));
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
