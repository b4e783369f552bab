package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.EngineFacts;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import dev.ironclaw.controlplane.jobbox.DockerJobBoxes;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What is said of containers' walls, as the engine says it or does not.
final class LateJobBoxesTest {
  private static LateJobBoxes boxes(Supplier<EngineFacts> facts) {
    Engine engine = (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[]{Engine.class},
        (_, called, _) -> {
          if (called.getName().equals("facts")) {
            return facts.get();
          }
          throw new UnsupportedOperationException(called.getName());
        });
    return new LateJobBoxes(() -> false,
        () -> new DockerJobBoxes(new DockerSettings(engine, "one", List.of(), 65532, false, true), Clock.systemUTC(),
            () -> {}));
  }

  @Test
  void saysThatWallsAreNotKnownWhereTheEngineDoesNotAnswer() {
    try (LateJobBoxes boxes = boxes(() -> {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "no answer within 60 s");
    })) {
      assertThat(boxes.weaker()).hasValueSatisfying(words -> assertThat(words).contains("not known", "no answer"));
    }
  }

  @Test
  void saysWhatThisMachinesOwnKernelDoesNotHoldBack() {
    try (LateJobBoxes boxes = boxes(() -> new EngineFacts("id", "28", "Linux", Map.of(),
        List.of("name=seccomp,profile=builtin")))) {
      assertThat(boxes.weaker())
          .hasValueSatisfying(words -> assertThat(words).isNotEmpty().doesNotContain("not known"));
    }
  }
}
