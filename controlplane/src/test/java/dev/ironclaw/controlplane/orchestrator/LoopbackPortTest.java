package dev.ironclaw.controlplane.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopbackPortTest {
  @Test
  void isOffUnlessItIsNamed() {
    assertThat(LoopbackPort.of(Map.of())).isEmpty();
    assertThat(LoopbackPort.of(Map.of("ORCHESTRATOR_PORT", " "))).isEmpty();
    assertThat(LoopbackPort.of(Map.of("ORCHESTRATOR_PORT", "50051"))).hasValue(50_051);
    assertThat(LoopbackPort.of(Map.of("ORCHESTRATOR_PORT", "127.0.0.1:50051"))).hasValue(50_051);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:50051", "[::]:50051", "192.168.1.2:50051", "*:50051", ":50051", "0", "65536", "-1",
      "http", "127.0.0.1.example:1", "localhost"})
  void refusesWhatOthersReach(String said) {
    assertThatThrownBy(() -> LoopbackPort.of(Map.of("ORCHESTRATOR_PORT", said))).isInstanceOf(IronclawException.class)
        .hasMessageContaining("127.0.0.1 alone");
  }
}
