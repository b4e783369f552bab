package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/// What was said in the job so far, kept below a bound by rule: first the oldest tool results give way to a line that says
/// so, then the oldest rounds; the task and the newest messages stay. Only the loop's thread.
final class Transcript {
  /// About 120,000 tokens of English or code.
  static final int USUAL_CHARS = 400_000;
  private static final int LEAST_CHARS = 24_000;
  private static final int NEWEST = 8;
  private static final String FORGOTTEN = "[Earlier rounds of this job were dropped to make room. What they did to the files stands: look"
      + " at the files to see it.]";

  private final ChatMessage system;
  private final ChatMessage task;
  private final List<ChatMessage> messages = new ArrayList<>();
  private int bound;
  private boolean forgotten;

  Transcript(ChatMessage system, ChatMessage task, int bound) {
    this.system = system;
    this.task = task;
    this.bound = bound;
  }

  void add(ChatMessage message) {
    messages.add(message);
  }

  /// The model refused it as too long.
  ///
  /// @return false where there is nothing more to take away
  boolean shrink() {
    int before = total();
    bound = Math.max(LEAST_CHARS, Math.min(bound, before) / 2);
    makeRoom();
    return total() < before;
  }

  /// Writes all of it as the member `messages`.
  void write(JsonWriter json) {
    makeRoom();
    json.objects("messages", shown(), (out, message) -> message.write(out));
  }

  private List<ChatMessage> shown() {
    List<ChatMessage> shown = new ArrayList<>();
    shown.add(system);
    shown.add(task);
    if (forgotten) {
      shown.add(ChatMessage.Words.user(FORGOTTEN));
    }
    shown.addAll(messages);
    return shown;
  }

  private int total() {
    return shown().stream().mapToInt(ChatMessage::chars).sum();
  }

  private void makeRoom() {
    int total = total();
    for (int i = 0; i < messages.size() - NEWEST && total > bound; i++) {
      if (messages.get(i) instanceof ChatMessage.ToolSaid said) {
        ChatMessage shorter = new ChatMessage.ToolSaid(said.callId(), said.tool(),
            "[dropped to make room: " + said.text().length() + " chars; call the tool again if they are needed]");
        if (shorter.chars() < said.chars()) {
          total -= said.chars() - shorter.chars();
          messages.set(i, shorter);
        }
      }
    }
    while (total() > bound && messages.size() > NEWEST) {
      dropOldestRound();
    }
  }

  /// A request of the model goes with all of its results: one without the other is refused.
  private void dropOldestRound() {
    forgotten = true;
    messages.removeFirst();
    while (!messages.isEmpty() && messages.getFirst() instanceof ChatMessage.ToolSaid) {
      messages.removeFirst();
    }
  }
}
