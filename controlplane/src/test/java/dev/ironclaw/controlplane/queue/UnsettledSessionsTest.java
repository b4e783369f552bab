package dev.ironclaw.controlplane.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsettledSessionsTest {
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");

  @TempDir
  Path folder;

  private Database state;
  private UnsettledSessions unsettled;

  @BeforeEach
  void open() {
    state = Database.open(folder.resolve("state.db"), new byte[32],
        StateSchema.current());
    unsettled = new UnsettledSessions(state);
  }

  @AfterEach
  void close() {
    state.close();
  }

  private UnsettledSessions afterARestart() {
    return new UnsettledSessions(state);
  }

  @Test
  void remembersASessionThatARowEntered() {
    unsettled.touched(SESSION);
    assertThat(afterARestart().all()).containsExactly(SESSION);
  }

  @Test
  void forgetsItOnceItsBoxIsGoneAndNothingIsLeft() {
    unsettled.touched(SESSION);
    unsettled.drained(SESSION);
    assertThat(afterARestart().all()).as("its box may still commit").containsExactly(SESSION);
    unsettled.released(SESSION);
    assertThat(afterARestart().all()).as("its outbox may hold rows").containsExactly(SESSION);
    unsettled.drained(SESSION);
    assertThat(afterARestart().all()).isEmpty();
  }

  @Test
  void keepsItWhenTheNextRowCameWhileTheBoxWent() {
    unsettled.touched(SESSION);
    unsettled.released(SESSION);
    unsettled.touched(SESSION);
    unsettled.drained(SESSION);
    assertThat(afterARestart().all()).containsExactly(SESSION);
  }

  @Test
  void neverForgetsASessionWhileARowIsOnItsWayIn() {
    unsettled.touched(SESSION);
    try (var _ = unsettled.entering(SESSION)) {
      unsettled.released(SESSION);
      unsettled.drained(SESSION);
      assertThat(afterARestart().all()).containsExactly(SESSION);
    }
  }

  @Test
  void settlesAfterARestartWhatHasNoBoxAnyMore() {
    unsettled.touched(SESSION);
    UnsettledSessions next = afterARestart();
    next.drained(SESSION);
    assertThat(afterARestart().all()).isEmpty();
  }
}
