package dev.ironclaw.desktop.chat;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.ChatSendResult;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/// The conversation with one agent: what of it is loaded, from its end, and what the person has written and not sent.
/// Kept while the app runs, so that nothing typed is lost.
///
/// Threading: the UI thread.
public final class Conversation {
  static final int PAGE = 200;
  static final int OLDER = 1_000;
  /// What is searched, and so the most that is loaded.
  static final int MOST = 20_000;
  private static final String ANSWER = "/answer ";
  private static final Pattern ANSWERS = Pattern.compile("(?is)" + ANSWER + "\\s*(qst_\\w+)\\b\\s*(.*)");

  private final AgentView agent;
  private final Backend backend;
  private final Calls calls;
  private final Runnable answered;
  private final List<MessageView> messages = new ArrayList<>();
  /// Files that were laid into the workspace, by the line that names them.
  private final Map<String, String> attached = new HashMap<>();
  private final ConversationRows rows = new ConversationRows();
  private final StringProperty draft = new SimpleStringProperty("");
  private final StringProperty search = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyObjectWrapper<Optional<String>> session = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper loadingOlder = new ReadOnlyBooleanWrapper();
  private boolean loaded;
  private boolean reading;
  private boolean readAgain;

  /// @param answered runs when a question was answered in words
  Conversation(AgentView agent, Backend backend, Calls calls, Runnable answered) {
    this.agent = agent;
    this.backend = backend;
    this.calls = calls;
    this.answered = answered;
    search.subscribe(words -> {
      if (!words.isBlank()) {
        loadEverything();
      }
    });
  }

  public AgentView agent() {
    return agent;
  }

  ConversationRows rows() {
    return rows;
  }

  /// What is being typed.
  public StringProperty draft() {
    return draft;
  }

  /// True where something was typed, or could not be sent yet.
  boolean isUnsaved() {
    return !draft.get().isBlank() || rows.hasUnsent();
  }

