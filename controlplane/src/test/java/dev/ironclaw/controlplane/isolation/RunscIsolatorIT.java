package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Real gVisor boxes as root.
final class RunscIsolatorIT extends IsolatorContract {
  @Override
  Isolator isolator(TestBoxes boxes) {
    return new RunscIsolator(boxes.settings(false), new ProcessRunner());
  }

  @Override
  List<String> traces(TestBoxes boxes) {
    return RunscTraces.of(boxes);
  }

  @Test
  void showsFromOutsideWhatTheKernelHolds() {
    Box box = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

    Box.OutsidePosture posture = box.outside();

    assertThat(posture.runtime()).isEqualTo("runsc");
    assertThat(posture.platform()).isIn("ptrace", "systrap");
    assertThat(posture.uid()).isEqualTo(65534);
    assertThat(posture.networkNamespace()).startsWith("net:[").doesNotContain("host");
    assertThat(posture.limits()).contains("memory 512 MiB, 256 processes, 1.00 CPU");
    assertThat(posture.memoryBytes()).isBetween(10L << 20, 400L << 20);
    BoxUsage used = box.usage().orElseThrow();
    assertThat(used.memoryBytes()).isBetween(10L << 20, 400L << 20);
    assertThat(used.processorTime()).isPositive();
    assertThat(used.startedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    box.stop(Duration.ZERO);
    assertThat(box.usage()).as("it is gone").isEmpty();
  }

  @Test
  void endsABoxThatTakesMoreMemoryThanItsLimit() throws Exception {
    // dd keeps its whole block in memory.
    RootfsImage dd = boxes.busybox(List.of("dd", "if=/dev/zero", "of=/dev/null", "bs=400M", "count=1"));
    Box box = isolator.launch(boxes.spec(dd, Optional.empty(), new SandboxSpec.Limits(128L << 20, 100, 256)));

    Box.BoxExit exit = box.exit().get(60, TimeUnit.SECONDS);

    assertThat(box.output()).doesNotContain("records out");
    assertThat(exit.reason()).contains("memory limit");
  }

  @Test
  void adoptsABoxWhoseControlPlaneWasKilledAndSeesItsOutputAndItsExit() throws Exception {
    Path workspace = boxes.mount("ws");
    Process killed = LaunchMain.start(boxes, "ws", "sh", "-c",
        "while :; do if [ -e /workspace/go ]; then echo second; exit 7; fi; done");
    String id = LaunchMain.id(killed);
    killed.destroyForcibly().waitFor();

    List<Box> adopted = isolator.recover();

    assertThat(adopted).singleElement().satisfies(box -> assertThat(box.id().value()).isEqualTo(id));
    Box box = adopted.getFirst();
    assertThat(box.outside().limits()).contains("memory 512 MiB");
    Files.createFile(workspace.resolve("go"));
    assertThat(box.exit().get(60, TimeUnit.SECONDS).code()).as(box.output()).isEqualTo(7);
    assertThat(box.output()).contains("second");
  }

  @Test
  void endsABoxInWhoseWorkspaceAFifoAppears() throws Exception {
    Path workspace = boxes.mount("ws");
    Box box = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent(),
        Optional.of(new SandboxSpec.Workspace(workspace, true)), SandboxSpec.Limits.DEFAULT));

    new ProcessRunner().run(List.of("/usr/bin/mkfifo", workspace.resolve("door").toString()), Duration.ofSeconds(60));

    assertThat(box.exit().get(60, TimeUnit.SECONDS).reason())
        .contains("door appeared in a mounted folder: it is a FIFO");
  }

  @Test
  void seesASandboxThatIsKilledFromOutsideAndLeavesNothing() throws Exception {
    Box sandbox = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));
    Box gofer = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

    kill("runsc-sandbox", sandbox);
    kill("runsc-gofer", gofer);

    assertThat(sandbox.exit().get(60, TimeUnit.SECONDS).reason()).contains("killed from outside");
    assertThat(gofer.exit().get(60, TimeUnit.SECONDS).code()).isIn(-1, 137);
    assertThat(RunscTraces.of(boxes)).isEmpty();
  }

  @Test
  void endsABoxWhoseRuntimeStateIsGone() throws Exception {
    Process killed = LaunchMain.start(boxes, "ws", "sh", "-c", "while :; do :; done");
    LaunchMain.id(killed);
    killed.destroyForcibly().waitFor();
    Bundle.deleteTree(boxes.settings(false).runFolder().resolve("runsc"));

    assertThat(isolator(boxes).recover()).isEmpty();

    assertThat(RunscTraces.of(boxes)).isEmpty();
  }

  private void kill(String program, Box box) {
    Path bundle = Bundle.of(boxes.settings(false).runFolder(), box.id()).folder();
    List<HostProcesses.Seen> found = new HostProcesses(Path.of("/proc"))
        .matching(a -> a.getFirst().equals(program) && RunscProcesses.ofBundle(a, bundle));
    assertThat(found).hasSize(1);
    HostProcesses.kill(found);
  }
}
