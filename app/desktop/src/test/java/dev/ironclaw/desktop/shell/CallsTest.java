package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of a call that fails in a way that nobody thought of.
class CallsTest {
  private final List<String> told = new ArrayList<>();
  private final Calls calls = new Calls(Runnable::run, Runnable::run);

  private void fail(Throwable why) {
    calls.call(() -> {
      throw CallsTest.<RuntimeException>sneaky(why);
    }, _ -> told.add("done"), problem -> told.add(problem.words()));
  }

  @SuppressWarnings("unchecked") // Any Throwable is thrown as what it is.
  private static <T extends Throwable> T sneaky(Throwable why) throws T {
    throw (T) why;
  }

  @Test
  void noScreenWaitsForever() {
    fail(new IllegalStateException("Connection pool shut down"));
    fail(new NoClassDefFoundError("x"));
    assertThat(told).hasSize(2).allSatisfy(words -> assertThat(words).contains("went wrong inside the program"));
    assertThat(told.getFirst()).contains("IllegalStateException").doesNotContain("pool");
  }

  @Test
  void aMachineThatIsBrokenIsNoAnswer() {
    assertThatThrownBy(() -> fail(new OutOfMemoryError("on purpose"))).isInstanceOf(OutOfMemoryError.class);
    assertThat(told).isEmpty();
  }
}