  /// Words that are looked for; everything is loaded for it.
  public StringProperty search() {
    return search;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  /// Empty while nobody has written yet.
  public ReadOnlyObjectProperty<Optional<String>> session() {
    return session.getReadOnlyProperty();
  }

  /// What is shown, from the top.
  public ObservableList<ChatItem> items() {
    return rows.items();
  }

  /// True while an answer can be stopped.
  public ReadOnlyBooleanProperty awaiting() {
    return rows.awaiting();
  }

  /// True where a search leaves older messages out.
  public boolean isTooLongToSearch() {
    return rows.hasOlder() && messages.size() >= MOST;
  }

  public ReadOnlyBooleanProperty loadingOlder() {
    return loadingOlder.getReadOnlyProperty();
  }

  /// Loads the end, or what came since.
  void load() {
    if (reading) {
      readAgain = true;
      return;
    }
    reading = true;
    if (!loaded) {
      state.set(new ListState.Loading());
    }
    boolean first = !loaded || messages.isEmpty();
    Optional<String> last = first ? Optional.empty() : Optional.of(messages.getLast().id());
    calls.call(() -> first
        ? backend.client().conversations().newest(agent.id(), Optional.empty(), PAGE)
        : backend.client().messages(agent.id(), last, PAGE, true), page -> read(page, first), this::failed);
  }

  private void read(MessagesView page, boolean first) {
    reading = false;
    loaded = true;
    session.set(page.conversationId());
    messages.addAll(page.messages());
    if (first) {
      rows.older(page.goesOn(PAGE));
    }
    shown();
    if (readAgain || (!first && page.goesOn(PAGE))) {
      readAgain = false;
      load();
    }
  }

  private void failed(ApiException problem) {
    reading = false;
    readAgain = false;
    if (!loaded) {
      state.set(new ListState.Failed(problem.words()));
    }
  }

  /// Loads what came while nothing was heard; whether something is still being stopped is not known any more.
  void resync() {
    rows.stopping(Optional.empty());
    load();
  }

  /// What was on its way when the screen was left did not arrive.
  void resume() {
    reading = false;
    readAgain = false;
    loadingOlder.set(false);
    rows.onTheirWay().forEach(this::post);
    resync();
  }

  /// The page before the first.
  public void loadOlder() {
    older(() -> {});
  }

  private void loadEverything() {
    if (messages.size() < MOST) {
      older(this::loadEverything);
    }
  }

  private void older(Runnable then) {
    if (!rows.hasOlder() || loadingOlder.get() || messages.isEmpty()) {
      return;
    }
    loadingOlder.set(true);
    Optional<String> before = Optional.of(messages.getFirst().id());
    calls.call(() -> backend.client().conversations().newest(agent.id(), before, OLDER), page -> {
      loadingOlder.set(false);
      messages.addAll(0, page.messages());
      rows.older(page.goesOn(OLDER));
      shown();
      then.run();
    }, _ -> loadingOlder.set(false));
  }

  /// What the person had written that this message answers, where that is loaded.
  Optional<String> question(MessageView answer) {
    return answer.inReplyTo().flatMap(id -> messages.stream().filter(message -> message.id().equals(id)).findFirst())
        .map(MessageView::content);
  }

  private void shown() {
    rows.messages(messages);
    state.set(rows.items().isEmpty() ? new ListState.Empty() : new ListState.Filled());
  }

  /// Sends what was typed. It stays in sight, whatever becomes of it.
  ///
  /// @param id a fresh one
  /// @return false where nothing was typed
  boolean send(String id) {
    String text = draft.get().strip();
    if (text.isEmpty()) {
      return false;
    }
    draft.set("");
    send(id, text);
    return true;
  }

  /// Asks something once more, in the same words and with the same files; what is being typed stays.
  ///
  /// @param id a fresh one
  /// @param files that it names, by the lines that name them
  void again(String id, MessageView message, Map<String, String> files) {
    attached.putAll(files);
    send(id, message.content());
  }

  private void send(String id, String text) {
    rows.put(new ChatItem.Unsent(id, text, ""));
    state.set(new ListState.Filled());
    post(id);
  }

  /// Begins an answer in words to a question; what was typed stays behind it. It goes to the question itself, for that may
  /// have been asked in another of the agent's conversations.
  void answerInWords(String question) {
    String begin = ANSWER + question + " ";
    if (!draft.get().startsWith(begin)) {
      draft.set(begin + draft.get());
    }
  }

  /// Adds a line to what is being written. While it stands there the file goes with the message.
  ///
  /// @param path in the agent's workspace
  void attach(String line, String path) {
    attached.put(line, path);
    draft.set(draft.get().isBlank() ? line : draft.get().stripTrailing() + "\n" + line);
  }

  void questions(List<ChatItem.Question> now) {
    rows.questions(now);
    if (loaded) {
      state.set(rows.items().isEmpty() ? new ListState.Empty() : new ListState.Filled());
    }
  }

  /// Sends it once more: under the same id, so it is never there twice.
  public void retry(ChatItem.Unsent unsent) {
    rows.put(new ChatItem.Unsent(unsent.id(), unsent.text(), ""));
    post(unsent.id());
  }

  /// Puts it back where it was typed.
  public void takeBack(ChatItem.Unsent unsent) {
    rows.remove(unsent.id());
    draft.set(draft.get().isBlank() ? unsent.text() : unsent.text() + "\n" + draft.get());
    shown();
  }

  private void post(String id) {
    rows.unsent(id).ifPresent(unsent -> {
      Matcher answer = ANSWERS.matcher(unsent.text());
      if (answer.matches()) {
        calls.call(() -> backend.client().questions().answer(answer.group(1), answer.group(2)), _ -> answered(unsent),
            refuse(unsent));
      } else {
        calls.call(() -> backend.client().send(
            new ChatSendBody(agent.id(), unsent.text(), Optional.of(id)).with(files(unsent.text()))),
            result -> sent(unsent, result), refuse(unsent));
      }
    });
  }

  private List<String> files(String text) {
    return text.lines().flatMap(line -> Optional.ofNullable(attached.get(line)).stream()).distinct()
        .limit(ChatSendBody.MAX_ATTACHMENTS).toList();
  }

  private void answered(ChatItem.Unsent unsent) {
    rows.remove(unsent.id());
    shown();
    answered.run();
    load();
  }

  private void sent(ChatItem.Unsent unsent, ChatSendResult result) {
    if (result.engaged()) {
      rows.accepted(unsent.id(), result.messageId());
      result.conversationId().ifPresent(known -> session.set(Optional.of(known)));
      load();
    } else {
      rows.put(new ChatItem.Unsent(unsent.id(), unsent.text(),
          result.outcomes().stream().map(ChatSendResult.OutcomeView::reason).findFirst().orElse("?")));
    }
  }

  private Consumer<ApiException> refuse(ChatItem.Unsent unsent) {
    return problem -> rows.put(new ChatItem.Unsent(unsent.id(), unsent.text(), problem.words()));
  }
}
