package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.api.WeaknessCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.EngineFacts;
import dev.ironclaw.controlplane.isolation.RuntimeReport.Weakness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an engine is worth as a wall, and what to do where it is worth nothing.
public final class DockerFindings {
  /// To be put into the engine's configuration as it stands.
  static final String DAEMON_ENTRY = """
      {"runtimes": {"runsc": {"path": "/usr/bin/runsc", "runtimeArgs": ["--network=none", "--host-uds=open", "--oci-seccomp"]}}}""";

  /// What the operator says to a weaker wall.
  private static final String ACCEPT = "--accept-degraded-isolation";

  /// Probes that can't hold on the machine's own kernel: names without addresses can be read of it; its limit on processes
  /// counts those of all containers, so the control group's holds instead; and the filter has `execve`, see
  /// [DockerSeccomp].
  private static final List<String> NOT_ON_THIS_KERNEL = List.of("kernel-memory", "limit-processes",
      "start-planted-program-workspace");

  private final DockerSettings settings;

  public DockerFindings(DockerSettings settings) {
    this.settings = settings;
  }

  /// As things are now.
  public RuntimeReport report() {
    try {
      return report(settings.engine().facts());
    } catch (IronclawException e) {
      return silent(e);
    }
  }

  /// Where the engine does not answer.
  public RuntimeReport silent(IronclawException e) {
    return new RuntimeReport("docker", false, "", "", "", List.of(), List.of(String.valueOf(e.getMessage())),
        List.of());
  }

  /// As the engine has just said that things are.
  public RuntimeReport report(EngineFacts facts) {
    Optional<DockerWall.Chosen> chosen = DockerWall.choose(facts, settings.kata(), settings.acceptDegraded());
    return new RuntimeReport("docker", chosen.isPresent(), facts.version(),
        chosen.map(wall -> wall.wall().words()).orElse(""), facts.isRootless() ? "rootless" : "",
        chosen.map(wall -> weaknesses(wall)).orElse(List.of()),
        chosen.isPresent() ? List.of() : List.of(missing(facts)),
        chosen.filter(wall -> wall.wall() == DockerWall.RUNC).map(_ -> NOT_ON_THIS_KERNEL).orElse(List.of()),
        settings.crossing().word(),
        chosen.isPresent() || settings.kata() ? Optional.empty() : Optional.of(ACCEPT));
  }

  private List<Weakness> weaknesses(DockerWall.Chosen wall) {
    List<Weakness> weaknesses = new ArrayList<>();
    if (wall.wall() == DockerWall.RUNC) {
      weaknesses
          .add(new Weakness(WeaknessCode.SHARED_KERNEL,
              "DEGRADED ISOLATION: no system call of an agent is intercepted. Boxes "
                  + "share this machine's kernel behind a filter of system calls; a hole in the kernel is a way out"));
    }
    if (!wall.filtered()) {
      weaknesses.add(new Weakness(WeaknessCode.ENGINE_FILTER,
          "the engine's runtime " + wall.runtime() + " does not apply the box's "
              + "filter of system calls: inside its own kernel a box may call all that this one has"
              + (wall.wall() == DockerWall.GVISOR ? "; add --oci-seccomp to its runtimeArgs" : "")));
    }
    weaknesses
        .add(new Weakness(WeaknessCode.WORKSPACE_PROGRAMS,
            "the engine can't mount a workspace without the right to run programs "
                + "from it: what an agent writes there it may also start, inside its box"));
    if (settings.isFramed()) {
      weaknesses.add(new Weakness(WeaknessCode.WORKSPACE_VOLUME,
          "the engine can't mount this machine's sockets, so boxes "
              + "speak to the host over their container's input and output and have workspaces in volumes of the engine: "
              + "nothing limits how much an agent keeps there, backups leave them out, and files can't be sent to an agent or "
              + "by it"));
    }
    return weaknesses;
  }

  private String missing(EngineFacts facts) {
    if (settings.kata()) {
      return "the engine at " + settings.engine().address().host()
          + " has no Kata runtime; install kata-containers, name "
          + "it in the engine's daemon.json, and restart the engine";
    }
    String loose = facts.runtimes().entrySet().stream()
        .filter(entry -> entry.getValue().isGvisor() && !entry.getValue().isSealedGvisor())
        .map(entry -> "its runtime " + entry.getKey() + " is gVisor with the flags " + entry.getValue().arguments()
            + ", which is not the wall that a box needs. ")
        .findFirst().orElse("");
    return "the engine at " + settings.engine().address().host() + " has no sealed gVisor runtime. " + loose
        + "Install runsc (https://gvisor.dev/docs/user_guide/install), put this into /etc/docker/daemon.json and restart the "
        + "engine: " + DAEMON_ENTRY
        + " . Or accept boxes that share this machine's kernel: " + ACCEPT;
  }
}
