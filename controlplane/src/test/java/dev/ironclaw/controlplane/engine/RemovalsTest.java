package dev.ironclaw.controlplane.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RemovalsTest {
  private final AtomicInteger asked = new AtomicInteger();

  /// With an engine that fails so, one after the other, and then removes.
  private Removals removals(List<ErrorCode> failures) {
    return failing(failures.stream()
        .map(code -> (RuntimeException) new IronclawException(code, "device or resource busy")).toList());
  }

  private Removals failing(List<RuntimeException> failures) {
    Deque<RuntimeException> left = new ArrayDeque<>(failures);
    Engine engine = (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[]{Engine.class},
        (_, called, given) -> {
          assertThat(called.getName()).isEqualTo("remove");
          assertThat(given).containsExactly("c1");
          asked.incrementAndGet();
          if (!left.isEmpty()) {
            throw left.remove();
          }
          return null;
        });
    return new Removals(engine, Duration.ofMillis(1));
  }

  private static boolean isGone(Removals removals) throws Exception {
    return removals.remove("c1").get(10, TimeUnit.SECONDS);
  }

  @Test
  void asksAgainWhereItIsRefusedOrThenNotAnswered() throws Exception {
    assertThat(isGone(removals(List.of(ErrorCode.BOX_FAILED, ErrorCode.RUNTIME_UNAVAILABLE, ErrorCode.BOX_FAILED))))
        .isTrue();
    assertThat(asked).hasValue(4);
  }

  @Test
  void asksAgainWhateverItWasThatFailed() throws Exception {
    assertThat(isGone(failing(List.of(new IllegalStateException("an answer that is no JSON"),
        new IronclawException(ErrorCode.BOX_FAILED, "device or resource busy"),
        new IllegalStateException("an answer that is no JSON"))))).isTrue();
    assertThat(asked).hasValue(4);
  }

  @Test
  void givesUpAfterSoManyTries() throws Exception {
    assertThat(isGone(removals(List.of(ErrorCode.BOX_FAILED, ErrorCode.BOX_FAILED, ErrorCode.BOX_FAILED,
        ErrorCode.BOX_FAILED, ErrorCode.BOX_FAILED, ErrorCode.BOX_FAILED, ErrorCode.BOX_FAILED)))).isFalse();
    assertThat(asked).hasValue(Removals.TRIES);
  }

  @Test
  void leavesItToWhoeverAskedWhereNobodyAnswers() {
    Removals removals = removals(List.of(ErrorCode.RUNTIME_UNAVAILABLE));
    assertThatThrownBy(() -> removals.remove("c1")).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
    assertThat(asked).hasValue(1);
  }
}
