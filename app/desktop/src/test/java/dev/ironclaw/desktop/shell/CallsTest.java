package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What becomes of a call that fails in a way that nobody thought of.
class CallsTest {
  private final List<String> told = new ArrayList<>();
  private final Calls calls = new Calls(Runnable::run, Runnable::run);

  private void call(Supplier<String> work) {
    calls.call(work, told::add, problem -> told.add(problem.words()));
  }

  @Test
  void noScreenWaitsForever() {
    call(() -> {
      throw new IllegalStateException("Connection pool shut down");
    });
    call(() -> {
      throw new NoClassDefFoundError("x");
    });
    assertThat(told).hasSize(2).allSatisfy(words -> assertThat(words).contains("went wrong inside the program"));
    assertThat(told.getFirst()).contains("IllegalStateException").doesNotContain("pool");
  }

  @Test
  void aMachineThatIsBrokenIsNoAnswer() {
    assertThatThrownBy(() -> call(() -> {
      throw new OutOfMemoryError("on purpose");
    })).isInstanceOf(OutOfMemoryError.class);
    assertThat(told).isEmpty();
  }
}
