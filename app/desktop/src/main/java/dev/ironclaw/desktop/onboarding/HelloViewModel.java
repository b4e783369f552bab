package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.ChatSendResult;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The first words with an agent.
public final class HelloViewModel implements ViewModel {
  private static final int PAGE = 50;

  private final Backend backend;
  private final Texts texts;
  private final String agent;
  private final RandomGenerator random;
  private final Calls calls;
  private final ObservableList<MessageView> messages = FXCollections.observableArrayList();
  private final StringProperty text;
  private final ReadOnlyStringWrapper partial = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper answered = new ReadOnlyBooleanWrapper();
  private Optional<Unsent> unsent = Optional.empty();
  private Optional<String> sent = Optional.empty();
  private Optional<String> conversation = Optional.empty();
  private final Following following;

  /// Under one id from its first try to its last, so that it is never there twice.
  private record Unsent(String words, String id) {}

  HelloViewModel(Backend backend, Texts texts, String agent, RandomGenerator random) {
    this.backend = backend;
    this.texts = texts;
    this.agent = agent;
    this.random = random;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.text = new SimpleStringProperty(texts.of("onboarding.hello.first"));
  }

  @Override
  public void start() {
    following.begin(this::happened);
    // What was being sent when it was left has no answer: it can be sent once more.
    waiting.set(sent.isPresent());
    load();
  }

  @Override
  public void stop() {
    following.end();
  }

  /// The words that were offered at first are nobody's.
  @Override
  public boolean isUnsaved() {
    return !text.get().isBlank() && !text.get().equals(texts.of("onboarding.hello.first"));
  }

  /// What was typed stays until the control plane has it.
  public void send() {
    String words = text.get().strip();
    if (words.isEmpty() || waiting.get()) {
      return;
    }
    Unsent message = unsent.filter(before -> before.words().equals(words)).orElseGet(() -> new Unsent(words, id()));
    unsent = Optional.of(message);
    sent = Optional.empty();
    waiting.set(true);
    note.set("");
    partial.set("");
    calls.call(() -> backend.client().send(new ChatSendBody(agent, words, Optional.of(message.id()))), this::sent,
        problem -> {
          waiting.set(false);
          note.set(problem.words());
        });
  }

  private String id() {
    byte[] id = new byte[16];
    random.nextBytes(id);
    return "msg_" + HexFormat.of().formatHex(id);
  }

  private void sent(ChatSendResult result) {
    if (!result.engaged()) {
      waiting.set(false);
      note.set(texts.of("onboarding.hello.refused", result.outcomes().stream()
          .map(ChatSendResult.OutcomeView::reason).findFirst().orElse("?")));
      return;
    }
    text.set("");
    unsent = Optional.empty();
    sent = Optional.of(result.messageId());
    conversation = result.conversationId();
    load();
  }

  private void load() {
    calls.call(() -> backend.client().conversations().newest(agent, Optional.empty(), PAGE), page -> {
      conversation = page.conversationId().or(() -> conversation);
      messages.setAll(page.messages());
      boolean there = messages.stream().anyMatch(message -> message.role().equals("agent"));
      answered.set(there);
      if (sent.isPresent() && messages.stream().anyMatch(message -> message.inReplyTo().equals(sent))) {
        sent = Optional.empty();
        waiting.set(false);
        partial.set("");
        note.set("");
      }
    }, problem -> note.set(problem.words()));
  }

  private void happened(StreamEvent event) {
    boolean ours = conversation.filter(event.text("sessionId")::equals).isPresent();
    switch (event.type()) {
      case StreamEvent.RESYNC -> load();
      case StreamEvent.CHAT_MESSAGE -> {
        if (ours) {
          load();
        }
      }
      case StreamEvent.CHAT_PARTIAL -> {
        if (sent.filter(event.text("inReplyTo")::equals).isPresent()) {
          partial(event);
        }
      }
      case "session.state" -> {
        if (ours && Set.of("parked", "backing_off").contains(event.text("state"))) {
          note.set(texts.of("onboarding.hello.stopped", event.text("note")));
        }
      }
      default -> {
      }
    }
  }

  private void partial(StreamEvent event) {
    int offset = event.data().get("offset") instanceof Number number ? number.intValue() : 0;
    String soFar = partial.get();
    if (offset >= 0 && offset <= soFar.length()) {
      partial.set(soFar.substring(0, offset) + event.text("text"));
    }
  }

  public String agent() {
    return agent;
  }

  /// Oldest first.
  public ObservableList<MessageView> messages() {
    return messages;
  }

  /// What is typed.
  public StringProperty text() {
    return text;
  }

  /// The answer so far.
  public ReadOnlyStringProperty partial() {
    return partial.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  /// True while an answer is on its way.
  public ReadOnlyBooleanProperty waiting() {
    return waiting.getReadOnlyProperty();
  }

  /// True once the agent has answered.
  public ReadOnlyBooleanProperty answered() {
    return answered.getReadOnlyProperty();
  }
}
