package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sandbox process that is stopped answers no verb of the runtime any more.
@Tag("alone")
final class WedgedBoxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @TempDir
  Path folder;
  private TestBoxes boxes;

  @BeforeEach
  void start() {
    boxes = new TestBoxes(folder);
  }

  @AfterEach
  void leavesNothingBehind() {
    HostProcesses.kill(sandboxes());
    isolator().recover().forEach(box -> box.stop(Duration.ZERO));
    assertThat(RunscTraces.of(boxes)).isEmpty();
  }

  @Test
  void isEndedByStopAllTheSame() {
    Box box = isolator().launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));
    wedge();

    long begun = System.nanoTime();
    box.stop(Duration.ofSeconds(5));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
    assertThat(box.exit()).isDone();
    assertThat(RunscTraces.of(boxes)).isEmpty();
  }

  @Test
  void doesNotKeepTheNextControlPlaneFromStartingNorItsNeighbourFromLiving() throws Exception {
    String wedged = leftover("wedged");
    wedge();
    String healthy = leftover("healthy");

    List<Box> adopted = isolator().recover();

    assertThat(adopted).extracting(box -> box.id().value()).contains(healthy);
    adopted.forEach(box -> box.stop(Duration.ZERO));
    assertThat(adopted).allSatisfy(box -> assertThat(box.exit()).isDone());
    assertThat(RunscTraces.of(boxes)).as("of " + wedged).isEmpty();
  }

  private RunscIsolator isolator() {
    return new RunscIsolator(boxes.settings(false), new ProcessRunner());
  }

  private String leftover(String workspace) throws Exception {
    boxes.mount(workspace);
    Process controlPlane = LaunchMain.start(boxes, workspace, "sh", "-c", "while :; do :; done");
    String id = LaunchMain.id(controlPlane);
    controlPlane.destroyForcibly().waitFor();
    return id;
  }

  private void wedge() {
    List<HostProcesses.Seen> found = sandboxes();
    assertThat(found).hasSize(1);
    ProcessRunner.Outcome stopped = new ProcessRunner().run(
        List.of("/usr/bin/kill", "-STOP", Integer.toString(found.getFirst().pid())), Duration.ofSeconds(5));
    assertThat(stopped.succeeded()).isTrue();
  }

  private List<HostProcesses.Seen> sandboxes() {
    Path root = boxes.settings(false).runFolder().resolve("runsc");
    return new HostProcesses(Path.of("/proc"))
        .matching(a -> a.getFirst().equals("runsc-sandbox") && RunscProcesses.ofRoot(a, root));
  }
}
