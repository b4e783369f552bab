package dev.ironclaw.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.contract.api.StopResult;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.chat.ChatItem.Waiting.Why;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.testing.Agents;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.FakeControlPlane;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of the rows of a conversation while an answer is stopped.
class ConversationRowsTest {
  private static final String STOP = "POST /v1/ui/sessions/" + Agents.SESSION + "/stop";
  private static final Map<String, Object> OURS = Map.of("agentGroupId", "researcher", "sessionId", Agents.SESSION);

  private final Desk desk = new Desk();
  private final Navigation navigation = new Navigation();
  private final PendingChanges pending = new PendingChanges(desk.backend());
  private final ChatViewModel model = new ChatViewModel(desk.backend(), pending, navigation, Desk.TEXTS, new Random(1));

  @AfterEach
  void close() {
    model.stop();
    pending.stop();
    desk.close();
  }

  /// The person has said `in_2`, and the agent works.
  private void start() {
    ChatSamples.screen(desk, navigation, new MessagesView(Optional.of(Agents.SESSION), List.of(
        Agents.said("in_1", "hello", "2026-11-21T09:00:00Z"),
        Agents.answer("in_1", "hello you", "2026-11-21T09:00:05Z"),
        Agents.said("in_2", "and now?", "2026-11-21T09:59:00Z"))), true);
    pending.start();
    model.start();
  }

  private Conversation open() {
    return model.conversation().get().orElseThrow();
  }

  private ChatItem last() {
    return open().items().getLast();
  }

  private void after(String id, MessageView... messages) {
    desk.controlPlane().answer("GET /v1/ui/chat/researcher/messages?limit=200&after=" + id + "&include=all",
        ChatSamples.conversation(List.of(messages)));
  }

  @Test
  void stopsTheAnswerThatIsBeingWrittenAndKeepsWhatThereIsOfIt() {
    start();
    desk.controlPlane().refuse(STOP, 403, "DENIED", "this needs the scope chat");
    model.stopAnswer();
    assertThat(model.note().get()).isEqualTo("this needs the scope chat");
    assertThat(open().awaiting().get()).isTrue();

    desk.tell("chat.partial", Map.of("agentGroupId", "researcher", "sessionId", Agents.SESSION, "inReplyTo", "in_2",
        "offset", 0, "text", "It is la"));
    desk.delaysEnd();
    desk.controlPlane().answer(STOP, new StopResult(StopResult.STOPPED, Agents.SESSION, 1));
    after("in_2");
    model.stopAnswer();
    assertThat(last()).isEqualTo(new ChatItem.Writing("It is la"));
    assertThat(open().awaiting().get()).isFalse();
    assertThat(model.note().get()).isEmpty();
    assertThat(desk.controlPlane().asked("POST")).extracting(FakeControlPlane.Asked::call).containsExactly(STOP, STOP);

    after("in_2", Agents.answer("in_2", "It is la\n\nStopped.", "2026-11-21T09:59:30Z"));
    desk.tell("chat.message", OURS);
    assertThat(open().items()).anyMatch(item -> item instanceof ChatItem.Said said
        && said.message().content().endsWith("Stopped."));
    assertThat(open().awaiting().get()).isFalse();
  }

  @Test
  void aStopThatCameTooLateSaysSoAndShowsTheAnswer() {
    start();
    desk.controlPlane().answer(STOP,
        new StopResult(StopResult.IDLE, Agents.SESSION, 0));
    after("in_2", Agents.answer("in_2", "It is late enough.", "2026-11-21T09:59:30Z"));
    model.stopAnswer();
    assertThat(model.note().get()).isEqualTo("Nothing was being answered any more.");
    assertThat(open().items()).anyMatch(item -> item instanceof ChatItem.Said said
        && said.message().content().equals("It is late enough."));
  }

  @Test
  void aMessageAfterAStopCanBeStoppedToo() {
    start();
    desk.controlPlane().answer(STOP,
        new StopResult(StopResult.STOPPED, Agents.SESSION, 1));
    after("in_2");
    model.stopAnswer();
    assertThat(last()).isEqualTo(new ChatItem.Waiting(Why.STOPPING, ""));
    after("in_2", Agents.said("in_3", "something else", "2026-11-21T09:59:40Z"));
    desk.tell("chat.message", OURS);
    assertThat(open().awaiting().get()).isTrue();
  }

  @Test
  void aMessageSentWhileAStopIsOnItsWayIsNotStopped() {
    start();
    desk.controlPlane().answer(STOP, new StopResult(StopResult.STOPPED, Agents.SESSION, 1));
    after("in_2", Agents.said("in_3", "something else", "2026-11-21T09:59:40Z"));
    after("in_3");
    desk.hold();
    desk.tell("chat.message", OURS);
    model.stopAnswer();
    desk.deliver();
    assertThat(last()).isEqualTo(new ChatItem.Waiting(Why.THINKING, ""));
    assertThat(open().awaiting().get()).isTrue();
  }

  @Test
  void whatWasBeingStoppedIsForgottenWithTheBoxThatDidIt() {
    start();
    desk.controlPlane().answer(STOP, new StopResult(StopResult.STOPPED, Agents.SESSION, 1));
    after("in_2");
    List<Runnable> anew = List.of(() -> desk.tell("resync", Map.of()), () -> desk.tell("session.state",
        Map.of("agentGroupId", "researcher", "sessionId", Agents.SESSION, "state", "starting", "note", "")), () -> {
          model.stop();
          model.start();
        });
    for (Runnable event : anew) {
      model.stopAnswer();
      assertThat(last()).isEqualTo(new ChatItem.Waiting(Why.STOPPING, ""));
      event.run();
      assertThat(open().awaiting().get()).isTrue();
    }
  }
}
