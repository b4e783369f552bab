package dev.ironclaw.desktop;

import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import java.util.List;
import java.util.function.Supplier;

/// Quitting, by whatever way a person asks for it: at once, or after a question where something would be lost.
///
/// Threading: the UI thread.
///
/// @param unsaved names of the screens where something was written and not sent
/// @param raise brings the window up
/// @param end ends the program
record Leaving(Supplier<List<String>> unsaved, Runnable raise, Questions questions, Texts texts, Runnable end) {
  void quit() {
    List<String> lost = unsaved.get();
    if (lost.isEmpty()) {
      end.run();
      return;
    }
    raise.run();
    questions.ask(new Question(texts.of("shell.quit.question"),
        texts.of("shell.quit.words", String.join(", ", lost)), texts.of("shell.quit.go"), end));
  }
}
