package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.CommandBody;
import dev.ironclaw.contract.api.CommandView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// One-off commands in containers.
@Command(name = "sandbox", description = "One-off commands in containers: run one, say who may.", synopsisSubcommandLabel = "COMMAND")
final class SandboxCommand {
  private static final int TIMED_OUT = 124;

  private final Console console;

  SandboxCommand(Console console) {
    this.console = console;
  }

  @Command(name = "exec", description = "Runs a command in a container, prints what it prints, and ends with its exit code; "
      + "with 124 where it was ended at its time limit.")
  int exec(
      @Option(names = "--project", required = true, paramLabel = "NAME", description = "The folder of this name among the projects.") String project,
      @Option(names = "--policy", paramLabel = "POLICY", defaultValue = "read_only", description = "read_only, workspace_write or full_access. Default: ${DEFAULT-VALUE}.") String policy,
      @Option(names = "--timeout", paramLabel = "SECONDS", description = "Default: 120.") @Nullable Integer timeout,
      @Option(names = "--max-output", paramLabel = "BYTES", description = "How much of what it prints is kept, half for each stream. Default: 65536.") @Nullable Integer maxOutput,
      @Option(names = "--network", paramLabel = "HOST", split = ",", description = "A host that it may reach, or *.HOST; several with commas.") @Nullable List<String> network,
      @Option(names = "--env", paramLabel = "NAME=VALUE", description = "A variable of the command; several times for several.") @Nullable Map<String, String> env,
      @Option(names = "--confirm", paramLabel = "POLICY", description = "full_access, for that policy.") @Nullable String confirm,
      @Option(names = "--fresh", description = "In a container in which nothing ran before.") boolean fresh,
      @Parameters(paramLabel = "CMD", arity = "1..*", description = "The program and its arguments, behind --. For the shell's own words: -- sh -c '…'.") List<String> command) {
    try (ControlPlaneClient client = console.connection().open()) {
      CommandView ended = client.jobs().commands()
          .run(new CommandBody(Optional.empty(), Optional.of(command), project, Optional.of(policy),
              Optional.ofNullable(env), Optional.ofNullable(timeout), Optional.ofNullable(maxOutput),
              Optional.ofNullable(network), Optional.ofNullable(confirm), Optional.of(fresh)));
      if (console.json()) {
        console.output().json(ended);
      } else {
        print(ended);
      }
      return ended.timedOut() ? TIMED_OUT : ended.exitCode();
    }
  }

  /// What a program printed may draw on a terminal whatever it likes, so a person sees signs instead.
  private void print(CommandView ended) {
    boolean raw = !console.surroundings().terminal();
    console.output().streams(ended.stdout(), ended.stderr(), raw);
    if (ended.stdoutTruncated() || ended.stderrTruncated()) {
      console.output().note("ironctl: cut; it printed " + ended.stdoutBytes() + " and " + ended.stderrBytes()
          + " bytes: --max-output");
    }
    if (ended.timedOut()) {
      console.output().note("ironctl: ended at its time limit: --timeout");
    }
    ended.weaker().ifPresent(words -> console.output().note("ironctl: WEAKER: " + words));
  }

  @Command(name = "allow", description = "Lets the holder of a token run commands, as a change. What it may replaces what it "
      + "could before; without a policy nothing is left.")
  int allow(
      @Parameters(paramLabel = "TOKEN", description = "A token's name, or local for this machine's own.") String caller,
      @Option(names = "--policy", paramLabel = "POLICY", split = ",", description = "read_only, workspace_write, full_access; several with commas.") @Nullable List<String> policies,
      @Option(names = "--project", paramLabel = "NAME", split = ",", description = "A project, or * for all; several with commas.") @Nullable List<String> projects,
      @Option(names = "--network", paramLabel = "HOST", split = ",", description = "A host that commands may reach, or *.HOST, with :80 for plain HTTP; several with commas.") @Nullable List<String> hosts,
      @Mixin ActOptions options) {
    Map<String, Object> right = new LinkedHashMap<>();
    right.put("caller", caller);
    right.put("policies", words(policies));
    right.put("projects", words(projects));
    right.put("hosts", words(hosts));
    try (ControlPlaneClient client = console.connection().open()) {
      ChangeDecision decision = new ChangeDecision(console, options.code);
      ChangeSubmitBody change = ChangeSubmitBody.of(Optional.empty(), "command", "", right, options.reason());
      return options.ask
          ? decision.asked(client.submit(change))
          : decision.submit(client, change, options.yes);
    }
  }

  private static List<String> words(@Nullable List<String> given) {
    return given == null ? List.of() : given;
  }
}
