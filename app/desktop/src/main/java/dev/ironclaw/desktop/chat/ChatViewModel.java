package dev.ironclaw.desktop.chat;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.AttachmentView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.QuestionView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.StopResult;
import dev.ironclaw.desktop.approval.OpenCard;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Agents, the conversation with the one that is chosen, and what can be done in it.
public final class ChatViewModel implements ViewModel {
  /// How often an answer that is being written is drawn anew.
  private static final Duration FRAME = Duration.ofMillis(60);
  private static final String SCREEN = "chat";

  private final Backend backend;
  private final PendingChanges pending;
  private final Navigation navigation;
  private final Texts texts;
  private final Calls calls;
  private final RandomGenerator random;
  private final LoadedList<AgentView> agents;
  private final AskedChanges asked;
  private final AskedQuestions questions;
  private final OpenCard card;
  private final ConversationFiles files;
  private final ObservableMap<String, String> boxes = FXCollections.observableHashMap();
  private final Map<String, Conversation> conversations = new HashMap<>();
  private final ObjectProperty<@Nullable AgentView> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<Optional<Conversation>> open = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private Optional<String> wanted = Optional.empty();
  private Subscription listening = Subscription.EMPTY;
  private boolean drawing;

  public ChatViewModel(Backend backend, PendingChanges pending, Navigation navigation, Texts texts,
      RandomGenerator random) {
    this.backend = backend;
    this.pending = pending;
    this.navigation = navigation;
    this.texts = texts;
    this.random = random;
    this.calls = backend.calls();
    this.agents = new LoadedList<>(calls, () -> backend.client().agents());
    this.asked = new AskedChanges(backend, calls, pending, this::showAsked);
    this.questions = new AskedQuestions(backend, calls, this::showQuestions);
    this.card = new OpenCard(backend, calls, pending, note::set, texts);
    this.files = new ConversationFiles(backend, calls, texts, note::set);
    chosen.subscribe(this::choose);
  }

  @Override
  public void start() {
    calls.open();
    drawing = false;
    listening = Subscription.combine(backend.events().listen(this::happened), asked.listen(), questions.listen(),
        navigation.host(SCREEN, this::show),
        pending.whenDecided(this::decided));
    load();
    open.get().ifPresent(Conversation::resume);
  }

  @Override
  public void stop() {
    listening.unsubscribe();
    card.open(Optional.empty());
    calls.close();
  }

  @Override
  public boolean isUnsaved() {
    return card.isUnsaved() || conversations.values().stream().anyMatch(Conversation::isUnsaved);
  }

  private void decided(PendingChanges.Decided decided) {
    String agent = Optional.ofNullable(chosen.get()).map(AgentView::id).orElse("");
    if (decided.change().agentGroupId().equals(agent)) {
      note.set(texts.of("approvals.note.decided", texts.of("approvals.state." + decided.outcome()), decided.by(),
          decided.change().card().title()));
    }
  }

  /// Loads everything that is shown.
  public void load() {
    agents.load(this::chooseOne);
    loadBoxes();
    asked.load();
    questions.load();
  }

  private void loadBoxes() {
    calls.call(backend.client()::sessions, found -> {
      boxes.clear();
      found.stream().filter(session -> !session.containerStatus().equals("stopped")).toList().reversed()
          .forEach(session -> boxes.put(session.agentGroupId(), session.containerStatus()));
      open.get().ifPresent(conversation -> found.stream()
          .filter(session -> conversation.session().get().filter(session.id()::equals).isPresent()).findFirst()
          .ifPresent(session -> box(conversation, session)));
    }, _ -> {});
  }

  private static void box(Conversation conversation, SessionView session) {
    conversation.rows().box(session.containerStatus(), session.note().orElse(""));
  }

  private void show(String agentId) {
    wanted = Optional.of(agentId);
    chooseOne();
  }

  private void chooseOne() {
    String marked = wanted.or(() -> Optional.ofNullable(chosen.get()).map(AgentView::id)).orElse("");
    AgentView found = agents().stream().filter(agent -> agent.id().equals(marked)).findFirst().orElse(null);
    if (found != null) {
      wanted = Optional.empty();
      chosen.set(found);
    } else if (chosen.get() == null || !agents().contains(chosen.get())) {
      chosen.set(agents().isEmpty() ? null : agents().getFirst());
    }
  }

  private void choose(@Nullable AgentView agent) {
    Optional<Conversation> next = Optional.ofNullable(agent).map(
        known -> conversations.computeIfAbsent(known.id(),
            _ -> new Conversation(known, backend, calls, questions::load)));
    if (!next.equals(open.get())) {
      card.open(Optional.empty());
      note.set("");
      open.set(next);
      showAsked();
      showQuestions();
      next.ifPresent(Conversation::resume);
      loadBoxes();
    }
  }

  private void showAsked() {
    open.get().ifPresent(conversation -> conversation.rows().asked(asked.of(conversation.agent().id())));
    card.shown().get().filter(shown -> pending.find(shown.change().id()).isEmpty())
        .ifPresent(_ -> card.open(Optional.empty()));
  }

