package dev.ironclaw.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.StopResult;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Agents;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.FakeControlPlane;
import dev.ironclaw.desktop.testing.Fx;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class ComposerTest {
  private static final String STOP = "POST /v1/ui/sessions/" + Agents.SESSION + "/stop";

  private static void press(Node words, KeyCode code, boolean control) {
    words.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
  }

  @Test
  void controlAndTheFullStopEndAnAnswerAndEscapeDoesNot() throws Exception {
    try (Desk desk = new Desk()) {
      Fx.on(() -> {
        Screen.Opened opened = ChatSamples.screen(desk, new Navigation(), ChatSamples.conversation(
            List.of(Agents.said("in_1", "hello", "2026-11-21T09:00:00Z"))), true).open().apply(desk.backend());
        Scene scene = new Scene(opened.view(), 1_000, 700);
        opened.model().start();
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        scene.getRoot().applyCss();
        desk.controlPlane().answer(STOP, new StopResult(StopResult.STOPPED, Agents.SESSION, 1));
        Node words = opened.view().lookup("#chat-words");
        Node stop = opened.view().lookup("#chat-stop");
        assertThat(stop.isVisible()).isTrue();
        press(words, KeyCode.ESCAPE, false);
        press(words, KeyCode.PERIOD, false);
        assertThat(desk.controlPlane().asked("POST")).isEmpty();
        press(words, KeyCode.PERIOD, true);
        assertThat(desk.controlPlane().asked("POST")).extracting(FakeControlPlane.Asked::call).containsExactly(STOP);
        assertThat(stop.isVisible()).as("nothing is left to stop").isFalse();
        press(words, KeyCode.PERIOD, true);
        assertThat(desk.controlPlane().asked("POST")).hasSize(1);
        opened.model().stop();
        return true;
      });
    }
  }
}
