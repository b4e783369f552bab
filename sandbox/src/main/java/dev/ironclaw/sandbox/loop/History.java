package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import dev.ironclaw.sandbox.provider.ModelMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finished turns, one state key each (`h.` and the seq in 15 digits). What no longer fits the budget of tokens is
/// deleted with the next turn; a token is taken for four chars.
final class History {
  static final String PREFIX = "h.";
  private static final int CHARS_PER_TOKEN = 4;
  private static final int MAX_TURNS = 256;
  private static final int MAX_CHARS = 1 << 20;
  private static final int MAX_SIDE_CHARS = 32 * 1024;

  private final Memory memory;
  /// What was read of the entries that are still remembered: a long conversation is not read anew for every turn.
  private Map<String, Turn> read = new HashMap<>();

  History(Memory memory) {
    this.memory = memory;
  }

  /// Oldest first, as many of the newest turns as the budget takes.
  List<ModelMessage> messages(int tokens) {
    Map<String, Turn> turns = new HashMap<>();
    Deque<ModelMessage> messages = new ArrayDeque<>();
    long room = room(tokens);
    for (String entry : memory.below(PREFIX).descendingMap().values()) {
      room -= entry.length();
      if (room < 0) {
        break;
      }
      Turn turn = Optional.ofNullable(read.get(entry)).orElseGet(() -> Turn.of(JsonReader.object(entry)));
      turns.put(entry, turn);
      messages.addFirst(turn.assistant());
      messages.addFirst(turn.user());
    }
    read = turns;
    return List.copyOf(messages);
  }

  /// What adds this turn and deletes those that it pushes out.
  List<StateEntry> add(long seq, String user, String assistant, int tokens) {
    String entry = new JsonWriter().object().text("user", Words.cut(user, MAX_SIDE_CHARS))
        .text("assistant", Words.cut(assistant, MAX_SIDE_CHARS)).endObject().text();
    List<StateEntry> changes = new ArrayList<>();
    long room = room(tokens) - entry.length();
    int turns = 1;
    for (var old : memory.below(PREFIX).descendingMap().entrySet()) {
      room -= old.getValue().length();
      if (room < 0 || ++turns > MAX_TURNS) {
        changes.add(new StateEntry(old.getKey(), Optional.empty()));
      }
    }
    changes.add(new StateEntry(key(seq), Optional.of(entry)));
    return changes;
  }

  private static long room(int tokens) {
    return Math.min(MAX_CHARS, (long) tokens * CHARS_PER_TOKEN);
  }

  private static String key(long seq) {
    String digits = Long.toString(seq);
    return PREFIX + "0".repeat(Math.max(0, 15 - digits.length())) + digits;
  }

  /// One entry as the model is told it.
  private record Turn(ModelMessage user, ModelMessage assistant) {
    static Turn of(Obj entry) {
      return new Turn(ModelMessage.user(entry.text("user")), ModelMessage.assistant(entry.text("assistant")));
    }
  }
}
