package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.JobsClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.JobCancelled;
import dev.ironclaw.contract.api.JobFileContent;
import dev.ironclaw.contract.api.JobFilesView;
import dev.ironclaw.contract.api.JobListView;
import dev.ironclaw.contract.api.JobPromptBody;
import dev.ironclaw.contract.api.JobPrompted;
import dev.ironclaw.contract.api.JobRestarted;
import dev.ironclaw.contract.api.JobSummaryView;
import dev.ironclaw.contract.api.JobView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Long tasks in containers of their own.
@Command(name = "job", description = "Long tasks in containers of their own: create, follow, speak to, end.", synopsisSubcommandLabel = "COMMAND")
final class JobCommand {
  private static final int MEGABYTE = 1_000_000;
  private static final String JOB = "Its id, or the beginning of it.";

  private final Console console;

  JobCommand(Console console) {
    this.console = console;
  }

  @Command(name = "create", aliases = "new", description = "Starts a job. With --wait, ends when the job ends: with 0 only where it completed.")
  int create(@Mixin JobOptions options,
      @Option(names = "--wait", description = "Show what happens in it until it ends.") boolean wait) {
    try (ControlPlaneClient client = console.connection().open()) {
      JobView job = client.jobs().create(options.body());
      if (!wait) {
        return console.json() ? json(job) : line("job " + job.id() + " is " + job.state());
      }
      console.output().note("job " + job.id() + " is " + job.state());
      JobLog log = new JobLog(console, client.jobs(), job.id());
      String state = log.follow(console.json());
      JobView ended = client.jobs().find(job.id());
      if (console.json()) {
        console.output().json(ended);
      } else {
        printEnd(ended, log);
      }
      return state.equals("completed") ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /// What the log has shown is not shown again.
  private void printEnd(JobView job, JobLog log) {
    Optional<String> why = job.reason().filter(words -> !log.hasShown(words));
    console.output().line("job " + job.id() + " is " + job.state());
    why.ifPresent(words -> console.output().line(QuotedText.paragraphs("reason  ", words)));
    job.result().filter(words -> !log.hasShown(words) && why.filter(words::equals).isEmpty())
        .ifPresent(words -> console.output().line(QuotedText.paragraphs("result  ", words)));
    if (job.review().equals("open")) {
      console.output().note("its changes wait for your word: ironctl job review " + JobName.brief(job.id()));
    }
  }

  @Command(name = "list", aliases = "ls", description = "Jobs, the newest first: all, or those in one state.")
  int list(
      @Option(names = "--state", paramLabel = "STATE", description = "queued, creating, running, completed, failed, "
          + "cancelled or interrupted.") @Nullable String state,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "How many. Default: ${DEFAULT-VALUE}.") int limit) {
    try (ControlPlaneClient client = console.connection().open()) {
      JobListView list = client.jobs().list(Optional.ofNullable(state), Optional.empty(), limit);
      if (console.json()) {
        return json(list.jobs());
      }
      if (list.jobs().isEmpty()) {
        return line("there are no jobs: ironctl job create");
      }
      console.output().table(List.of("JOB", "STATE", "MODE", "CREATED", "TITLE"), list.jobs().stream()
          .map(job -> List.of(JobName.brief(job.id()), job.state(), job.mode(), job.createdAt(), job.title()))
          .toList());
      if (list.more()) {
        console.output().note("there are more: --limit");
      }
      noteKept(client.jobs().summary());
      return ExitCode.OK;
    }
  }

  /// Files of jobs stay until somebody removes them.
  private void noteKept(JobSummaryView summary) {
    if (summary.keptBytes() >= MEGABYTE) {
      console.output().note("jobs that are over keep " + ImageCommand.megabytes(summary.keptBytes())
          + " on the disk: ironctl job remove JOB");
    }
  }

  @Command(name = "show", aliases = "get", description = "One job: what it is to do and may do, how it stands, what came of it.")
  int show(@Parameters(paramLabel = "JOB", description = JOB) String job) {
    try (ControlPlaneClient client = console.connection().open()) {
      JobView found = client.jobs().find(JobName.resolve(client.jobs(), job));
      if (console.json()) {
        return json(found);
      }
      print(found);
      return ExitCode.OK;
    }
  }

  private void print(JobView job) {
    Output output = console.output();
    output.line("job       " + job.id() + " (" + job.state() + ", " + job.mode() + ") of " + job.owner());
    output.line(QuotedText.hanging("title     ", job.title()));
    output.line(QuotedText.paragraphs("task      ", job.description()));
    output.line("folder    " + job.projectDir() + (job.review().equals("none") ? "" : ", review " + job.review()));
    output.line("limits    " + job.memoryMb() + " MiB, " + job.cpuPercent() + " % of a processor, "
        + job.timeoutSeconds() + " s");
    if (!job.credentialGrants().isEmpty()) {
      output.line("grants    " + job.credentialGrants().stream().map(grant -> grant.envVar() + "=" + grant.source())
          .collect(Collectors.joining(", ")));
    }
    if (!job.allowedHosts().isEmpty()) {
      output.line("hosts     " + String.join(", ", job.allowedHosts()));
    }
    job.keptBytes().ifPresent(bytes -> output.line("on disk   " + ImageCommand.megabytes(bytes) + " of its own"));
    job.weaker().ifPresent(words -> output.line(QuotedText.hanging("WEAKER    ", words)));
    job.agentGroupId().ifPresent(agent -> output.line("asked by  " + agent));
    job.note().ifPresent(note -> output.line(QuotedText.paragraphs("says      ", note)));
    job.reason().ifPresent(why -> output.line(QuotedText.paragraphs("reason    ", why)));
    job.result().ifPresent(result -> output.line(QuotedText.paragraphs("result    ", result)));
    job.transitions().forEach(step -> output.line("  " + step.at() + "  " + step.to() + " by " + step.by()
        + (step.words().isEmpty() ? "" : ": " + VisibleText.line(step.words()))));
  }

  @Command(name = "logs", description = "What happened in a job, oldest first.")
  int logs(@Parameters(paramLabel = "JOB", description = JOB) String job,
      @Option(names = {"-f",
          "--follow"}, description = "Then what follows, to the job's end; connects again without losing or doubling a line.") boolean follow) {
    try (ControlPlaneClient client = console.connection().open()) {
      JobsClient jobs = client.jobs();
      JobLog log = new JobLog(console, jobs, JobName.resolve(jobs, job));
      if (follow) {
        console.output().note("the job is " + log.follow(false));
      } else {
        log.print();
        if (!log.hasAny()) {
          console.output().note("nothing has happened in it yet: --follow waits");
        }
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "prompt", description = "Says something to a job that is not over; it takes it after what it is doing.")
  int prompt(@Parameters(paramLabel = "JOB", description = JOB) String job,
      @Parameters(paramLabel = "TEXT") String text,
      @Option(names = "--done", description = "It shall end after that.") boolean done) {
    try (ControlPlaneClient client = console.connection().open()) {
      JobPrompted prompted = client.jobs().prompt(JobName.resolve(client.jobs(), job),
          new JobPromptBody(text, Optional.of(done)));
      return console.json() ? json(prompted) : line("job " + prompted.jobId() + " gets it when it is ready for it");
    }
  }

  @Command(name = "stop", aliases = "cancel", description = "Ends a job. What it has done so far stays.")
  int stop(@Parameters(paramLabel = "JOB", description = JOB) String job) {
    try (ControlPlaneClient client = console.connection().open()) {
      JobCancelled ended = client.jobs().cancel(JobName.resolve(client.jobs(), job));
      return console.json() ? json(ended) : line("job " + ended.jobId() + " is " + ended.status());
    }
  }

  @Command(name = "restart", description = "Does a failed, interrupted or cancelled one again, as a new job with the same limits.")
  int restart(@Parameters(paramLabel = "JOB", description = JOB) String job) {
    try (ControlPlaneClient client = console.connection().open()) {
      JobRestarted again = client.jobs().restart(JobName.resolve(client.jobs(), job));
      return console.json() ? json(again) : line("job " + again.newJobId() + " does " + again.oldJobId() + " again");
    }
  }

  @Command(name = "files", description = "What a job left: lists a folder, or reads a file.")
  int files(@Parameters(paramLabel = "JOB", description = JOB) String job,
      @Parameters(paramLabel = "FOLDER", arity = "0..1", defaultValue = "", description = "In its workspace, or below /output.") String folder,
      @Option(names = "--read", paramLabel = "FILE", description = "Read this file instead.") @Nullable String file,
      @Option(names = "--out", paramLabel = "PATH", description = "With --read: write it there; there must be none yet.") @Nullable Path out) {
    try (ControlPlaneClient client = console.connection().open()) {
      JobsClient jobs = client.jobs();
      String id = JobName.resolve(jobs, job);
      if (file != null) {
        return read(jobs.file(id, file), Optional.ofNullable(out));
      }
      JobFilesView list = jobs.files(id, folder);
      if (console.json()) {
        return json(list);
      }
      console.output().table(List.of("KIND", "BYTES", "CHANGED", "PATH"), list.entries().stream()
          .map(entry -> List.of(entry.kind(), Long.toString(entry.bytes()), entry.modifiedAt(), entry.path()))
          .toList());
      if (list.more()) {
        console.output().note("more lies there than is shown");
      }
      return ExitCode.OK;
    }
  }

  private int read(JobFileContent file, Optional<Path> out) {
    if (file.redacted()) {
      console.output().note(file.path() + ": what looks like a secret was taken out");
    }
    if (out.isPresent()) {
      return write(file, out.get());
    }
    if (console.json()) {
      return json(file);
    }
    return line(file.content().orElseThrow(() -> new CommandFailure(ExitCode.USAGE,
        file.path() + " is no text (" + file.bytes() + " bytes); write it to a file with --out")));
  }

  private int write(JobFileContent file, Path out) {
    byte[] bytes = file.content().map(text -> text.getBytes(StandardCharsets.UTF_8))
        .orElseGet(() -> Base64.getDecoder().decode(file.base64().orElse("")));
    try {
      Files.write(out, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "write " + out + ": " + e.getClass().getSimpleName()
          + "; there must be no file of that name yet, and its folder must be there");
    }
    return console.json() ? json(file) : line(out + " has " + bytes.length + " bytes");
  }

  private int json(Object value) {
    console.output().json(value);
    return ExitCode.OK;
  }

  private int line(String text) {
    console.output().line(text);
    return ExitCode.OK;
  }
}
