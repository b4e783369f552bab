package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real gVisor boxes that fill their workspace as fast as they can.
@Tag("alone")
final class QuotaIT {
  private static final Quota QUOTA = new Quota(1 << 20, 200);

  @TempDir
  private Path folder;
  private TestBoxes boxes;
  private RunscIsolator isolator;
  private Path workspace;

  @BeforeEach
  void start() {
    boxes = new TestBoxes(folder);
    isolator = new RunscIsolator(boxes.settings(false), new ProcessRunner());
    workspace = boxes.mount("ws");
  }

  @AfterEach
  void leavesNothingBehind() {
    isolator.close();
    assertThat(RunscTraces.of(boxes)).isEmpty();
  }

  private Box box(String script, boolean writable) {
    return isolator.launch(boxes.spec(boxes.shell(script),
        Optional.of(new SandboxSpec.Workspace(workspace, writable, true, Optional.of(QUOTA))),
        SandboxSpec.Limits.DEFAULT));
  }

  @Test
  void endsABoxThatWritesMoreThanItMay() throws Exception {
    Box box = box("while :; do echo 0123456789012345678901234567890123456789 >> /workspace/f; done", true);

    Box.BoxExit exit = box.exit().get(60, TimeUnit.SECONDS);

    assertThat(exit.cause()).isEqualTo(Box.Cause.FULL);
    assertThat(exit.reason()).contains("its workspace is full", "of 1 MiB");
    assertThat(Files.size(workspace.resolve("f"))).isBetween(QUOTA.bytes(), 3 * QUOTA.bytes());
  }

  @Test
  void endsABoxThatMakesMoreFilesThanItMay() throws Exception {
    Box box = box("i=0; while :; do i=$((i+1)); : > /workspace/f$i; done", true);

    assertThat(box.exit().get(60, TimeUnit.SECONDS).reason()).contains("of 200 entries");
  }

  @Test
  void endsABoxThatHidesWhatItWritesInADeletedFile() throws Exception {
    Box box = box("exec 3>/workspace/f; while [ ! -e /workspace/go ]; do :; done; "
        + "while :; do echo 0123456789012345678901234567890123456789 >&3; done", true);
    while (!Files.exists(workspace.resolve("f"))) {
      Thread.onSpinWait();
    }
    Files.delete(workspace.resolve("f"));
    Files.createFile(workspace.resolve("go"));

    Box.BoxExit exit = box.exit().get(60, TimeUnit.SECONDS);

    assertThat(exit.cause()).isEqualTo(Box.Cause.FULL);
  }

  @Test
  void saysWhenAFullWorkspaceHasRoomAgain() throws Exception {
    Path big = Files.write(workspace.resolve("big"), new byte[2 << 20]);
    Box box = box("while :; do :; done", false);
    assertThat(box.outgrown()).isNotDone();

    Files.delete(big);

    assertThat(box.outgrown().get(60, TimeUnit.SECONDS)).contains("has room again");
    box.stop(Duration.ZERO);
  }
}
