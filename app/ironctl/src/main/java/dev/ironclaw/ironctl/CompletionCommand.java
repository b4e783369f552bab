package dev.ironclaw.ironctl;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints what a shell has to read so that Tab completes commands and options; made from the commands themselves.
@Command(name = "completion", description = {"Prints the completion script of a shell: bash, zsh or fish.",
    "bash: ironctl completion bash > ~/.local/share/bash-completion/completions/ironctl.",
    "zsh: source <(ironctl completion zsh) in ~/.zshrc.",
    "fish: ironctl completion fish > ~/.config/fish/completions/ironctl.fish."})
final class CompletionCommand implements Callable<Integer> {
  private final Console console;

  @Spec
  @Nullable
  private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private @Nullable Shell shell;

  /// Those that there is a script for.
  enum Shell {
    BASH, ZSH, FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (spec == null || shell == null) {
      throw new IllegalStateException("picocli gives both");
    }
    CommandSpec root = spec.root();
    console.output().part(switch (shell) {
      // One script for both: in zsh it turns on its own support for bash's.
      case BASH, ZSH -> AutoComplete.bash(root.name(), root.commandLine());
      case FISH -> FishCompletion.of(root);
    });
    return ExitCode.OK;
  }
}
