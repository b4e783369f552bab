package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.AttachmentView;
import dev.ironclaw.contract.api.ChatSendResult;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.contract.api.QuestionView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Agents;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Sample;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;

/// Chat with something in it, with a card in it, and with nothing.
public final class ChatSamples {
  static final String NEWEST = "GET /v1/ui/chat/researcher/messages?limit=200&newest=true&include=all";

  private ChatSamples() {}

  public static List<Sample> all() {
    return List.of(new Sample("chat-conversation", ChatSamples::filled), new Sample("chat-empty", ChatSamples::empty),
        new Sample("chat-card", ChatSamples::asking, ChatSamples::review),
        new Sample("chat-file", ChatSamples::sent),
        new Sample("chat-stopped", ChatSamples::stopped),
        new Sample("chat-question", ChatSamples::questioning),
        new Sample("chat-unsent", ChatSamples::broken, ChatSamples::write));
  }

  private static Screen empty(Desk desk, Navigation navigation) {
    return screen(desk, navigation, new MessagesView(Optional.empty(), List.of()), false);
  }

  private static Screen filled(Desk desk, Navigation navigation) {
    return screen(desk, navigation, conversation(List.of(
        Agents.said("in_1",
            "Which of my notes mention the trip to Lisbon? And how long do we have between the two flights?",
            "2026-11-21T09:40:00Z"),
        Agents.answer("in_1", """
            Two notes mention it:

            1. **`travel/lisbon.md`** has the flights and the hotel.
            2. **`todo.md`** says _"book the tram tickets"_.

            | Flight | Leaves | Arrives |
            |---|---|---|
            | TP 533 | 07:10 | 09:25 |
            | TP 1941 | 10:55 | 12:05 |

            You have **1 h 30 min** between them. I worked it out with:

            ```python
            gap = departs(tp1941) - arrives(tp533)
            print(gap)  # 1:30:00
            ```

            > Check-in closes 40 minutes before.

            The airport's page is [here](https://www.ana.pt/en/lis/home).""", "2026-11-21T09:41:00Z"),
        Agents.said("in_2", "Good. Write that to a file, so that I have it on the way.", "2026-11-21T09:50:00Z"))),
        true);
  }

