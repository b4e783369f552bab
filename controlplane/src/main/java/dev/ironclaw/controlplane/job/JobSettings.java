package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.jobbox.JobLimits;
import dev.ironclaw.controlplane.kind.HostPattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What the operator has set for jobs.
///
/// @param maxConcurrent how many run at once; the others wait
/// @param worker what a worker may use where its request says nothing
/// @param claudeCode the same of Claude Code
/// @param most what no request may go beyond
/// @param acceptDegraded the operator's yes to containers without a sealed gVisor
/// @param fullAccess the operator's yes to one-off commands with `full_access`
/// @param projects the folder below which projects lie
/// @param allowedHosts what every job may reach of the network; nothing where it is empty
public record JobSettings(int maxConcurrent, JobLimits worker, JobLimits claudeCode, JobLimits most,
    boolean acceptDegraded, boolean fullAccess, Path projects, List<HostPattern> allowedHosts, ClaudeCode claude) {
  public JobSettings {
    allowedHosts = List.copyOf(allowedHosts);
  }

  /// Of a worker where its request says nothing, and the most of any job.
  public static final int DEFAULT_ITERATIONS = 50;
  public static final int MAX_ITERATIONS = 500;
  private static final long MIB = 1L << 20;
  private static final int PIDS = 512;
  private static final long OUTPUT = 2L << 30;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  /// How Claude Code is started.
  ///
  /// @param model as the program knows it, for example `sonnet`
  /// @param allowedTools in the program's own words, for example `Bash(git *)`
  public record ClaudeCode(String model, int maxTurns, List<String> allowedTools) {
    public static final ClaudeCode DEFAULT = new ClaudeCode("sonnet", 50, List.of("Read(*)", "Write(*)", "Edit(*)",
        "Glob(*)", "Grep(*)", "NotebookEdit(*)", "Bash(*)", "Task(*)"));

    public ClaudeCode {
      allowedTools = List.copyOf(allowedTools);
    }
  }

  /// The defaults, changed by what the process's environment says: `JOB_MAX_CONCURRENT`, `JOB_MEMORY_LIMIT_MB`,
  /// `JOB_MAX_MEMORY_MB`, `JOB_TIMEOUT_SECONDS`, `JOB_MAX_TIMEOUT_SECONDS`, `JOB_ALLOWED_HOSTS`, `CLAUDE_CODE_MODEL`, `CLAUDE_CODE_MAX_TURNS`,
  /// `CLAUDE_CODE_ALLOWED_TOOLS` and `CLAUDE_CODE_MEMORY_LIMIT_MB`.
  ///
  /// @param processors of this machine
  /// @throws IronclawException `CONFIGURATION` with the name of what is wrong
  public static JobSettings of(Map<String, String> environment, Path home, int processors) {
    Numbers numbers = new Numbers(environment);
    Duration timeout = Duration.ofSeconds(numbers.of("JOB_TIMEOUT_SECONDS", TIMEOUT.toSeconds(), 86_400));
    JobLimits worker = new JobLimits(numbers.of("JOB_MEMORY_LIMIT_MB", 2048, 1 << 20) * MIB, 100, PIDS, timeout,
        OUTPUT);
    JobLimits claude = new JobLimits(numbers.of("CLAUDE_CODE_MEMORY_LIMIT_MB", 4096, 1 << 20) * MIB, 100, PIDS, timeout,
        OUTPUT);
    long most = Math.max(numbers.of("JOB_MAX_MEMORY_MB", 8192, 1 << 20) * MIB,
        Math.max(worker.memoryBytes(), claude.memoryBytes()));
    Duration longest = Duration
        .ofSeconds(Math.max(numbers.of("JOB_MAX_TIMEOUT_SECONDS", 6 * 3600, 86_400), timeout.toSeconds()));
    return new JobSettings((int) numbers.of("JOB_MAX_CONCURRENT", 5, 100), worker, claude,
        new JobLimits(most, 100 * Math.max(1, processors), PIDS, longest, OUTPUT), false, false,
        home.resolve(".ironclaw").resolve("projects"), hosts(text(environment, "JOB_ALLOWED_HOSTS", "")),
        new ClaudeCode(text(environment, "CLAUDE_CODE_MODEL", ClaudeCode.DEFAULT.model()),
            (int) numbers.of("CLAUDE_CODE_MAX_TURNS", ClaudeCode.DEFAULT.maxTurns(), MAX_ITERATIONS),
            tools(text(environment, "CLAUDE_CODE_ALLOWED_TOOLS", ""))));
  }

  /// What a job of this mode may use where its request says nothing.
  public JobLimits limits(JobMode mode) {
    return switch (mode) {
      case WORKER -> worker;
      case CLAUDE_CODE -> claudeCode;
    };
  }

  /// How many rounds a job of this mode may do where its request says nothing.
  public int iterations(JobMode mode) {
    return switch (mode) {
      case WORKER -> DEFAULT_ITERATIONS;
      case CLAUDE_CODE -> claude.maxTurns();
    };
  }

  /// The same, with the operator's yes, and projects elsewhere.
  public JobSettings with(boolean accept, boolean full, Path folder) {
    return new JobSettings(maxConcurrent, worker, claudeCode, most, accept, full, folder, allowedHosts, claude);
  }

  private static String text(Map<String, String> environment, String name, String otherwise) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  private static List<HostPattern> hosts(String given) {
    try {
      return Arrays.stream(given.split(",", -1)).map(String::strip).filter(host -> !host.isEmpty()).map(HostPattern::of)
          .toList();
    } catch (IronclawException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "read JOB_ALLOWED_HOSTS from the environment: " + e.getMessage(), e);
    }
  }

  private static List<String> tools(String given) {
    return given.isEmpty()
        ? ClaudeCode.DEFAULT.allowedTools()
        : Arrays.stream(given.split(",", -1)).map(String::strip).filter(tool -> !tool.isEmpty()).toList();
  }

  /// Whole numbers from 1 on.
  private record Numbers(Map<String, String> environment) {
    long of(String name, long otherwise, long most) {
      String given = text(environment, name, Long.toString(otherwise));
      if (!given.matches("[0-9]{1,9}") || Long.parseLong(given) < 1 || Long.parseLong(given) > most) {
        throw new IronclawException(ErrorCode.CONFIGURATION,
            "read " + name + " from the environment: it must be a whole number from 1 to " + most);
      }
      return Long.parseLong(given);
    }
  }
}
