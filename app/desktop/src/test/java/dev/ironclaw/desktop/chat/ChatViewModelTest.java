package dev.ironclaw.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.DecisionResult;
import dev.ironclaw.contract.api.InboxView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.chat.ChatItem.Waiting.Why;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.testing.Agents;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatViewModelTest {
  private static final MessageView ASKED = Agents.said("in_1", "hello", "2026-11-21T09:00:00Z");
  private static final MessageView ANSWERED = Agents.answer("in_1", "hello you", "2026-11-21T09:00:05Z");

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

  private void start(MessageView... messages) {
    ChatSamples.screen(desk, navigation, new MessagesView(Optional.of(Agents.SESSION), List.of(messages)), true);
    desk.controlPlane().answer("GET /v1/ui/chat/secretary/messages?limit=200&newest=true&include=all",
        new MessagesView(Optional.empty(), List.of()));
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

  private void partial(int offset, String text) {
    desk.tell("chat.partial", Map.of("agentGroupId", "researcher", "sessionId", Agents.SESSION, "inReplyTo", "in_2",
        "offset", offset, "text", text));
  }

  private void type(String words) {
    open().draft().set(words);
    model.send();
  }

  @Test
  void knowsWhatWouldBeLost() {
    start(ASKED, ANSWERED);
    assertThat(model.isUnsaved()).isFalse();
    open().draft().set("not yet");
    assertThat(model.isUnsaved()).isTrue();
    desk.controlPlane().refuse("POST /v1/ui/chat", 503, "NOT_READY", "not now");
    model.send();
    assertThat(open().draft().get()).isEmpty();
    assertThat(model.isUnsaved()).as("what could not be sent").isTrue();
  }

  @Test
  void showsTheEndOfTheConversationWithWhatWasAskedForInIt() {
    start(ASKED, ANSWERED);
    assertThat(open().state().get()).isEqualTo(new ListState.Filled());
    assertThat(open().items()).hasSize(4).startsWith(new ChatItem.Said(ASKED), new ChatItem.Said(ANSWERED));
    assertThat(open().items().stream().filter(ChatItem.Asked.class::isInstance).map(ChatItem.Asked.class::cast)
        .map(ChatItem.Asked::state)).containsExactlyInAnyOrder("pending", "applied");
    assertThat(model.boxes()).containsEntry("researcher", "running").containsEntry("gardener", "parked");
  }

  @Test
  void aConversationThatNobodyBeganSaysSoAndOneThatCannotBeLoadedSaysWhy() {
    start();
    navigation.go("chat", "secretary");
    assertThat(open().state().get()).isEqualTo(new ListState.Empty());
    desk.controlPlane().refuse("GET /v1/ui/chat/gardener/messages?limit=200&newest=true&include=all", 503, "NOT_READY",
        "the disk is full");
    navigation.go("chat", "gardener");
    assertThat(open().state().get()).isEqualTo(new ListState.Failed("the disk is full"));
  }

  @Test
  void sendsOnceUnderOneIdAndShowsTheMessageThroughout() {
    start(ASKED, ANSWERED);
    desk.controlPlane().answer("POST /v1/ui/chat/send", ChatSamples.taken("in_2"));
    after("out_in_1", Agents.said("in_2", "and now?", "2026-11-21T09:59:00Z"));
    desk.hold();
    type("  and now?\n");
    assertThat(last()).isInstanceOfSatisfying(ChatItem.Unsent.class, unsent -> {
      assertThat(unsent.text()).isEqualTo("and now?");
      assertThat(unsent.problem()).isEmpty();
    });
    assertThat(open().draft().get()).isEmpty();
    desk.deliver();
    assertThat(desk.controlPlane().asked("POST")).singleElement().satisfies(asked -> assertThat(asked.body())
        .contains("\"agentGroupId\":\"researcher\"", "\"text\":\"and now?\"", "\"id\":\"msg_"));
    assertThat(last()).isEqualTo(new ChatItem.Waiting(Why.THINKING, ""));
    assertThat(open().items()).filteredOn(ChatItem.Unsent.class::isInstance).isEmpty();
    assertThat(open().awaiting().get()).isTrue();
    model.send();
    assertThat(desk.controlPlane().asked("POST")).hasSize(1);
  }

  @Test
  void whatCouldNotBeSentIsSentAgainUnderTheSameIdOrEdited() {
    start(ASKED, ANSWERED);
    desk.controlPlane().refuse("POST /v1/ui/chat/send", 503, "NOT_READY", "everything is paused");
    type("and now?");
    ChatItem.Unsent unsent = (ChatItem.Unsent) last();
    assertThat(unsent.problem()).isEqualTo("everything is paused");
    open().retry(unsent);
    assertThat(desk.controlPlane().asked("POST")).hasSize(2).extracting(asked -> asked.body()).containsOnly(
        desk.controlPlane().asked("POST").getFirst().body());
    open().draft().set("something else");
    open().takeBack((ChatItem.Unsent) last());
    assertThat(open().draft().get()).isEqualTo("and now?\nsomething else");
    assertThat(open().items()).filteredOn(ChatItem.Unsent.class::isInstance).isEmpty();
  }

  @Test
  void draftsAreKeptForEachAgentAndWhatWasOnItsWayIsSentAgainWhenTheScreenComesBack() {
    start(ASKED, ANSWERED);
    open().draft().set("half a thought");
    navigation.go("chat", "secretary");
    assertThat(open().draft().get()).isEmpty();
    navigation.go("chat", "researcher");
    assertThat(open().draft().get()).isEqualTo("half a thought");
    desk.controlPlane().answer("POST /v1/ui/chat/send", ChatSamples.taken("in_2"));
    desk.hold();
    model.send();
    model.stop();
    desk.deliver();
    assertThat(last()).isInstanceOf(ChatItem.Unsent.class);
    after("out_in_1", Agents.said("in_2", "half a thought", "2026-11-21T09:59:00Z"));
    model.start();
    assertThat(open().items()).filteredOn(ChatItem.Unsent.class::isInstance).isEmpty();
    assertThat(desk.controlPlane().asked("POST")).hasSize(2).extracting(asked -> asked.body()).containsOnly(
        desk.controlPlane().asked("POST").getFirst().body());
  }

  @Test
  void anAnswerGrowsWhileItIsWrittenAndTheWholeTakesItsPlace() {
    start(ASKED, ANSWERED, Agents.said("in_2", "and now?", "2026-11-21T09:59:00Z"));
    partial(0, "It is ");
    partial(6, "tea \uD83C");
    assertThat(last()).isEqualTo(new ChatItem.Waiting(Why.THINKING, ""));
    desk.delaysEnd();
    assertThat(last()).isEqualTo(new ChatItem.Writing("It is tea "));
    partial(6, "late");
    desk.delaysEnd();
    assertThat(last()).isEqualTo(new ChatItem.Writing("It is late"));
    int calls = desk.controlPlane().asked("GET").size();
    partial(99, "lost");
    assertThat(desk.controlPlane().asked("GET")).as("a gap loads anew").hasSize(calls + 1);
    after("in_2", Agents.answer("in_2", "It is late enough.", "2026-11-21T09:59:30Z"));
    desk.tell("chat.message", Map.of("agentGroupId", "researcher", "sessionId", Agents.SESSION));
    assertThat(open().items()).anyMatch(item -> item instanceof ChatItem.Said said
        && said.message().content().equals("It is late enough."))
        .noneMatch(item -> item instanceof ChatItem.Writing || item instanceof ChatItem.Waiting);
    assertThat(open().awaiting().get()).isFalse();
  }

  @Test
  void aFileThatComesBeforeTheAnswerIsNotTheAnswer() {
    start(ASKED, ChatSamples.withFile());
    assertThat(open().awaiting().get()).isTrue();
    assertThat(open().question(ChatSamples.withFile())).contains("hello");
  }

  @Test
  void asksTheSameAgainAndLeavesWhatIsBeingTyped() {
    start(ASKED, ANSWERED);
    desk.controlPlane().answer("POST /v1/ui/chat/send", ChatSamples.taken("in_2"));
    after("out_in_1");
    open().draft().set("not yet");
    model.again(ASKED);
    assertThat(desk.controlPlane().asked("POST").getLast().body()).contains("\"text\":\"hello\"");
    assertThat(open().draft().get()).isEqualTo("not yet");
  }

  @Test
  void asksAgainWithTheFilesThatWereSentBeforeTheAppWasStarted() {
    start(ASKED, ANSWERED);
    model.again(Agents.said("in_0", """
        look
        [file in your workspace: inbox/a b.csv]
        [file in your workspace: inbox/c.png]
        [file in your workspace: inbox/../secret]
        at [file in your workspace: inbox/d.png]
        [file in your workspace: notes/e.png]""", "2026-11-20T09:00:00Z"));
    assertThat(desk.controlPlane().asked("POST").getLast().body())
        .contains("\"attachments\":[\"inbox/a b.csv\",\"inbox/c.png\"]");
    model.again(ASKED);
    assertThat(desk.controlPlane().asked("POST").getLast().body()).doesNotContain("attachments");
  }

  @Test
  void aBoxInTroubleSaysWhy() {
    start(ASKED, ANSWERED, Agents.said("in_2", "and now?", "2026-11-21T09:59:00Z"));
    desk.tell("session.state", Map.of("agentGroupId", "researcher", "sessionId", Agents.SESSION, "state", "parked",
        "note", "it stopped three times"));
    assertThat(last()).isEqualTo(new ChatItem.Waiting(Why.TROUBLE, "it stopped three times"));
    assertThat(model.boxes()).containsEntry("researcher", "parked");
  }

  @Test
  void olderMessagesComeInPagesAndASearchLoadsThemAll() {
    List<MessageView> all = new ArrayList<>();
    for (int n = 0; n < 2_300; n++) {
      all.add(Agents.said("in_%04d".formatted(n), "message " + n, "2026-11-20T09:00:00.%04dZ".formatted(n)));
    }
    start(all.subList(2_100, 2_300).toArray(MessageView[]::new));
    assertThat(open().items()).startsWith(new ChatItem.Earlier(), new ChatItem.Said(all.get(2_100)));
    String older = "GET /v1/ui/chat/researcher/messages?limit=1000&before=%s&include=all";
    desk.controlPlane().answer(older.formatted("in_2100"), ChatSamples.conversation(all.subList(1_100, 2_100)));
    desk.controlPlane().answer(older.formatted("in_1100"), ChatSamples.conversation(all.subList(100, 1_100)));
    desk.controlPlane().answer(older.formatted("in_0100"), ChatSamples.conversation(all.subList(0, 100)));
    open().loadOlder();
    assertThat(open().items()).startsWith(new ChatItem.Earlier(), new ChatItem.Said(all.get(1_100)));
    open().search().set("message 7");
    assertThat(open().items()).startsWith(new ChatItem.Said(all.getFirst()))
        .filteredOn(ChatItem.Said.class::isInstance).hasSize(2_300);
  }

  @Test
  void aPageThatIsShortBecauseItsMessagesAreLongIsNotTakenForTheLast(@TempDir Path folder) {
    MessageView first = Agents.said("in_0", "long ago", "2026-11-20T09:00:00Z");
    start(ASKED, ANSWERED);
    navigation.go("chat", "gardener");
    String path = "GET /v1/ui/chat/gardener/messages?limit=";
    desk.controlPlane().answer(path + "200&newest=true&include=all", page(true, ASKED));
    desk.controlPlane().answer(path + "1000&before=in_1&include=all", page(false, first));
    desk.tell("resync", Map.of());
    assertThat(open().items()).startsWith(new ChatItem.Earlier());
    open().loadOlder();
    assertThat(open().items()).startsWith(new ChatItem.Said(first), new ChatItem.Said(ASKED));
    desk.controlPlane().answer(path + "1000&include=all", page(true, first));
    desk.controlPlane().answer(path + "1000&after=in_0&include=all", page(false, ASKED));
    model.export(folder.resolve("talk.md"));
    assertThat(model.note().get()).startsWith("2 messages were written");
  }

  private static MessagesView page(boolean more, MessageView... messages) {
    return new MessagesView(Optional.of(Agents.SESSION), List.of(messages), Optional.of(more));
  }

  @Test
  void whatWaitsIsDecidedHereByTheRulesOfTheInbox() {
    start(ASKED, ANSWERED);
    desk.controlPlane().answer("GET /v1/changes/chg_000001", Changes.green("chg_000001"));
    desk.controlPlane().answer("POST /v1/changes/chg_000001/decision",
        new DecisionResult("recorded", "applied", Optional.empty()));
    assertThat(desk.controlPlane().asked("GET")).as("a card that nobody opened is not shown")
        .noneMatch(asked -> asked.call().endsWith("/v1/changes/chg_000001"));
    model.review("chg_000001");
    model.card().approve();
    assertThat(desk.controlPlane().asked("POST")).as("not armed yet").isEmpty();
    desk.delaysEnd();
    model.card().approve();
    assertThat(desk.controlPlane().asked("POST")).singleElement()
        .satisfies(asked -> assertThat(asked.body()).contains("\"approve\"", Changes.green("chg_000001").cardHash()));
    assertThat(model.card().shown().get()).isEmpty();
  }

  @Test
  void whatWasDecidedElsewhereClosesItsCardAndSaysWhoWon() {
    start(ASKED, ANSWERED);
    desk.controlPlane().answer("GET /v1/changes/chg_000001", Changes.green("chg_000001"));
    model.review("chg_000001");
    desk.controlPlane().answer("GET /v1/changes/pending", List.of());
    desk.tell("change.decided", Map.of("id", "chg_000001", "state", "rejected", "decidedBy", "grace"));
    assertThat(model.card().shown().get()).isEmpty();
    assertThat(model.note().get()).startsWith("Rejected by grace");
  }

  @Test
  void exportsTheWholeConversation(@TempDir Path folder) throws IOException {
    start(ASKED, ANSWERED);
    desk.controlPlane().answer("GET /v1/ui/chat/researcher/messages?limit=1000&include=all",
        ChatSamples
            .conversation(List.of(ASKED, ChatSamples.withFile(),
                Agents.answer("in_1", "one\n\n## You, now\nme", "2026-11-21T09:00:05Z"))));
    Path file = folder.resolve("talk.md");
    model.export(file);
    assertThat(Files.readString(file)).contains("# Conversation with Researcher", "## You, 2026-11-21T09:00:00Z",
        "> one\n>\n> ## You, now\n> me\n",
        "\nFile: `offers-november.csv`, 18432 bytes, SHA-256 `00`, to `hello`\n");
    assertThat(model.note().get()).isEqualTo("3 messages were written to " + file + ".");
    model.export(folder.resolve("talk.json"));
    assertThat(Files.readString(folder.resolve("talk.json"))).startsWith("[\n{").contains("\"role\":\"agent\"")
        .endsWith("}\n]\n");
    model.export(folder.resolve("no/such/folder.md"));
    assertThat(model.note().get()).startsWith("The conversation could not be written to");
  }

  @Test
  void anExportIsItsOwnersAloneAndLeavesNothingHalfWritten(@TempDir Path folder) throws IOException {
    start(ASKED, ANSWERED);
    Path file = folder.resolve("talk.md");
    Files.writeString(file, "the old one");
    desk.controlPlane().refuse("GET /v1/ui/chat/researcher/messages?limit=1000&include=all", 503, "NOT_READY",
        "the disk is full");
    model.export(file);
    assertThat(model.note().get()).isEqualTo("the disk is full");
    assertThat(file).hasContent("the old one");
    assertThat(folder.resolve("talk.md.part")).doesNotExist();
    desk.controlPlane().answer("GET /v1/ui/chat/researcher/messages?limit=1000&include=all",
        ChatSamples.conversation(List.of(Agents.answer("in_1", "pay \u202Eevil", "2026-11-21T09:00:05Z"))));
    model.export(file);
    assertThat(Files.readString(file)).contains("> pay \u27E8U+202E\u27E9evil");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
  }

  @Test
  void nothingReachesItAfterItsStop() {
    start(ASKED, ANSWERED);
    int listeners = desk.listeners();
    model.stop();
    assertThat(desk.listeners()).isLessThan(listeners);
    after("out_in_1", Agents.said("in_9", "later", "2026-11-21T09:59:00Z"));
    desk.tell("chat.message", Map.of("sessionId", Agents.SESSION));
    assertThat(open().items()).hasSize(4);
    model.start();
    assertThat(open().items()).hasSizeGreaterThan(4);
  }

  @Test
  void showsAQuestionBelowEverythingUntilSomebodyHasAnsweredIt() {
    start(ASKED, ANSWERED);
    desk.controlPlane().answer("GET /v1/questions?ended=0", List.of(ChatSamples.question(true)));
    desk.tell("question.asked", Map.of("id", "qst_1"));
    assertThat(last()).isEqualTo(new ChatItem.Question(ChatSamples.question(true)));
    desk.controlPlane().answer("POST /v1/questions/qst_1/answer", ChatSamples.question(true));
    desk.controlPlane().answer("GET /v1/questions?ended=0", List.of());
    model.answer(ChatSamples.question(true), 2);
    assertThat(desk.controlPlane().asked("POST").getLast().body()).isEqualTo("{\"answer\":\"2\"}");
    assertThat(open().items()).noneMatch(ChatItem.Question.class::isInstance);
    desk.controlPlane().refuse("POST /v1/questions/qst_1/dismiss", 409, "CONFLICT", "question qst_1 has ended");
    model.dismiss(ChatSamples.question(true));
    assertThat(model.note().get()).contains("has ended");
  }

  @Test
  void keepsWhatWasTypedBehindTheBeginningOfAnAnswer() {
    start(ASKED, ANSWERED);
    open().draft().set("the later one");
    model.answerInWords(ChatSamples.question(true));
    model.answerInWords(ChatSamples.question(true));
    assertThat(open().draft().get()).isEqualTo("/answer qst_1 the later one");
  }

  @Test
  void sendsAnAnswerInWordsToItsQuestionAndNotIntoThisConversation() {
    start(ASKED, ANSWERED);
    desk.controlPlane().refuse("POST /v1/questions/qst_1/answer", 409, "CONFLICT", "question qst_1 has ended");
    type("/answer qst_1 the later\none");
    assertThat(desk.controlPlane().asked("POST").getLast().body()).isEqualTo("{\"answer\":\"the later\\none\"}");
    ChatItem.Unsent kept = (ChatItem.Unsent) last();
    assertThat(kept.problem()).contains("has ended");
    desk.controlPlane().answer("POST /v1/questions/qst_1/answer", ChatSamples.question(true));
    open().retry(kept);
    assertThat(open().items()).noneMatch(ChatItem.Unsent.class::isInstance);
    assertThat(desk.controlPlane().asked("POST")).hasSize(2);
  }

  @Test
  void savesAFileForItsOwnerAloneAndSaysWhyItCannot(@TempDir Path folder) throws IOException {
    start(ASKED, ANSWERED);
    MessageView message = ChatSamples.withFile();
    String route = "GET /v1/sessions/" + Agents.SESSION + "/attachments/att_1";
    desk.controlPlane().answerText(route, "a;b", Map.of());
    Path file = folder.resolve("offers.csv");
    model.save(message, message.attachment().orElseThrow(), file);
    assertThat(Files.readString(file)).isEqualTo("a;b");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(model.note().get()).contains("offers.csv");
    desk.controlPlane().refuse(route, 404, "NOT_FOUND", "there is no file att_1 in this conversation");
    model.save(message, message.attachment().orElseThrow(), folder.resolve("other"));
    assertThat(model.note().get()).contains("there is no file att_1");
    assertThat(folder.resolve("other")).doesNotExist();
  }

  @Test
  void sendsAFileAndNamesItInWhatIsBeingWritten(@TempDir Path folder) throws IOException {
    start(ASKED, ANSWERED);
    Path file = Files.writeString(folder.resolve("a b.csv"), "1;2");
    desk.controlPlane().answer("POST /v1/agents/researcher/inbox?name=a%20b.csv", new InboxView("inbox/a b.csv", 3));
    open().draft().set("look at this");
    model.attach(file);
    assertThat(open().draft().get()).isEqualTo("look at this\n[file in your workspace: inbox/a b.csv]");
    assertThat(desk.controlPlane().asked("POST").getLast().body()).isEqualTo("1;2");
    desk.controlPlane().refuse("POST /v1/agents/researcher/inbox?name=a%20b.csv", 400, "NOT_AVAILABLE",
        "it has no tool that could read it");
    model.attach(file);
    assertThat(model.note().get()).contains("no tool that could read it");
    model.attach(folder.resolve("none"));
    assertThat(model.note().get()).contains("none");
    assertThat(open().draft().get()).startsWith("look at this\n[file").hasLineCount(2);
    desk.controlPlane().answer("POST /v1/ui/chat/send", ChatSamples.taken("in_2"));
    after("in_1");
    model.send();
    assertThat(desk.controlPlane().asked("POST").getLast().body()).contains("\"attachments\":[\"inbox/a b.csv\"]");
    type("look at [file in your workspace: inbox/a b.csv]");
    assertThat(desk.controlPlane().asked("POST").getLast().body()).contains("look at [file")
        .doesNotContain("attachments");
  }
}
