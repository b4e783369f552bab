package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.diagnostics.Bundle;
import dev.ironclaw.client.diagnostics.Diagnostics;
import dev.ironclaw.client.diagnostics.Redaction;
import dev.ironclaw.contract.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Facts for whoever helps, without secrets, names and words of people.
@Command(name = "diagnostics", description = "Collects facts for whoever helps you: versions, state, settings, doctor's "
    + "findings, masked log lines, counts of audit entries. No tokens, keys, names or words of yours. Without a file it "
    + "shows all of it.")
final class DiagnosticsCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "A new zip file; only you can read it.")
  @Nullable
  Path file;

  DiagnosticsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (file != null && Files.exists(file)) {
      throw new CommandFailure(ExitCode.USAGE, file + " is there already; give a new file");
    }
    Bundle bundle;
    try (ControlPlaneClient client = console.connection().open()) {
      bundle = Diagnostics.collect(client, facts(), stateFolder(), InstantSource.system(), redaction());
    }
    if (file == null) {
      console.output().line(VisibleText.text(bundle.preview()));
    } else {
      write(bundle, file);
    }
    return ExitCode.OK;
  }

  private void write(Bundle bundle, Path wanted) {
    try {
      bundle.write(wanted);
      console.output().line(wanted + " holds what ironctl diagnostics shows without a file");
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot write " + wanted + ": " + e.getMessage());
    }
  }

  private Map<String, String> facts() {
    return Map.of("ironctl java", Runtime.version().toString(), "system", console.surroundings().osName(), "processors",
        String.valueOf(Runtime.getRuntime().availableProcessors()));
  }

  /// The log of another machine is not here.
  private Optional<Path> stateFolder() {
    return console.connection().addressWithoutFolder()
        ? Optional.empty()
        : Optional.of(console.connection().stateFolder().path());
  }

  private Redaction redaction() {
    Surroundings here = console.surroundings();
    List<String> names = Stream.of("USER", "LOGNAME", "USERNAME", "HOSTNAME", "COMPUTERNAME")
        .flatMap(name -> here.variable(name).stream()).toList();
    return new Redaction(here.variable("IRONCLAW_API_TOKEN").stream().toList(), here.home(), names);
  }
}
