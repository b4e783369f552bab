package dev.ironclaw.ironctl;

import dev.ironclaw.contract.api.JobCreateBody;
import dev.ironclaw.contract.api.JobGrantBody;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a new job says. What is missing or wrong, the control plane says in its own words.
final class JobOptions {
  private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

  @Option(names = "--title", paramLabel = "TEXT", required = true, description = "One line for people.")
  private String title = "";

  @Option(names = "--description", paramLabel = "TEXT", required = true, description = "What it is to do.")
  private String description = "";

  @Option(names = "--mode", paramLabel = "MODE", description = "worker (our agent) or claude-code (the official CLI). "
      + "Default: worker.")
  private @Nullable String mode;

  @Option(names = "--project", paramLabel = "DIR", description = "The folder that it works in, right below the control "
      + "plane's folder of projects: its name or its whole path. Default: a new folder of its own.")
  private @Nullable String project;

  @Option(names = "--grant", paramLabel = "ENV=SOURCE", description = "A credential of the vault, as a variable of its child "
      + "processes; may be given several times.")
  private List<String> grants = List.of();

  @Option(names = "--allow-host", paramLabel = "HOST[:PORT]", description = "A host that it may reach, beside those that are "
      + "open to all jobs: HOST, or *.HOST for it and all below it, by TLS (443), or HOST:80. May be given several times.")
  private List<String> hosts = List.of();

  @Option(names = "--memory", paramLabel = "MB", description = "Memory in MiB, swap included.")
  private @Nullable Integer memory;

  @Option(names = "--cpus", paramLabel = "N", description = "Processors, such as 1 or 0.5.")
  private @Nullable BigDecimal cpus;

  @Option(names = "--timeout", paramLabel = "SECONDS", description = "How long it may work.")
  private @Nullable Integer timeout;

  @Option(names = "--max-iterations", paramLabel = "N", description = "Rounds of a worker, turns of Claude Code.")
  private @Nullable Integer iterations;

  @Option(names = "--review", description = "It works in a copy; its changes touch the project once you accept them.")
  private boolean review;

  @Option(names = "--stay", description = "It waits for more prompts after each answer; ironctl job prompt --done ends it.")
  private boolean stays;

  JobCreateBody body() {
    return new JobCreateBody(title, description, Optional.ofNullable(mode), Optional.ofNullable(project),
        grants.isEmpty() ? Optional.empty() : Optional.of(grants.stream().map(JobOptions::grant).toList()),
        hosts.isEmpty() ? Optional.empty() : Optional.of(hosts), Optional.ofNullable(memory),
        Optional.ofNullable(cpus).map(JobOptions::percent), Optional.ofNullable(timeout),
        Optional.ofNullable(iterations), review ? Optional.of(true) : Optional.empty(),
        stays ? Optional.of(true) : Optional.empty());
  }

  private static JobGrantBody grant(String given) {
    int equals = given.indexOf('=');
    if (equals < 1 || equals == given.length() - 1) {
      throw new CommandFailure(ExitCode.USAGE,
          "--grant must be ENV=SOURCE, such as GITHUB_TOKEN=github; ironctl vault list shows the sources");
    }
    return new JobGrantBody(given.substring(0, equals), given.substring(equals + 1));
  }

  private static Integer percent(BigDecimal processors) {
    try {
      return processors.multiply(PERCENT).intValueExact();
    } catch (ArithmeticException e) {
      throw new CommandFailure(ExitCode.USAGE, "--cpus must be a number with at most two digits after the point");
    }
  }
}
