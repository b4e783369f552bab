package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The escape probes hold in a real box, and each of them succeeds in a box that is weak.
final class SelftestIT {
  /// What a machine's own kernel may be built without: then nothing here can show that the probe would succeed.
  private static final Set<String> OPTIONAL = Set.of("load-module", "load-kernel", "io-uring", "vsock-socket");
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
    return ImageFolder.load(TestBoxes.imageFolder()).probes();
  }

  @Test
  void everyProbeHoldsInARealBox() {
    List<ProbeResult> results = selftest().run();

    assertThat(results).hasSizeGreaterThan(70);
    assertThat(results).filteredOn(result -> !result.held()).isEmpty();
    assertThat(boxes.top.resolve("mounts/selftest")).doesNotExist();
  }

  @Test
  void everyProbeSucceedsInAWeakBoxOrWhereThereIsNone() throws Exception {
    List<ProbeResult> all = Stream.of(weak(WeakBox::isolator, "escape"), weak(WeakBox::withOwnNetwork, "escape"),
        plain(List.of()), plain(List.of("/usr/bin/setpriv", "--inh-caps=+chown", "--ambient-caps=+chown")),
        weak(WeakBox::isolator, "memory"), weak(WeakBox::isolator, "threads")).flatMap(List::stream).toList();

    assertThat(names(all, result -> true)).containsAll(sound());
    assertThat(all).noneMatch(result -> result.detail().contains("unknown"));
    Set<String> neverSucceeded = names(all, result -> true);
    neverSucceeded.removeAll(names(all, result -> !result.held()));
    assertThat(OPTIONAL).containsAll(neverSucceeded);
    for (String name : neverSucceeded) {
      assertThat(all).filteredOn(result -> result.name().equals(name))
          .as("%s: this machine's own kernel must be the one that lacks it", name)
          .anyMatch(result -> result.detail().matches(".*: (ENOSYS|EAFNOSUPPORT)"));
    }
  }

  private Set<String> sound() {
    return names(selftest().run(), result -> true);
  }

  private Selftest selftest() {
    return new Selftest(new RunscIsolator(boxes.settings(false), new ProcessRunner()), probes(),
        boxes.top.resolve("mounts/selftest"), TestBoxes::newId);
  }

  private static Set<String> names(List<ProbeResult> results, Predicate<ProbeResult> which) {
    return results.stream().filter(which).map(ProbeResult::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /// gVisor's kernel shows nothing of itself and lacks much, whatever it is told: here a plain process of root is the
  /// weak box.
  private List<ProbeResult> plain(List<String> prefix) throws Exception {
    RootfsImage image = probes();
    List<String> command = new ArrayList<>(prefix);
    command.add(image.rootfs() + image.entrypoint().getFirst());
    command.addAll(image.entrypoint().subList(1, image.entrypoint().size()));
    try (ProbeBait bait = new ProbeBait(boxes.mount("other"))) {
      command.addAll(bait.options(0));
      command.add("--family=kernel");
      return Selftest.results(new ProcessRunner().run(command, Duration.ofSeconds(30)).output());
    }
  }

  @Test
  void postureFromInsideShowsAWeakBundle() throws Exception {
    String strong = run(new RunscIsolator(boxes.settings(false), new ProcessRunner()), probes(),
        List.of("--family=posture"))
        .getFirst().detail();
    String weak = weak(WeakBox::isolator, "posture").getFirst().detail();

    assertThat(strong).contains("uid=65532", "seccomp=2", "rootReadOnly=true", "interfaces=[lo]");
    assertThat(weak).contains("uid=0", "seccomp=0", "rootReadOnly=false").doesNotContain("interfaces=[lo]");
  }

  /// Makes an isolator whose boxes are weak.
  private interface Weakening {
    RunscIsolator isolator(TestBoxes boxes, Path stranger, Path jdk);
  }

  private List<ProbeResult> weak(Weakening weakening, String family) throws Exception {
    Path stranger = boxes.mount("stranger");
    try (ProbeBait bait = new ProbeBait(stranger);
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Files.deleteIfExists(stranger.resolve("door.sock"));
      door.bind(UnixDomainSocketAddress.of(stranger.resolve("door.sock")));
      RunscIsolator isolator = weakening.isolator(boxes, stranger, Path.of(System.getProperty("java.home")));
      List<String> options = Stream
          .concat(bait.options(65532).stream(),
              Stream.of("--workspace=" + stranger, "--processes=128", "--family=" + family))
          .toList();
      return run(isolator, WeakBox.probes(boxes), options);
    }
  }

  private List<ProbeResult> run(Isolator isolator, RootfsImage image, List<String> options) throws Exception {
    return ProbeBoxes.run(isolator, new SandboxSpec(TestBoxes.newId(), new dev.ironclaw.contract.AgentGroupId("probe"),
        image, boxes.mount("sock"), Optional.of(new SandboxSpec.Workspace(boxes.mount("ws"), true)), WIDE, options));
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
