package dev.ironclaw.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Agents;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/// The end of a conversation stays at the bottom of what is seen, however long an answer becomes.
class ChatListTest {
  private static final String PARAGRAPH = "One paragraph of an answer that is long enough to be read, with words.\n\n";

  private static List<MessageView> said(int turns) {
    List<MessageView> messages = new ArrayList<>();
    for (int n = 1; n <= turns; n++) {
      messages.add(Agents.said("in_" + n, "Question " + n, "2026-11-21T09:0" + n + ":00Z"));
      messages.add(Agents.answer("in_" + n, PARAGRAPH.repeat(n), "2026-11-21T09:0" + n + ":30Z"));
    }
    messages.add(Agents.said("in_9", "And now a long one?", "2026-11-21T09:30:00Z"));
    return messages;
  }

  /// A conversation in a window, whose rows are laid out as they are for a person.
  private record Window(Desk desk, Screen.Opened opened, Stage stage) {
    static Window open(Desk desk, int turns) throws Exception {
      Window window = Fx.on(() -> {
        Screen.Opened opened = ChatSamples
            .screen(desk, new Navigation(), ChatSamples.conversation(said(turns)), false).open().apply(desk.backend());
        Stage stage = new Stage();
        stage.setScene(new Scene(opened.view(), 1_000, 700));
        stage.show();
        opened.model().start();
        return new Window(desk, opened, stage);
      });
      pulses();
      return window;
    }

    void writes(int paragraphs) throws Exception {
      Fx.on(() -> {
        desk.tell("chat.partial", Map.of("agentGroupId", "researcher", "sessionId", Agents.SESSION, "inReplyTo",
            "in_9", "offset", 0, "text", PARAGRAPH.repeat(paragraphs)));
        desk.delaysEnd();
        return true;
      });
      pulses();
    }

    void answers(int paragraphs) throws Exception {
      Fx.on(() -> {
        desk.controlPlane().answer("GET /v1/ui/chat/researcher/messages?limit=200&after=in_9&include=all",
            ChatSamples.conversation(
                List.of(Agents.answer("in_9", PARAGRAPH.repeat(paragraphs), "2026-11-21T09:31:00Z"))));
        desk.tell("chat.message", Map.of("agentGroupId", "researcher", "sessionId", Agents.SESSION));
        desk.delaysEnd();
        return true;
      });
      pulses();
    }

    private VirtualFlow<?> flow() {
      return (VirtualFlow<?>) opened.view().lookup("#chat-list").lookup(".virtual-flow");
    }

    private double top(Node row) {
      return flow().sceneToLocal(row.localToScene(row.getLayoutBounds())).getMinY();
    }

    /// Pixels from the last row's end to the bottom: more than none where nothing is there.
    double below() throws Exception {
      return Fx.on(() -> {
        IndexedCell<?> last = flow().getLastVisibleCell();
        assertThat(last.getIndex()).as("the last row is seen")
            .isEqualTo(((ListView<?>) opened.view().lookup("#chat-list")).getItems().size() - 1);
        return flow().getHeight() - top(last) - last.getHeight();
      });
    }

    double topOfTheFirst() throws Exception {
      return Fx.on(() -> top(flow().getFirstVisibleCell()));
    }

    void scrollUp(double pixels) throws Exception {
      Fx.on(() -> flow().scrollPixels(-pixels));
      pulses();
    }

    void close() throws Exception {
      Fx.on(() -> {
        stage.close();
        opened.model().stop();
        return true;
      });
    }
  }

  /// Several turns of the layout.
  private static void pulses() throws Exception {
    for (int n = 0; n < 4; n++) {
      CountDownLatch pulse = new CountDownLatch(1);
      Fx.on(() -> {
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            stop();
            pulse.countDown();
          }
        }.start();
        return true;
      });
      assertThat(pulse.await(60, TimeUnit.SECONDS)).isTrue();
    }
    Fx.on(() -> true);
  }

  @Test
  void followsAnAnswerBeyondTheWindowAndLeavesNoGapBelowIt() throws Exception {
    try (Desk desk = new Desk()) {
      Window window = Window.open(desk, 6);
      for (int paragraphs : new int[]{3, 15, 36, 57}) {
        window.writes(paragraphs);
        assertThat(window.below()).as("%d paragraphs", paragraphs).isCloseTo(0, within(1.0));
      }
      window.answers(3);
      assertThat(window.below()).isCloseTo(0, within(1.0));
      window.close();
    }
  }

  @Test
  void whereAllFitsItBeginsAtTheTop() throws Exception {
    try (Desk desk = new Desk()) {
      Window window = Window.open(desk, 1);
      window.writes(57);
      window.answers(1);
      assertThat(window.topOfTheFirst()).isCloseTo(0, within(1.0));
      window.close();
    }
  }

  @Test
  void whoReadsFurtherUpStaysThere() throws Exception {
    try (Desk desk = new Desk()) {
      Window window = Window.open(desk, 2);
      window.writes(50);
      window.scrollUp(300);
      double before = window.topOfTheFirst();
      window.writes(57);
      assertThat(window.topOfTheFirst()).isCloseTo(before, within(1.0));
      window.close();
    }
  }
}
