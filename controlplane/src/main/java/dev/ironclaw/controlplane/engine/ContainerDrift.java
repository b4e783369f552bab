package dev.ironclaw.controlplane.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Says where a container is not what was planned.
public final class ContainerDrift {
  private ContainerDrift() {}

  /// Where what the engine made is weaker than what was planned, or another thing; empty where it is that.
  public static List<String> differences(ContainerPlan plan, ContainerFacts facts) {
    List<String> found = new ArrayList<>(weaknesses(facts));
    differs(found, "its image", plan.image(), facts.image());
    differs(found, "its runtime", plan.runtime(), facts.runtime());
    differs(found, "its user", plan.user() + ":" + plan.user(), facts.user());
    says(found, !plan.limits().equals(facts.limits()),
        "its limits should be " + plan.limits() + " and are " + facts.limits());
    differs(found, "its folders", folders(plan), folders(facts));
    says(found, !plan.entrypoint().isEmpty() && !environment(plan).equals(Set.copyOf(facts.environment())),
        "its environment is another, which its image may have: " + names(facts));
    says(found, !plan.seccomp().map(String::strip).orElse("").equals(facts.filter().strip()),
        "its filter of system calls is another");
    says(found, plan.shape().attached() && facts.kept(), "the engine keeps what crosses its wall");
    return found;
  }

  /// What no container of ours may have, whatever was planned, and limits that are not those that it was made with.
  public static List<String> weaknesses(ContainerFacts facts) {
    List<String> found = new ArrayList<>();
    says(found, facts.privileged(), "it is privileged");
    says(found, !facts.network().equals("none"), "its network is " + facts.network());
    says(found, facts.writableRoot(), "it may write to its own files");
    says(found, !facts.dropsAll() || !facts.capabilities().isEmpty(), "it has capabilities");
    says(found, facts.newPrivileges(), "it may gain privileges");
    says(found, facts.filter().equals(ContainerFacts.UNCONFINED), "its system calls are not filtered");
    says(found, facts.openKernel(), "files of the kernel are open to it");
    says(found, !facts.networks().isEmpty(), "it was joined to networks: " + facts.networks());
    says(found, !facts.shared().isEmpty(), "it shares namespaces: " + facts.shared());
    says(found, !facts.devices().isEmpty(), "it has devices: " + facts.devices());
    says(found, facts.user().isEmpty() || facts.user().startsWith("0") || facts.user().startsWith("root"),
        "it runs as root");
    says(found, !facts.attached().isEmpty(), "another program was started in it");
    says(found, facts.limits().memoryBytes() == ContainerFacts.WITHOUT_END, "its swap has no limit; where the engine "
        + "warns that the kernel has no swap limit, start the machine with swapaccount=1");
    String limits = facts.limits().toString();
    differs(found, "its limits", facts.labels().getOrDefault(ContainerPlan.LIMITS, limits), limits);
    return found;
  }

  /// What somebody made of one that runs, since it was started.
  ///
  /// @param startedAt when that was, as the engine said
  public static List<String> since(Optional<Instant> startedAt, ContainerFacts facts) {
    List<String> found = new ArrayList<>(weaknesses(facts));
    says(found, !facts.state().startedAt().equals(startedAt), "somebody started it again");
    return found;
  }

  private static void says(List<String> found, boolean is, String words) {
    if (is) {
      found.add(words);
    }
  }

  private static void differs(List<String> found, String what, String planned, String is) {
    says(found, !planned.equals(is), what + " should be " + planned + " and is " + is);
  }

  /// Where a plan names the program itself, nothing of what its image would have is wanted.
  private static Set<String> environment(ContainerPlan plan) {
    return plan.environment().entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.toSet());
  }

  /// Values may be secret.
  private static List<String> names(ContainerFacts facts) {
    return facts.environment().stream().map(line -> line.replaceFirst("=.*", "")).sorted().toList();
  }

  private static String folders(ContainerPlan plan) {
    Set<String> all = new HashSet<>();
    plan.binds().forEach(bind -> all.add(folder(bind.source().toString(), bind.target(), bind.writable())));
    plan.volumes().forEach(
        volume -> all.add(folder(ContainerFacts.Bind.VOLUME + volume.name(), volume.target(), volume.writable())));
    return all.stream().sorted().toList().toString();
  }

  private static String folders(ContainerFacts facts) {
    Set<String> all = new HashSet<>();
    facts.binds().forEach(bind -> all.add(folder(bind.source(), bind.target(), bind.writable())));
    return all.stream().sorted().toList().toString();
  }

  private static String folder(String source, String target, boolean writable) {
    return Path.of(source).normalize() + " at " + target + (writable ? " to write" : " to read");
  }
}
