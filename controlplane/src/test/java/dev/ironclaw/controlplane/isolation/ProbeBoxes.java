package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Real boxes whose program is one family of the probes, for tests of this package and of others.
public final class ProbeBoxes {
  private static final int SECONDS = 90;

  private final TestBoxes boxes;

  /// @param folder for bundles; empty
  /// @param sockets below which the boxes' socket folders lie
  public ProbeBoxes(Path folder, Path sockets) {
    this.boxes = new TestBoxes(folder, sockets);
  }

  /// In a sound box with this socket folder: asks every door and knocks at the other socket.
  public List<ProbeResult> doors(Path socketFolder, Path otherSocket) throws Exception {
    return run(new RunscIsolator(boxes.settings(false), new ProcessRunner()),
        spec(ImageFolder.load(TestBoxes.imageFolder()).probes(), socketFolder, otherSocket));
  }

  /// The same in a weak box that has the other's folder mounted.
  public List<ProbeResult> weakDoors(Path socketFolder, Path otherSocket) throws Exception {
    Path stranger = Optional.ofNullable(otherSocket.getParent()).orElseThrow();
    return run(WeakBox.isolator(boxes, stranger, Path.of(System.getProperty("java.home"))),
        spec(WeakBox.probes(boxes), socketFolder, otherSocket));
  }

  /// What the boxes left behind.
  public List<String> traces() {
    return RunscTraces.of(boxes);
  }

  private static SandboxSpec spec(RootfsImage image, Path socketFolder, Path otherSocket) {
    return new SandboxSpec(TestBoxes.newId(), new AgentGroupId("probe"), image, socketFolder, Optional.empty(),
        SandboxSpec.Limits.DEFAULT, List.of("--family=doors", "--foreign=" + otherSocket));
  }

  static List<ProbeResult> run(Isolator isolator, SandboxSpec spec) throws Exception {
    Box box = isolator.launch(spec);
    Box.BoxExit exit = box.exit().get(SECONDS, TimeUnit.SECONDS);
    List<ProbeResult> results = Selftest.results(box.output());
    assertThat(results).as("%s %s", exit, box.output()).isNotEmpty();
    return results;
  }
}
