package dev.ironclaw.desktop.chat;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.QuestionView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.LoadedList;
import java.util.List;
import java.util.function.Consumer;
import javafx.util.Subscription;

/// What agents ask people and wait for.
final class AskedQuestions {
  private final Backend backend;
  private final Calls calls;
  private final Runnable changed;
  private final LoadedList<QuestionView> open;

  /// @param changed runs when other questions wait than before
  AskedQuestions(Backend backend, Calls calls, Runnable changed) {
    this.backend = backend;
    this.calls = calls;
    this.changed = changed;
    this.open = new LoadedList<>(calls, () -> backend.client().questions().list(0));
  }

  Subscription listen() {
    return backend.events().listen(this::happened);
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case "question.asked", "question.answered" -> load();
      default -> {
      }
    }
  }

  void load() {
    open.load(changed);
  }

  /// Of one agent, in any of its conversations: whoever sees it may answer.
  List<ChatItem.Question> of(String agentId) {
    return open.items().stream().filter(question -> question.agentGroupId().equals(agentId))
        .map(ChatItem.Question::new).toList();
  }

  /// Chooses an option by its number.
  void choose(String id, int number, Consumer<String> note) {
    calls.call(() -> backend.client().questions().answer(id, Integer.toString(number)), _ -> load(),
        problem -> {
          note.accept(problem.words());
          load();
        });
  }

  void dismiss(String id, Consumer<String> note) {
    calls.call(() -> backend.client().questions().dismiss(id), _ -> load(), problem -> {
      note.accept(problem.words());
      load();
    });
  }
}
