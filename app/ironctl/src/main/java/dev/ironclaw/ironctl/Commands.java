package dev.ironclaw.ironctl;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/// The commands by their names. picocli reads each by reflection, which takes longer than most of them run: only those
/// that a line names are made.
final class Commands {
  /// In the order of the alphabet, which is the order of the help.
  static final List<String> NAMES = List.of("agent", "approvals", "audit", "backup", "budget", "change", "chat",
      "completion", "config", "diagnostics", "doctor", "grant", "image", "job", "key", "man", "mcp", "note", "onboard",
      "panic",
      "persona",
      "policy", "provider", "question", "registry", "restore", "resume", "retired", "sandbox", "schedule", "session",
      "status",
      "step-up", "token", "tools", "usage", "vault", "version");
  /// They tell of all others.
  private static final Set<String> OF_ALL = Set.of("-h", "--help", "completion", "man");

  private final Console console;

  Commands(Console console) {
    this.console = console;
  }

  /// All that could be meant: a word that is an option's value may have the name of a command, so each that is named
  /// anywhere is there. All where none is named, so that what is wrong is said of the whole.
  void add(CommandLine line, String... args) {
    List<String> words = Arrays.asList(args);
    List<String> named = words.stream().anyMatch(OF_ALL::contains)
        ? List.of()
        : NAMES.stream().filter(words::contains).toList();
    for (String name : named.isEmpty() ? NAMES : named) {
      line.addSubcommand(name, made(name));
    }
  }

  private CommandLine made(String name) {
    return switch (name) {
      case "agent" -> line(new AgentCommand(console))
          .addSubcommand("create", new AgentCreateCommand(console), "new")
          .addSubcommand("edit", new AgentEditCommand(console));
      case "backup" -> line(new BackupCommand(console))
          .addSubcommand("verify", new BackupVerifyCommand(console));
      case "job" -> line(new JobCommand(console)).addSubcommand("review", new JobReviewCommand(console))
          .addSubcommand("remove", new JobRemoveCommand(console));
      case "registry" -> registry();
      default -> line(plain(name));
    };
  }

  private CommandLine registry() {
    return line(new RegistryCommand(console))
        .addSubcommand("agent-group", new RegistryAgentCommand(console))
        .addSubcommand("destination", new RegistryDestinationCommand(console))
        .addSubcommand("member", new RegistryMemberCommand(console))
        .addSubcommand("messaging-group", new RegistryPlaceCommand(console))
        .addSubcommand("role", new RegistryRoleCommand(console))
        .addSubcommand("session", new RegistrySessionCommand(console))
        .addSubcommand("user", new RegistryUserCommand(console))
        .addSubcommand("wiring", new RegistryWiringCommand(console));
  }

  /// picocli's own maker of objects looks in every jar for a language that nobody here speaks: it is asked only where
  /// something is to be made.
  static CommandLine line(Object command) {
    return new CommandLine(command, new CommandLine.IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        return CommandLine.defaultFactory().create(type);
      }
    });
  }

  private Object plain(String name) {
    return switch (name) {
      case "approvals" -> new ApprovalsCommand(console);
      case "audit" -> new AuditCommand(console);
      case "budget" -> new BudgetCommand(console);
      case "change" -> new ChangeCommand(console);
      case "chat" -> new ChatCommand(console);
      case "completion" -> new CompletionCommand(console);
      case "config" -> new ConfigCommand(console);
      case "diagnostics" -> new DiagnosticsCommand(console);
      case "doctor" -> new DoctorCommand(console);
      case "grant" -> new GrantCommand(console);
      case "image" -> new ImageCommand(console);
      case "key" -> new KeyCommand(console);
      case "man" -> new ManCommand(console);
      case "mcp" -> new McpCommand(console);
      case "note" -> new NoteCommand(console);
      case "onboard" -> new OnboardCommand(console);
      case "panic" -> new PanicCommand(console);
      case "persona" -> new PersonaCommand(console);
      case "policy" -> new PolicyCommand(console);
      case "provider" -> new ProviderCommand(console);
      case "question" -> new QuestionCommand(console);
      case "restore" -> new RestoreCommand(console);
      case "resume" -> new ResumeCommand(console);
      case "retired" -> new RetiredCommand(console);
      case "sandbox" -> new SandboxCommand(console);
      case "schedule" -> new ScheduleCommand(console);
      case "session" -> new SessionCommand(console);
      case "status" -> new StatusCommand(console);
      case "step-up" -> new StepUpCommand(console);
      case "token" -> new TokenCommand(console);
      case "tools" -> new ToolsCommand(console);
      case "usage" -> new UsageCommand(console);
      case "vault" -> new VaultCommand(console);
      case "version" -> new VersionCommand(console);
      default -> throw new IllegalArgumentException(name + " is in the list of commands and is none");
    };
  }
}
