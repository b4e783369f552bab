package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.engine.ContainerDrift;
import dev.ironclaw.controlplane.engine.ContainerFacts;
import dev.ironclaw.controlplane.engine.ContainerPlan;
import dev.ironclaw.controlplane.engine.EngineFacts;
import dev.ironclaw.controlplane.engine.EngineFacts.OciRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What an engine made is compared with what was asked for, value by value.
final class DockerPlanTest {
  private static final ContainerPlan.Limits LIMITS = new ContainerPlan.Limits(512L << 20, 100, 256, 1024);
  private static final ContainerFacts.State RUNS = new ContainerFacts.State(true, false, 7, 0, false, Optional.empty());
  private static final List<ContainerFacts.Bind> SOCKETS = List
      .of(new ContainerFacts.Bind("/s", "/run/ironclaw", false));

  private static final ContainerPlan PLAN = new ContainerPlan("ironclaw-box_1", "sha256:1", List.of("/java"), List.of(),
      Map.of(), 1000, ContainerPlan.Shape.BOX, Map.of(),
      List.of(new ContainerPlan.Bind(Path.of("/s"), "/run/ironclaw", false)), Map.of(),
      "runsc",
      true, Optional.of("{}"), LIMITS);

  @Test
  void aContainerAsItWasPlannedDiffersInNothing() {
    assertThat(ContainerDrift.differences(PLAN, made(Weak.NOTHING))).isEmpty();
  }

  @Test
  void everyWeakerValueIsNamed() {
    for (Weak weak : Weak.values()) {
      if (weak != Weak.NOTHING) {
        assertThat(ContainerDrift.differences(PLAN, made(weak))).as(weak.name()).isNotEmpty();
      }
    }
  }

  private enum Weak {
    NOTHING, IMAGE, RUNTIME, NETWORK, USER, ROOT, PRIVILEGED, WRITABLE, KEEPS_CAPABILITIES, CAPABILITY, NEW_PRIVILEGES, UNFILTERED, OTHER_FILTER, OPEN_KERNEL, JOINED, ENVIRONMENT, SHARED, DEVICE, MORE_FOLDERS, WRITABLE_FOLDER, LIMITS, SWAP, UPDATED, ATTACHED
  }

  private static ContainerFacts made(Weak weak) {
    List<ContainerFacts.Bind> binds = switch (weak) {
      case MORE_FOLDERS -> List.of(SOCKETS.getFirst(), new ContainerFacts.Bind("/etc", "/etc", false));
      case WRITABLE_FOLDER -> List.of(new ContainerFacts.Bind("/s", "/run/ironclaw", true));
      default -> SOCKETS;
    };
    ContainerPlan.Limits limits = switch (weak) {
      case LIMITS -> new ContainerPlan.Limits(0, 0, 0, 0);
      case SWAP -> new ContainerPlan.Limits(Long.MAX_VALUE, 100, 256, 1024);
      default -> LIMITS;
    };
    String user = weak == Weak.ROOT ? "0:0" : weak == Weak.USER ? "1001:1001" : "1000:1000";
    return new ContainerFacts("c1", weak == Weak.IMAGE ? "sha256:2" : "sha256:1", "ironclaw-box_1",
        Map.of("ironclaw.limits",
            (weak == Weak.UPDATED ? new ContainerPlan.Limits(1, 1, 1, 1) : limits).toString()),
        weak == Weak.ENVIRONMENT ? List.of("JAVA_TOOL_OPTIONS=-javaagent:/x") : List.of(),
        weak == Weak.RUNTIME ? "runc" : "runsc", weak == Weak.NETWORK ? "bridge" : "none", user,
        weak == Weak.PRIVILEGED, weak == Weak.WRITABLE, weak != Weak.KEEPS_CAPABILITIES,
        weak == Weak.CAPABILITY ? List.of("NET_ADMIN") : List.of(), weak == Weak.NEW_PRIVILEGES,
        weak == Weak.UNFILTERED ? "unconfined" : weak == Weak.OTHER_FILTER ? "{\"a\":1}" : "{}",
        weak == Weak.OPEN_KERNEL, weak == Weak.JOINED ? List.of("bridge") : List.of(),
        weak == Weak.SHARED ? List.of("pid") : List.of(),
        weak == Weak.DEVICE ? List.of("/dev/kvm") : List.of(), binds,
        limits, RUNS, weak == Weak.ATTACHED ? List.of("exec1") : List.of(), true);
  }

  @Test
  void aWeakerWallIsOnlyForWhoAcceptedIt() {
    OciRuntime runc = new OciRuntime("runc", List.of());
    OciRuntime loose = new OciRuntime("/usr/bin/runsc", List.of("--network=none", "--host-uds=open"));
    OciRuntime sealed = new OciRuntime("/usr/bin/runsc", List.of("--network=none", "--host-uds=open", "--oci-seccomp"));

    assertThat(chosen(Map.of("runc", runc), false)).isEmpty();
    assertThat(chosen(Map.of("runc", runc, "loose", loose), false)).isEmpty();
    assertThat(chosen(Map.of("runc", runc), true)).contains(new DockerWall.Chosen(DockerWall.RUNC, "runc", true));
    assertThat(chosen(Map.of("runc", runc, "loose", loose), true))
        .contains(new DockerWall.Chosen(DockerWall.GVISOR, "loose", false));
    assertThat(chosen(Map.of("runc", runc, "loose", loose, "z", sealed), true))
        .contains(new DockerWall.Chosen(DockerWall.GVISOR, "z", true));
  }

