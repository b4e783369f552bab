package dev.ironclaw.bench;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.JobsClient;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.JobCreateBody;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.system.JobRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How long a job takes from the request that creates it to its first own event, beside `docker run --rm` of the same image with
/// the same runtime in the same run, in turn: once of `true`, and once of the image's own program, to the end of a start
/// that has nothing to do. Needs root, docker.io and runsc. Arguments: a short folder to work in, rounds.
public final class JobStartBench {
  private static final int WARM_UP = 3;

  private final JobRig rig;
  private final ControlPlaneClient client;
  private final List<String> container;

  private JobStartBench(JobRig rig, ControlPlaneClient client) {
    this.rig = rig;
    this.client = client;
    this.container = List.of("run", "--rm", "--runtime", "runsc", "--network", "none", "--read-only", "--tmpfs", "/tmp",
        // Docker's own filter forbids clone3 in a way on which no thread starts within gVisor.
        "--user", "65532", "--memory", "2048m", "--cpus", "1", "--cap-drop", "ALL", "--security-opt",
        "seccomp=unconfined");
  }

  public static void main(String... arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    try (JobRig rig = new JobRig(folder, "512m", 2); ControlPlaneClient client = rig.client()) {
      new JobStartBench(rig, client).measure(rounds);
    }
  }

  private void measure(int rounds) {
    long[] created = new long[rounds];
    long[] runs = new long[rounds];
    long[] jobs = new long[rounds];
    long[] bare = new long[rounds];
    long[] program = new long[rounds];
    String image = rig.imageTag();
    for (int n = -WARM_UP; n < rounds; n++) {
      long[] job = job();
      long trivial = docker("", "--entrypoint", "/bin/true", image);
      long own = docker("job: ", image);
      if (n >= 0) {
        created[n] = job[0];
        runs[n] = job[1];
        jobs[n] = job[2];
        bare[n] = trivial;
        program[n] = own;
      }
    }
    Figures job = new Figures(jobs);
    Figures trivial = new Figures(bare);
    Figures own = new Figures(program);
    System.out.println("job, from its request to the answer: " + new Figures(created));
    System.out.println("job, from its row to its running container, read back: " + new Figures(runs));
    System.out.println("job, from its request to its first event: " + job);
    System.out.println("docker run of `true` in its image: " + trivial);
    System.out.println("docker run of its image's own program, which ends at once: " + own);
    System.out.printf(Locale.ROOT, "ratio of medians to `true`: %.2f, to the program: %.2f%n",
        job.quantile(0.5) / trivial.quantile(0.5), job.quantile(0.5) / own.quantile(0.5));
  }

  /// Nanoseconds to the answer, to the running container, and to the first event; returns when nothing of it is left.
  private long[] job() {
    long start = System.nanoTime();
    String id = client.jobs()
        .create(new JobCreateBody("Say", "Say hello.", Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty()))
        .id();
    long answered = System.nanoTime() - start;
    try (EventStream events = client.jobs().follow(id, 0, _ -> {})) {
      StreamEvent event = events.next().orElseThrow();
      long first = System.nanoTime() - start;
      if (event.type().equals(JobsClient.END)) {
        throw new IllegalStateException("the job ended without an event: " + client.jobs().find(id));
      }
      while (!event.type().equals(JobsClient.END)) {
        event = events.next().orElseThrow();
      }
      // Its container goes a moment later, and would disturb what is measured next.
      while (!rig.engine().said("ps", "--all", "--quiet").isEmpty()) {
        Thread.onSpinWait(); // Each question takes the engine a while.
      }
      return new long[]{answered, started(client.jobs().find(id)), first};
    }
  }

  private static long started(JobView job) {
    Instant runs = job.transitions().stream().filter(step -> step.to().equals("running")).findFirst()
        .map(step -> Instant.parse(step.at())).orElseThrow();
    return Duration.between(Instant.parse(job.createdAt()), runs).toNanos();
  }

  /// @param says what it must print at first; empty for nothing at all
  private long docker(String says, String... words) {
    List<String> line = new ArrayList<>(container);
    line.addAll(List.of(words));
    long start = System.nanoTime();
    String said = rig.engine().said(line.toArray(String[]::new));
    long took = System.nanoTime() - start;
    if (says.isEmpty() ? !said.isEmpty() : !said.startsWith(says)) {
      throw new IllegalStateException("docker run said: " + said);
    }
    return took;
  }
}