  static QuestionView question(boolean freeform) {
    return new QuestionView("qst_1", "researcher", Agents.SESSION, "webchat", "researcher",
        "Two trains leave Lisbon on Friday evening. Which one shall I write down?",
        List.of("18:24, Santa Apolónia, direct", "19:09, Oriente, one change in Entroncamento"), freeform, "open",
        "2026-11-21T09:58:00Z", "2026-11-22T09:58:00Z", Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Screen questioning(Desk desk, Navigation navigation) {
    Screen screen = screen(desk, navigation, conversation(List.of(
        Agents.said("in_1", "Find me a train home on Friday.", "2026-11-21T09:57:00Z"),
        Agents.answer("in_1", "There are two that fit. I asked you which one.", "2026-11-21T09:58:10Z"))), false);
    desk.controlPlane().answer("GET /v1/questions?ended=0", List.of(question(true)));
    return screen;
  }

  static MessageView withFile() {
    return new MessageView("out_file_1", Agents.SESSION, Optional.empty(), "The three offers in one table.",
        "2026-11-21T09:58:10Z", "agent", Optional.of("in_1"),
        Optional.of(new AttachmentView("att_1", "offers-november.csv", 18_432, "00")));
  }

  private static Screen sent(Desk desk, Navigation navigation) {
    return screen(desk, navigation, conversation(List.of(
        Agents.said("in_1", "Put the three offers into a table and send it to me.", "2026-11-21T09:57:00Z"),
        withFile(), Agents.answer("in_1", "Done.", "2026-11-21T09:58:20Z"))), false);
  }

  private static Screen stopped(Desk desk, Navigation navigation) {
    return screen(desk, navigation, conversation(List.of(
        Agents.said("in_1", "Write me a long letter to the landlord about the heating.", "2026-11-21T09:56:00Z"),
        Agents.answer("in_1", "Dear Ms. Almeida,\n\nsince last Tuesday the heating in the flat has\n\nStopped.",
            "2026-11-21T09:56:20Z"),
        Agents.said("in_2", "Shorter: three sentences, and friendly.", "2026-11-21T09:58:00Z"))), true);
  }

  private static Screen asking(Desk desk, Navigation navigation) {
    desk.controlPlane().answer("GET /v1/changes/chg_000001", Changes.green("chg_000001"));
    return screen(desk, navigation, conversation(List.of(
        Agents.said("in_1", "Please sum up my notes.", "2026-11-21T09:50:00Z"),
        Agents.answer("in_1", "I may not read files yet. I have asked for it; once you allow it, I go on.",
            "2026-11-21T09:53:00Z"))),
        true);
  }

  private static Screen broken(Desk desk, Navigation navigation) {
    desk.controlPlane().refuse("POST /v1/ui/chat/send", 503, "NOT_READY",
        "nothing is taken while everything is paused; let it go on first");
    return screen(desk, navigation, conversation(List.of(
        Agents.said("in_1", "Good morning.", "2026-11-21T08:30:00Z"),
        Agents.answer("in_1", "Good morning. What shall I look into?", "2026-11-21T08:30:10Z"))), false);
  }

  static MessagesView conversation(List<MessageView> messages) {
    return new MessagesView(Optional.of(Agents.SESSION), messages);
  }

  static Screen screen(Desk desk, Navigation navigation, MessagesView messages, boolean asks) {
    desk.controlPlane().answer("GET /v1/ui/agents", List.of(Agents.agent("researcher", "Researcher"),
        Agents.agent("secretary", "Secretary"), Agents.agent("gardener", "Gardener")));
    desk.controlPlane().answer("GET /v1/ui/sessions", List.of(
        Agents.session(Agents.SESSION, "researcher", "Researcher", asks ? "running" : "stopped",
            "2026-11-21T09:50:00Z"),
        Agents.session("ses_00c1", "gardener", "Gardener", "parked", "2026-11-20T18:00:00Z")));
    desk.controlPlane().answer(NEWEST, messages);
    messages.messages().stream().reduce((_, last) -> last).ifPresent(last -> desk.controlPlane().answer(
        "GET /v1/ui/chat/researcher/messages?limit=200&after=" + last.id() + "&include=all",
        conversation(List.of())));
    desk.controlPlane().answer("GET /v1/questions?ended=0", List.of());
    desk.controlPlane().answer("GET /v1/changes/pending", asks ? List.of(Changes.green("chg_000001")) : List.of());
    desk.controlPlane().answer("GET /v1/changes/history?limit=100", List.of(
        new ChangeHistoryView(Changes.amber("chg_older2"), "applied", Optional.of(
            new DecisionView("approve", "local", "2026-11-20T15:00:00Z", Optional.empty(), Optional.empty())))));
    PendingChanges pending = new PendingChanges(desk.backend());
    pending.start();
    return ChatView.screen(pending, navigation, Desk.TEXTS, _ -> {});
  }

  static ChatSendResult taken(String id) {
    return new ChatSendResult(Optional.of(Agents.SESSION), id, true, List.of());
  }

  private static void review(Parent view) {
    press(view, "Review");
  }

  /// Once: what was not sent stays in the conversation.
  private static void write(Parent view) {
    if (buttons(view, Desk.TEXTS.of("chat.unsent.again")).findAny().isPresent()) {
      return;
    }
    if (view.lookup("#chat-words") instanceof TextArea words) {
      words.setText("Is it going to rain in Lisbon on Thursday?");
    }
    if (view.lookup("#chat-send") instanceof Button send) {
      send.fire();
    }
  }

  private static void press(Parent view, String words) {
    buttons(view, words).findFirst().ifPresent(Button::fire);
  }

  private static Stream<Button> buttons(Parent view, String words) {
    return view.lookupAll(".button").stream().filter(Button.class::isInstance).map(Button.class::cast)
        .filter(button -> words.equals(button.getText()));
  }
}
