package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.jobbox.JobLimits;
import dev.ironclaw.controlplane.kind.HostPattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What a request must be like, and what becomes of it.
final class JobRules {
  static final int MAX_TITLE = 200;
  static final int MAX_DESCRIPTION = 64 * 1024;
  private static final long MIB = 1L << 20;
  private static final int LEAST_MIB = 256;
  private static final int LEAST_CPU = 10;
  private static final int MOST_HOSTS = 20;

  private final JobSettings settings;
  private final Predicate<String> credentials;

  /// @param credentials whether the vault has one of that name
  JobRules(JobSettings settings, Predicate<String> credentials) {
    this.settings = settings;
    this.credentials = credentials;
  }

  /// Checked, with the operator's settings where it says nothing.
  ///
  /// @throws IronclawException `INVALID_REQUEST` with what is wrong
  JobSpec spec(JobRequest request, String owner) {
    String title = request.title().strip();
    if (title.isEmpty() || title.length() > MAX_TITLE || title.chars().anyMatch(Character::isISOControl)) {
      throw wrong("title", "its title must be one line of 1 to " + MAX_TITLE + " characters");
    }
    if (request.description().isBlank() || request.description().length() > MAX_DESCRIPTION
        || request.description().indexOf('\0') >= 0) {
      throw wrong("description", "its description must have 1 to " + MAX_DESCRIPTION + " characters");
    }
    int iterations = request.maxIterations().orElse(settings.iterations(request.mode()));
    if (iterations < 1 || iterations > JobSettings.MAX_ITERATIONS) {
      throw wrong("maxIterations", "its rounds must be 1 to " + JobSettings.MAX_ITERATIONS);
    }
    if (request.review() && request.project().isEmpty()) {
      throw wrong("review",
          "a review is of what it changes in a project, and none is named; name one, or leave the review out");
    }
    GrantRules.check(request.grants(), credentials);
    return new JobSpec(title, request.description(), request.mode(), request.project(), request.grants(),
        hosts(request.hosts()), limits(request),
        iterations, request.review(), request.stays(), owner, request.agent(), request.origin(), Optional.empty());
  }

  private static List<HostPattern> hosts(List<String> asked) {
    if (asked.size() > MOST_HOSTS) {
      throw wrong("allowedHosts", "it may name " + MOST_HOSTS + " hosts at most");
    }
    try {
      return asked.stream().map(HostPattern::of).distinct().sorted().toList();
    } catch (IronclawException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "create a job: " + e.getMessage(), e).in("allowedHosts");
    }
  }

  /// What was granted must still be there, and its limits still within what the operator lets jobs have.
  ///
  /// @throws IronclawException `INVALID_REQUEST`
  void checkAgain(JobSpec spec) {
    check(spec.limits());
    GrantRules.check(spec.grants(), credentials);
  }

  private JobLimits limits(JobRequest request) {
    JobLimits standard = settings.limits(request.mode());
    JobLimits limits = new JobLimits(request.memoryMb().map(mb -> mb * MIB).orElse(standard.memoryBytes()),
        request.cpuPercent().orElse(standard.cpuPercent()), standard.pids(),
        request.timeout().orElse(standard.timeout()), standard.outputBytes());
    check(limits);
    return limits;
  }

  private void check(JobLimits limits) {
    JobLimits most = settings.most();
    long memory = limits.memoryBytes();
    if (memory < LEAST_MIB * MIB || memory > most.memoryBytes()) {
      throw wrong("memoryMb", "its memory must be " + LEAST_MIB + " to " + most.memoryBytes() / MIB
          + " MiB (JOB_MAX_MEMORY_MB of the control plane is the upper bound)");
    }
    int cpu = limits.cpuPercent();
    if (cpu < LEAST_CPU || cpu > most.cpuPercent()) {
      throw wrong("cpuPercent", "its share of processors must be " + LEAST_CPU + " to " + most.cpuPercent()
          + " percent, where 100 is one whole processor");
    }
    Duration timeout = limits.timeout();
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(most.timeout()) > 0) {
      throw wrong("timeoutSeconds", "its time limit must be 1 to " + most.timeout().toSeconds()
          + " seconds (JOB_MAX_TIMEOUT_SECONDS of the control plane is the upper bound)");
    }
  }

  /// @param field as the request names it
  private static IronclawException wrong(String field, String what) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "create a job: " + what).in(field);
  }
}
