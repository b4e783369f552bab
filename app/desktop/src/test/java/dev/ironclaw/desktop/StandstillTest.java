package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.testing.Desk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Pausing everything and letting it go on, from the icon.
class StandstillTest {
  private final Desk desk = new Desk();
  private final Questions questions = new Questions();
  private final Notices notices = new Notices();
  private int raised;
  private final Standstill standstill = new Standstill(() -> raised++, desk.backend(), questions, notices,
      Desk.TEXTS);

  @AfterEach
  void close() {
    standstill.close();
    desk.close();
  }

  @Test
  void goesOnOnlyOnceSomebodyAgreesInTheWindowHoweverOftenItIsClicked() {
    standstill.end();
    standstill.end();
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    assertThat(raised).isEqualTo(2);
    questions.decline();
    assertThat(questions.open().get()).isEmpty();
    standstill.end();
    questions.agree();
    assertThat(desk.controlPlane().asked("POST")).hasSize(1);
  }

  @Test
  void whatFailsIsToldInTheWindow() {
    desk.controlPlane().refuse("POST /v1/panic", 500, "INTERNAL", "the disk is full");
    standstill.begin();
    assertThat(notices.told()).containsExactly("Nothing was paused: the disk is full");
    assertThat(raised).isEqualTo(1);
    desk.controlPlane().refuse("POST /v1/resume", 403, "FORBIDDEN", "this token may not");
    standstill.end();
    questions.agree();
    assertThat(notices.told()).last().isEqualTo("Everything is still paused: this token may not");
  }
}
