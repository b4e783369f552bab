package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.JobRemoved;
import dev.ironclaw.contract.api.JobView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Removes a job that is over.
@Command(name = "remove", aliases = "rm", description = {
    "Removes a job that is over: its row, its log, its /output, and its folder where that was made for it.",
    "A project that it worked in stays. There is no way back."})
final class JobRemoveCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "JOB", description = "Its id, or the beginning of it.")
  private String job = "";

  @Option(names = "--yes", description = "For scripts: do not ask.")
  private boolean yes;

  JobRemoveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ControlPlaneClient client = console.connection().open()) {
      JobView found = client.jobs().find(JobName.resolve(client.jobs(), job));
      if (!yes) {
        ask(found);
      }
      JobRemoved removed = client.jobs().remove(found.id());
      if (console.json()) {
        console.output().json(removed);
      } else {
        console.output().line("job " + removed.jobId() + " is removed"
            + removed.keptBytes().map(bytes -> ", with " + ImageCommand.megabytes(bytes)).orElse(""));
      }
      return ExitCode.OK;
    }
  }

  private void ask(JobView found) {
    if (!console.surroundings().terminal()) {
      throw new CommandFailure(ExitCode.USAGE,
          "remove job " + found.id() + ": nobody can be asked here; give --yes to remove it");
    }
    String wanted = JobName.brief(found.id());
    console.output().note(QuotedText.hanging("job       ", found.title()));
    console.output().note("folder    " + found.projectDir()
        + (found.keptBytes().isPresent()
            ? "; its own files are " + ImageCommand.megabytes(found.keptBytes().get())
            : ""));
    console.output().ask("Its log and its own files go for ever. Type " + wanted + " to remove it: ");
    String answer = console.surroundings().readLine().map(String::strip).orElse("");
    if (!answer.equalsIgnoreCase(wanted)) {
      throw new CommandFailure(ExitCode.FAILED, "not removed");
    }
  }
}
