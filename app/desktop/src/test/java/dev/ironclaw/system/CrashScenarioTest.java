package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CrashScenarioTest {
  @Test
  void takesOnlyTheMessagesOwnAnswer() {
    assertThat(CrashScenario.answers("message 7", "mock-agent received: [header]\nmessage 7")).isTrue();
    assertThat(CrashScenario.answers("message 7", "mock-agent received: [header]\nmessage 17")).isFalse();
    assertThat(CrashScenario.answers("message 7", "mock-agent tool result: message 7")).isFalse();
    assertThat(CrashScenario.answers("message 7", "")).isFalse();
    assertThat(CrashScenario.answers("tool:x {}", "mock-agent tool result: held")).isTrue();
    assertThat(CrashScenario.answers("tool:x {}", "mock-agent received: tool:x {}")).isFalse();
  }
}
