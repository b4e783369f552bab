package dev.ironclaw.desktop.chat;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.desktop.chat.ChatItem.Waiting.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The rows of one conversation: what is on disk with what was asked for in it, in the order of time; below it what the
/// person sent last and what the agent does about it. A piece of an answer changes the last row alone.
final class ConversationRows {
  /// The id of an answer, before that of what it answers.
  private static final String ANSWER = "out_";

  private final ObservableList<ChatItem> items = FXCollections.observableArrayList();
  private List<MessageView> messages = List.of();
  private List<ChatItem.Asked> asked = List.of();
  private List<ChatItem.Question> questions = List.of();
  private final Map<String, ChatItem.Unsent> unsent = new LinkedHashMap<>();
  /// Rows of messages that were accepted and are not read yet.
  private final Map<String, String> accepted = new LinkedHashMap<>();
  private final PartialText partial = new PartialText();
  private final ReadOnlyBooleanWrapper awaiting = new ReadOnlyBooleanWrapper();
  private boolean older;
  private String box = "stopped";
  private String note = "";
  /// The message whose answer is being stopped.
  private Optional<String> stopping = Optional.empty();
  /// How many rows are above what changes all the time.
  private int body;

  ObservableList<ChatItem> items() {
    return items;
  }

  void older(boolean thereAre) {
    older = thereAre;
  }

  boolean hasOlder() {
    return older;
  }

  void messages(List<MessageView> now) {
    messages = List.copyOf(now);
    Set<String> read = new HashSet<>();
    // The newest alone: what was accepted just now is among them.
    now.subList(Math.max(0, now.size() - Conversation.PAGE), now.size()).forEach(message -> read.add(message.id()));
    accepted.entrySet().removeIf(entry -> {
      boolean isRead = read.contains(entry.getValue());
      if (isRead) {
        unsent.remove(entry.getKey());
      }
      return isRead;
    });
    fill();
  }

  void asked(List<ChatItem.Asked> now) {
    if (!asked.equals(now)) {
      asked = List.copyOf(now);
      fill();
    }
  }

  /// What the agent asks and waits for: below everything, for it is what the person does next.
  void questions(List<ChatItem.Question> now) {
    if (!questions.equals(now)) {
      questions = List.copyOf(now);
      tail();
    }
  }

  void put(ChatItem.Unsent row) {
    unsent.put(row.id(), row);
    tail();
  }

  Optional<ChatItem.Unsent> unsent(String id) {
    return Optional.ofNullable(unsent.get(id));
  }

  boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  List<String> onTheirWay() {
    return unsent.values().stream().filter(row -> row.problem().isEmpty()).map(ChatItem.Unsent::id).toList();
  }

  void remove(String id) {
    unsent.remove(id);
    tail();
  }

  void accepted(String id, String messageId) {
    accepted.put(id, messageId);
    if (why() == Why.ASLEEP) {
      box = "starting";
    }
  }

  /// How its box stands. One that starts anew stops nothing any more.
  void box(String state, String why) {
    if (state.equals("starting")) {
      stopping = Optional.empty();
    }
    box = state;
    note = why;
    tail();
  }

  /// The message whose answer is awaited.
  Optional<String> open() {
    return unanswered().map(MessageView::id);
  }

  /// The person stops the answer to that message: what there is of it stays in sight until it comes with the end.
  ///
  /// @param message empty where nothing is being stopped, as far as is known
  void stopping(Optional<String> message) {
    stopping = message;
    tail();
  }

  /// A piece of an answer; [#shownPartial] shows it.
  ///
  /// @return true where a piece is missing
  boolean add(StreamEvent event) {
    partial.add(event);
    return partial.hasGap();
  }

  void shownPartial() {
    tail();
  }

  /// True while an answer is on its way.
  ReadOnlyBooleanProperty awaiting() {
    return awaiting.getReadOnlyProperty();
  }

  /// The person's last message, where the agent has not answered it. An answer to a later one can't be: they are answered
  /// in order. What the agent sends meanwhile, such as a file, is not the answer.
  private Optional<MessageView> unanswered() {
    Set<String> answered = new HashSet<>();
    for (MessageView message : messages.subList(Math.max(0, messages.size() - Conversation.PAGE), messages.size())
        .reversed()) {
      message.inReplyTo().filter(to -> message.id().equals(ANSWER + to)).ifPresent(answered::add);
      if (!message.role().equals("agent")) {
        return answered.contains(message.id()) ? Optional.empty() : Optional.of(message);
      }
    }
    return Optional.empty();
  }

  private void fill() {
    List<ChatItem> all = new ArrayList<>();
    if (older) {
      all.add(new ChatItem.Earlier());
    }
    List<ChatItem.Asked> rest = new ArrayList<>(asked);
    rest.sort(Comparator.comparing(row -> row.change().createdAt()));
    String first = messages.isEmpty() ? "" : messages.getFirst().timestamp();
    for (MessageView message : messages) {
      while (!rest.isEmpty() && isBefore(rest.getFirst().change().createdAt(), message.timestamp())) {
        ChatItem.Asked row = rest.removeFirst();
        // What was asked for above what is loaded comes with it.
        if (!older || !isBefore(row.change().createdAt(), first)) {
          all.add(row);
        }
      }
      all.add(new ChatItem.Said(message));
    }
    all.addAll(rest);
    body = all.size();
    all.addAll(last());
    items.setAll(all);
  }

  private static boolean isBefore(String time, String other) {
    return Instant.parse(time).isBefore(Instant.parse(other));
  }

  /// Only what changed of the rows below.
  private void tail() {
    List<ChatItem> last = last();
    int old = items.size() - body;
    for (int i = 0; i < Math.min(old, last.size()); i++) {
      if (!items.get(body + i).equals(last.get(i))) {
        items.set(body + i, last.get(i));
      }
    }
    if (old > last.size()) {
      items.remove(body + last.size(), items.size());
    } else if (old < last.size()) {
      items.addAll(last.subList(old, last.size()));
    }
  }

  private List<ChatItem> last() {
    List<ChatItem> last = new ArrayList<>();
    Optional<MessageView> open = unanswered();
    awaiting.set(open.isPresent() && !isStopping(open) && !box.equals("parked") && why() != Why.ASLEEP);
    open.ifPresent(message -> last.add(partial.of(message.id())
        .<ChatItem>map(ChatItem.Writing::new).orElseGet(() -> new ChatItem.Waiting(why(), note))));
    last.addAll(questions);
    last.addAll(unsent.values());
    return last;
  }

  private boolean isStopping(Optional<MessageView> open) {
    return stopping.isPresent() && open.map(MessageView::id).equals(stopping);
  }

  private Why why() {
    if (isStopping(unanswered())) {
      return Why.STOPPING;
    }
    return switch (box) {
      case "running" -> Why.THINKING;
      case "starting" -> Why.STARTING;
      case "parked", "backing_off" -> Why.TROUBLE;
      default -> Why.ASLEEP;
    };
  }
}
