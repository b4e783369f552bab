package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.EngineAddress;
import dev.ironclaw.controlplane.engine.EngineFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A socket is mounted only where the engine shares this machine's kernel.
final class EngineCrossingTest {
  private static final EngineFacts DEBIAN = facts("Debian GNU/Linux 12 (bookworm)");

  private static EngineFacts facts(String system) {
    return new EngineFacts("id", "28", system, Map.of(), List.of());
  }

  private static EngineAddress at(String source, String host) {
    return new EngineAddress(source, host, Optional.empty());
  }

  @Test
  void suitsTheEngine() {
    EngineAddress usual = at("Docker", "unix:///var/run/docker.sock");

    assertThat(EngineCrossing.suited(usual, DEBIAN, true)).isEqualTo(EngineCrossing.SOCKET);
    assertThat(EngineCrossing.suited(usual, DEBIAN, false)).as("a Mac").isEqualTo(EngineCrossing.STDIO);
    assertThat(EngineCrossing.suited(usual, facts("Docker Desktop"), true)).as("as in WSL")
        .isEqualTo(EngineCrossing.STDIO);
    assertThat(EngineCrossing.suited(at("Rancher Desktop", "unix:///home/u/.rd/docker.sock"), facts("Alpine Linux"),
        true)).isEqualTo(EngineCrossing.STDIO);
    assertThat(EngineCrossing.suited(at("context colima", "unix:///x"), facts("Ubuntu"), true))
        .isEqualTo(EngineCrossing.STDIO);
    assertThat(EngineCrossing.suited(at("DOCKER_HOST", "tcp://127.0.0.1:2375"), DEBIAN, true))
        .as("whose kernel it has nobody says").isEqualTo(EngineCrossing.STDIO);
  }

  @Test
  void theOperatorMayChoose() {
    assertThat(EngineCrossing.chosen("auto")).isEmpty();
    assertThat(EngineCrossing.chosen("socket")).contains(EngineCrossing.SOCKET);
    assertThat(EngineCrossing.chosen("stdio")).contains(EngineCrossing.STDIO);
    assertThatThrownBy(() -> EngineCrossing.chosen("pipe")).isInstanceOfSatisfying(IronclawException.class, e -> {
      assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
      assertThat(e.getMessage()).contains("auto, socket or stdio");
    });
  }
}
