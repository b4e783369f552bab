package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.JobsClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.JobChangeView;
import dev.ironclaw.contract.api.JobReviewView;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a job would change in its project, and a person's word on it.
@Command(name = "review", description = {"What a job that was created with --review would change in its project.",
    "Nothing of it touches the project before --accept, which names the digest that was shown."})
final class JobReviewCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "JOB", description = "Its id, or the beginning of it.")
  private String job = "";

  @ArgGroup(exclusive = true)
  private @Nullable Word word;

  @Option(names = "--no-diff", description = "Only which files, not what in them.")
  private boolean brief;

  JobReviewCommand(Console console) {
    this.console = console;
  }

  /// One of them at most.
  static final class Word {
    @Option(names = "--accept", paramLabel = "DIGEST", description = "Bring the changes with this digest into the project.")
    private @Nullable String accept;

    @Option(names = "--discard", description = "Throw the changes away.")
    private boolean discard;
  }

  @Override
  public Integer call() {
    try (ControlPlaneClient client = console.connection().open()) {
      JobsClient jobs = client.jobs();
      String id = JobName.resolve(jobs, job);
      Optional<Word> given = Optional.ofNullable(word);
      Optional<String> digest = given.flatMap(one -> Optional.ofNullable(one.accept));
      JobReviewView review = digest.isPresent()
          ? jobs.accept(id, digest.get())
          : given.map(one -> one.discard).orElse(false) ? jobs.discard(id) : jobs.review(id);
      if (console.json()) {
        console.output().json(review);
      } else if (given.isPresent()) {
        console.output().line(review.project() + ": the changes are " + review.state());
      } else {
        print(review);
      }
      return ExitCode.OK;
    }
  }

  private void print(JobReviewView review) {
    Output output = console.output();
    output.line("project   " + review.project() + " (" + review.state() + ")");
    for (JobChangeView change : review.changes()) {
      output.line(change.what() + "  " + VisibleText.line(change.path()) + (change.folder() ? "/" : "")
          + change.conflict().map(why -> "   CONFLICT: it " + why).orElse("")
          + (change.diff().isPresent() ? "" : sizes(change)));
      if (!brief) {
        change.diff().ifPresent(output::line);
      }
    }
    review.leftOut().forEach(path -> output.line("left out  " + VisibleText.line(path) + " (a link or no plain file)"));
    if (review.state().equals("open")) {
      output.line(review.changes().isEmpty()
          ? "nothing changed; ironctl job review " + JobName.brief(review.jobId()) + " --discard ends it"
          : "ironctl job review " + JobName.brief(review.jobId()) + " --accept " + review.digest());
    }
  }

  private static String sizes(JobChangeView change) {
    if (change.folder()) {
      return "";
    }
    return "   " + change.bytesBefore().map(bytes -> bytes + " bytes").orElse("none") + " -> "
        + change.bytesAfter().map(bytes -> bytes + " bytes").orElse("none");
  }
}
