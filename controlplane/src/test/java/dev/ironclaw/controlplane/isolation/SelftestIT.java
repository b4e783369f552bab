package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The escape probes hold in a real box, and each of them succeeds in a box that is weak.
final class SelftestIT {
  /// gVisor's kernel shows nothing of itself whatever it is told: here a plain process is the weak box.
  private static final Set<String> KERNEL = Set.of("kernel-setting", "kernel-memory", "firmware", "other-processes");
  private static final List<String> WITH_JDK = List.of("/jdk/bin/java", "-Xmx64m", "-p", "/modules", "-m",
      "dev.ironclaw.sandbox/dev.ironclaw.sandbox.probe.ProbeMain");
  private static final SandboxSpec.Limits WIDE = new SandboxSpec.Limits(2L << 30, 200, 2048);

  @TempDir
  Path folder;
  private TestBoxes boxes;

  @BeforeEach
  void start() {
    boxes = new TestBoxes(folder);
  }

  @AfterEach
  void leavesNothingBehind() {
    assertThat(RunscTraces.of(boxes)).isEmpty();
  }

  private RootfsImage probes() {
    return RootfsImage.loadProbes(TestBoxes.imageFolder());
  }

  /// A copy that a weak box may write to.
  private RootfsImage copiedProbes() throws IOException {
    RootfsImage image = probes();
    Path copy = boxes.top.resolve("rootfs");
    try (Stream<Path> all = Files.walk(image.rootfs())) {
      for (Path path : all.toList()) {
        Files.copy(path, copy.resolve(image.rootfs().relativize(path).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    for (String point : List.of("bin", "jdk", "modules", "dev/extra")) {
      Files.createDirectories(copy.resolve(point));
    }
    return new RootfsImage(copy, image.digest(), WITH_JDK);
  }

  @Test
  void everyProbeHoldsInARealBox() {
    List<ProbeResult> results = new Selftest(new RunscIsolator(boxes.settings(false), new ProcessRunner()), probes(),
        boxes.top.resolve("mounts/selftest"), TestBoxes::newId).run();

    assertThat(results).hasSizeGreaterThan(25);
    assertThat(results).filteredOn(result -> !result.held()).isEmpty();
    assertThat(boxes.top.resolve("mounts/selftest")).doesNotExist();
  }

  @Test
  void everyProbeSucceedsInAWeakBox() throws Exception {
    List<ProbeResult> results = weak("escape");
    Set<String> held = results.stream().filter(ProbeResult::held).map(ProbeResult::name).collect(Collectors.toSet());

    assertThat(held).isEqualTo(KERNEL);
    assertThat(weak("memory")).singleElement()
        .satisfies(result -> assertThat(result.held()).as("%s", result).isFalse());
    assertThat(weak("threads")).singleElement()
        .satisfies(result -> assertThat(result.held()).as("%s", result).isFalse());
  }

  @Test
  void theKernelProbesSucceedWhereThereIsNoGVisor() throws Exception {
    Isolator none = new ProcessIsolator(boxes.top.resolve("run"), new ProcessRunner(),
        ProcessIsolator.Allow.YES_WITHOUT_ANY_ISOLATION);

    List<ProbeResult> results = run(none, probes(), List.of("--family=kernel"));

    assertThat(results).extracting(ProbeResult::name).containsExactlyInAnyOrderElementsOf(KERNEL);
    assertThat(results).filteredOn(ProbeResult::held).isEmpty();
  }

  @Test
  void postureFromInsideShowsAWeakBundle() throws Exception {
    String strong = run(new RunscIsolator(boxes.settings(false), new ProcessRunner()), probes(),
        List.of("--family=posture"))
        .getFirst().detail();
    String weak = weak("posture").getFirst().detail();

    assertThat(strong).contains("uid=65532", "seccomp=2", "rootReadOnly=true", "interfaces=[lo]");
    assertThat(weak).contains("uid=0", "seccomp=0", "rootReadOnly=false").doesNotContain("interfaces=[lo]");
  }

  private List<ProbeResult> weak(String family) throws Exception {
    Path stranger = boxes.mount("stranger");
    try (ProbeBait bait = new ProbeBait(stranger);
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Files.deleteIfExists(stranger.resolve("door.sock"));
      door.bind(UnixDomainSocketAddress.of(stranger.resolve("door.sock")));
      RunscIsolator isolator = WeakBox.isolator(boxes, stranger, Path.of(System.getProperty("java.home")));
      List<String> options = Stream
          .concat(bait.options(65532).stream(), Stream.of("--workspace=" + stranger, "--family=" + family)).toList();
      RootfsImage image = Files.exists(boxes.top.resolve("rootfs"))
          ? new RootfsImage(boxes.top.resolve("rootfs"), TestBoxes.DIGEST, WITH_JDK)
          : copiedProbes();
      return run(isolator, image, options);
    }
  }

  private List<ProbeResult> run(Isolator isolator, RootfsImage image, List<String> options) throws Exception {
    SandboxSpec spec = new SandboxSpec(TestBoxes.newId(), new dev.ironclaw.contract.AgentGroupId("probe"), image,
        boxes.mount("sock"), Optional.of(new SandboxSpec.Workspace(boxes.mount("ws"), true)), WIDE, options);
    Box box = isolator.launch(spec);
    Box.BoxExit exit = box.exit().get(90, TimeUnit.SECONDS);
    List<ProbeResult> results = Selftest.results(box.output());
    assertThat(results).as("%s %s", exit, box.output()).isNotEmpty();
    return results;
  }

  @Test
  void aSocketInAMountIsADoorAndTheGuardSeesIt() throws Exception {
    Path workspace = boxes.mount("planted");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(workspace.resolve("host.sock")));

      assertThat(MountGuard.offence(workspace.resolve("host.sock"))).contains("it is a socket");
    }
  }
}
