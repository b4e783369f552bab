package dev.ironclaw.controlplane.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Says where a container is not what was planned.
public final class ContainerDrift {
  private ContainerDrift() {}

  /// Where what the engine made is weaker than what was planned, or another thing; empty where it is that.
  public static List<String> differences(ContainerPlan plan, ContainerFacts facts) {
    List<String> found = new ArrayList<>(weaknesses(facts));
    differs(found, "its image", plan.image(), facts.image());
    differs(found, "its runtime", plan.runtime(), facts.runtime());
    differs(found, "its user", plan.user() + ":" + plan.user(), facts.user());
    differs(found, "its limits", plan.limits().toString(), facts.limits().toString());
    differs(found, "its folders", folders(plan), folders(facts));
    says(found, plan.shape().attached() && facts.kept(), "the engine keeps what crosses its wall");
    return found;
  }

  /// What no container of ours may have, whatever was planned.
  public static List<String> weaknesses(ContainerFacts facts) {
    List<String> found = new ArrayList<>();
    says(found, facts.privileged(), "it is privileged");
    says(found, !facts.network().equals("none"), "its network is " + facts.network());
    says(found, facts.writableRoot(), "it may write to its own files");
    says(found, !facts.dropsAll() || !facts.capabilities().isEmpty(), "it has capabilities");
    says(found, facts.newPrivileges(), "it may gain privileges");
    says(found, !facts.filtered(), "its system calls are not filtered");
    says(found, !facts.shared().isEmpty(), "it shares namespaces: " + facts.shared());
    says(found, !facts.devices().isEmpty(), "it has devices: " + facts.devices());
    says(found, facts.user().isEmpty() || facts.user().startsWith("0") || facts.user().startsWith("root"),
        "it runs as root");
    says(found, !facts.attached().isEmpty(), "another program was started in it");
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
