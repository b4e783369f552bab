package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.controlplane.kind.HostPattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A command that somebody wants run once.
///
/// @param argv the program and its arguments; nothing of it is shown to a shell
/// @param environment nothing secret is put into it by the host
/// @param maxOutput bytes that are kept of both streams together
/// @param hosts that it wants to reach
/// @param confirmed the caller's own yes to [CommandPolicy#FULL_ACCESS]
/// @param fresh whether it wants a container in which nothing ran before
public record CommandRequest(List<String> argv, String project, CommandPolicy policy, Map<String, String> environment,
    Duration timeout, int maxOutput, List<HostPattern> hosts, boolean confirmed, boolean fresh) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);
  public static final int DEFAULT_OUTPUT = 64 * 1024;

  public CommandRequest {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    hosts = List.copyOf(new TreeSet<>(hosts));
  }

  /// A command line for the container's shell.
  public static List<String> line(String command) {
    return List.of("/bin/sh", "-c", command);
  }
}
