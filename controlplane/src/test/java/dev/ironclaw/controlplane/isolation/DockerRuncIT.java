package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.engine.Engine;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Boxes on this machine's own kernel, started by a real Docker engine without gVisor.
final class DockerRuncIT extends DockerIsolatorContract {
  @Override
  String runtimes() {
    return "{}";
  }

  @Override
  DockerSettings settings(Engine engine, String instance, TestBoxes boxes) {
    return new DockerSettings(engine, instance, List.of(boxes.top.resolve("mounts")), 65532, false, true);
  }

  @Test
  void endsABoxWhoseLimitsSomebodyChanges() throws Exception {
    Box box = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

    docker("update", "--pids-limit", "4000", containers().getFirst().id());

    assertThat(box.exit().get(30, TimeUnit.SECONDS).reason()).contains("somebody changed its limits");
  }
}
