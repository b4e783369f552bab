package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.controlplane.engine.Engine;
import java.util.List;

/// Boxes behind gVisor, started by a real Docker engine.
final class DockerGvisorIT extends DockerIsolatorContract {
  @Override
  String wall() {
    return "runsc";
  }

  @Override
  DockerSettings settings(Engine engine, String instance, TestBoxes boxes) {
    return new DockerSettings(engine, instance, List.of(boxes.top.resolve("mounts")), 65532, false, false);
  }
}
