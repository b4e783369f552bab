package dev.ironclaw.ironctl;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints the manual page, made from the commands themselves.
@Command(name = "man", description = {"Prints the manual page.",
    "Read it: ironctl man | man -l -. Install it: ironctl man > ~/.local/share/man/man1/ironctl.1."})
final class ManCommand implements Callable<Integer> {
  private final Console console;

  @Spec
  @Nullable
  private CommandSpec spec;

  ManCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli gives the model");
    }
    console.output().part(ManPage.of(spec.root()));
    return ExitCode.OK;
  }
}