  private void showQuestions() {
    open.get().ifPresent(conversation -> conversation.questions(questions.of(conversation.agent().id())));
  }

  /// Answers with one of the options.
  void answer(QuestionView question, int number) {
    questions.choose(question.id(), number, note::set);
  }

  /// Ends the question without an answer.
  void dismiss(QuestionView question) {
    questions.dismiss(question.id(), note::set);
  }

  /// Puts the beginning of an answer where the person writes.
  void answerInWords(QuestionView question) {
    open.get().ifPresent(conversation -> conversation.answerInWords(question.id()));
  }

  public ObservableList<AgentView> agents() {
    return agents.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return agents.state();
  }

  /// State of each agent's box, by the agent's id; none where it sleeps.
  public ObservableMap<String, String> boxes() {
    return boxes;
  }

  public ObjectProperty<@Nullable AgentView> chosen() {
    return chosen;
  }

  /// The conversation with the chosen agent.
  public ReadOnlyObjectProperty<Optional<Conversation>> conversation() {
    return open.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  public PendingChanges pending() {
    return pending;
  }

  public OpenCard card() {
    return card;
  }

  InstantSource clock() {
    return backend.clock();
  }

  /// Sends what was typed.
  public void send() {
    open.get().ifPresent(conversation -> {
      if (conversation.send(freshId())) {
        note.set("");
      }
    });
  }

  /// Asks the same once more.
  public void again(MessageView message) {
    open.get()
        .ifPresent(conversation -> conversation.again(freshId(), message, files.named(message.content())));
  }

  private String freshId() {
    byte[] id = new byte[16];
    random.nextBytes(id);
    return "msg_" + HexFormat.of().formatHex(id);
  }

  /// Ends the answer that is being written; what there is of it comes with its end.
  public void stopAnswer() {
    open.get().ifPresent(conversation -> conversation.session().get().ifPresent(session -> {
      // What is awaited when the answer to this call comes may be a later message.
      Optional<String> message = conversation.rows().open();
      calls.call(() -> backend.client().conversations().stop(session),
          result -> stopped(conversation, message, result), problem -> note.set(problem.words()));
    }));
  }

  private void stopped(Conversation conversation, Optional<String> message, StopResult result) {
    if (result.status().equals(StopResult.STOPPED)) {
      note.set("");
      conversation.rows().stopping(message);
    } else {
      note.set(texts.of("chat.stop.idle"));
    }
    conversation.load();
  }

  /// Opens the card of what waits here, or closes it.
  public void review(String changeId) {
    boolean isOpen = card.shown().get().filter(shown -> shown.change().id().equals(changeId)).isPresent();
    card.open(isOpen ? Optional.empty() : Optional.of(changeId));
  }

  public void closeCard() {
    card.open(Optional.empty());
  }

  /// Shows the session in its own screen.
  public void openSession() {
    open.get().flatMap(conversation -> conversation.session().get())
        .ifPresent(session -> navigation.go("sessions", session));
  }

  /// Writes the whole conversation into a file; as JSON where its name ends so. What is there is replaced once the new one
  /// is whole, and only its owner may read it.
  public void export(Path file) {
    open.get().ifPresent(conversation -> files.export(conversation.agent(), file));
  }

  /// Lays a file into the agent's workspace and names it in what is being written.
  public void attach(Path file) {
    open.get().ifPresent(conversation -> files.attach(conversation, file));
  }

  /// Saves a file that came with a message. What is there is replaced once the new one is whole, and only its owner may
  /// read it.
  public void save(MessageView message, AttachmentView attachment, Path file) {
    files.save(message, attachment, file);
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC -> {
        load();
        open.get().ifPresent(Conversation::resync);
      }
      case StreamEvent.CHAT_MESSAGE -> ours(event).ifPresent(Conversation::load);
      case StreamEvent.CHAT_PARTIAL -> ours(event).ifPresent(conversation -> partial(conversation, event));
      case "session.state" -> state(event);
      default -> {
      }
    }
  }

  private void partial(Conversation conversation, StreamEvent piece) {
    if (conversation.rows().add(piece)) {
      conversation.load();
    }
    if (!drawing) {
      drawing = true;
      backend.delay().after(FRAME, () -> {
        drawing = false;
        conversation.rows().shownPartial();
      });
    }
  }

  private void state(StreamEvent event) {
    String state = event.text("state");
    if (!event.text("sessionId").isEmpty()) {
      if (state.equals("stopping")) {
        boxes.remove(event.text("agentGroupId"));
      } else {
        boxes.put(event.text("agentGroupId"), state);
      }
      ours(event).ifPresent(conversation -> conversation.rows().box(state, event.text("note")));
    }
  }

  private Optional<Conversation> ours(StreamEvent event) {
    return open.get()
        .filter(conversation -> conversation.session().get().filter(event.text("sessionId")::equals).isPresent());
  }
}