  private static Optional<DockerWall.Chosen> chosen(Map<String, OciRuntime> runtimes, boolean accept) {
    return DockerWall.choose(new EngineFacts("id", "28", "Linux", runtimes, List.of()), false, accept);
  }

  /// Not tried with Kata itself, which no machine of the tests has.
  @Test
  void kataIsTakenWhereItIsAskedForAndNothingInItsPlace() {
    OciRuntime kata = new OciRuntime("/usr/bin/kata-runtime", List.of());
    OciRuntime shim = new OciRuntime("io.containerd.kata.v2", List.of());
    OciRuntime sealed = new OciRuntime("/usr/bin/runsc", List.of("--network=none", "--host-uds=open", "--oci-seccomp"));

    assertThat(kata(Map.of("kata", kata))).contains(new DockerWall.Chosen(DockerWall.KATA, "kata", false));
    assertThat(kata(Map.of("k2", new OciRuntime("kata-v2", List.of()))))
        .contains(new DockerWall.Chosen(DockerWall.KATA, "k2", false));
    assertThat(kata(Map.of("runsc", sealed))).as("gVisor is another wall").isEmpty();
    assertThat(shim.isGvisor()).isFalse();
    ContainerPlan plan = plans(EngineCrossing.SOCKET).of(spec(),
        new DockerWall.Chosen(DockerWall.KATA, "kata", false), "sha256:1");
    assertThat(plan.runtime()).isEqualTo("kata");
    assertThat(plan.ownKernel()).isTrue();
    assertThat(plan.seccomp()).as("its runtime applies none").isEmpty();
  }

  private static Optional<DockerWall.Chosen> kata(Map<String, OciRuntime> runtimes) {
    return DockerWall.choose(new EngineFacts("id", "28", "Linux", runtimes, List.of()), true, true);
  }

  @Test
  void whereNoSocketCanBeMountedNothingOfThisMachineIs() {
    ContainerPlan framed = plans(EngineCrossing.STDIO).of(spec(),
        new DockerWall.Chosen(DockerWall.GVISOR, "runsc", true), "sha256:1");

    assertThat(framed.binds()).isEmpty();
    assertThat(framed.volumes()).singleElement().satisfies(volume -> {
      assertThat(volume.target()).isEqualTo("/workspace");
      assertThat(volume.name()).endsWith("-anna");
      assertThat(volume.writable()).isTrue();
    });
    assertThat(framed.shape().attached()).isTrue();
    assertThat(framed.command()).containsExactly("--crossing=stdio");
    assertThat(plans(EngineCrossing.STDIO, "/another/state").volume(new AgentGroupId("anna")))
        .as("another control plane's agent of that name").isNotEqualTo(framed.volumes().getFirst().name());
    ContainerPlan mounted = plans(EngineCrossing.SOCKET).of(spec(),
        new DockerWall.Chosen(DockerWall.GVISOR, "runsc", true), "sha256:1");
    assertThat(mounted.binds()).hasSize(2);
    assertThat(mounted.volumes()).isEmpty();
    assertThat(mounted.command()).isEmpty();
  }

  @Test
  void anEngineThatKeepsWhatCrossesOrTakesAnotherVolumeIsFound() {
    ContainerPlan framed = plans(EngineCrossing.STDIO).of(spec(),
        new DockerWall.Chosen(DockerWall.GVISOR, "runsc", true), "sha256:1");

    assertThat(ContainerDrift.differences(framed, facts(framed, framed.volumes().getFirst().name(), false))).isEmpty();
    assertThat(ContainerDrift.differences(framed, facts(framed, framed.volumes().getFirst().name(), true)))
        .singleElement().asString().contains("keeps what crosses");
    assertThat(ContainerDrift.differences(framed, facts(framed, "of-somebody-else", false))).singleElement().asString()
        .contains("its folders");
  }

  private static ContainerFacts facts(ContainerPlan plan, String volume, boolean kept) {
    return new ContainerFacts("c1", plan.image(), plan.name(), Map.of(),
        plan.environment().entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList(),
        plan.runtime(), "none", "1000:1000", false, false, true, List.of(), false, plan.seccomp().orElseThrow(), false,
        List.of(), List.of(), List.of(),
        List.of(new ContainerFacts.Bind("volume:" + volume, "/workspace", true)), plan.limits(), RUNS, List.of(), kept);
  }

  private static DockerPlan plans(EngineCrossing crossing) {
    return plans(crossing, "/state");
  }

  private static DockerPlan plans(EngineCrossing crossing, String instance) {
    return new DockerPlan(instance, 1000, crossing);
  }

  private static SandboxSpec spec() {
    return new SandboxSpec(TestBoxes.newId(), new AgentGroupId("anna"),
        new RootfsImage(Path.of("/image"), TestBoxes.DIGEST, List.of("/java")), Path.of("/s"),
        Optional.of(new SandboxSpec.Workspace(Path.of("/w"), true)), SandboxSpec.Limits.DEFAULT, List.of());
  }

  @Test
  void onThisKernelNoProgramMakesItselfAUserNamespace() {
    OciConfig.Seccomp filter = DockerSeccomp.forThisKernel(SeccompProfile.load());

    assertThat(filter.syscalls()).filteredOn(rule -> rule.names().contains("clone3")).singleElement()
        .satisfies(rule -> assertThat(rule.action()).isEqualTo("SCMP_ACT_ERRNO"));
    assertThat(filter.syscalls()).filteredOn(rule -> rule.action().equals("SCMP_ACT_ALLOW"))
        .flatExtracting(OciConfig.Seccomp.Rule::names)
        .filteredOn(name -> SeccompProfile.NEVER.contains(name)).containsExactly("execve");
  }
}
