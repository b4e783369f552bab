package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.job.CommandPolicy;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What one caller may run in containers: nothing where there is no policy.
///
/// @param caller the name of a token, or `local`
/// @param policies from the weakest to the strongest
/// @param projects names, or [#EVERY_PROJECT] alone
/// @param hosts patterns of hosts that its commands may reach
public record CommandRight(String caller, Set<CommandPolicy> policies, List<String> projects, List<String> hosts) {
  /// Stands for every project, the coming ones too.
  public static final String EVERY_PROJECT = "*";

  public CommandRight {
    EnumSet<CommandPolicy> sorted = EnumSet.noneOf(CommandPolicy.class);
    sorted.addAll(policies);
    policies = Collections.unmodifiableSet(sorted);
    projects = List.copyOf(new TreeSet<>(projects));
    hosts = List.copyOf(new TreeSet<>(hosts));
  }

  /// One that may run nothing.
  public static CommandRight none(String caller) {
    return new CommandRight(caller, Set.of(), List.of(), List.of());
  }

  /// Whether it lets nothing run.
  public boolean isNone() {
    return policies.isEmpty();
  }

  /// Whether that may be run there.
  public boolean covers(CommandPolicy policy, String project) {
    return policies.contains(policy) && (projects.contains(EVERY_PROJECT) || projects.contains(project));
  }
}
