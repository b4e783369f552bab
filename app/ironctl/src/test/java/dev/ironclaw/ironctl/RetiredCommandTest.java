package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetiredCommandTest {
  private final FakeApi api = new FakeApi()
      .answer("GET /v1/retired", 200,
          "[{\"id\":\"old\",\"name\":\"Old\",\"folder\":\"old\",\"retiredAt\":\"2026-01-02T12:00:00Z\","
              + "\"eraseAt\":\"2026-02-01T12:00:00Z\",\"erasing\":false}]")
      .answer("POST /v1/retired/old/erase", 200, "{\"status\":\"erased\",\"id\":\"old\"}");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void listsWhatIsKeptAndUntilWhen() {
    Ran ran = Ran.script("retired", "list", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("old", "Old", "2026-01-02T12:00:00Z", "at 2026-02-01T12:00:00Z");
    api.answer("GET /v1/retired", 200, "[]");
    assertThat(Ran.script("retired", "list", "--addr", api.address()).out()).contains("nothing of a retired agent");
  }

  @Test
  void erasesOnlyWhereThatIsSaid() {
    assertThat(Ran.script("retired", "erase", "old", "--addr", api.address()).exit()).isNotZero();
    assertThat(api.asked("POST /v1/retired/old/erase")).isEmpty();
    Ran ran = Ran.script("retired", "erase", "old", "--yes", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("old erased");
  }
}
