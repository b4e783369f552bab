package dev.ironclaw.desktop;

import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Optional;

/// Pausing everything and letting it go on, as the icon's menu has it. Any program of the session can click there:
/// everything stands still at once, and goes on only after a question in the window.
///
/// Threading: the UI thread.
final class Standstill implements AutoCloseable {
  private final Runnable raise;
  private final Backend backend;
  private final Calls calls;
  private final Questions questions;
  private final Notices notices;
  private final Texts texts;

  /// @param raise brings the window up, where keys and clicks are dropped for a moment
  Standstill(Runnable raise, Backend backend, Questions questions, Notices notices, Texts texts) {
    this.raise = raise;
    this.backend = backend;
    this.calls = backend.calls();
    this.questions = questions;
    this.notices = notices;
    this.texts = texts;
  }

  void begin() {
    calls.call(() -> backend.client().panic(new PanicBody(Optional.of("from the tray"))), _ -> {},
        problem -> tell(texts.of("shell.pause.failed", problem.words())));
  }

  void end() {
    raise.run();
    questions.ask(new Question(texts.of("shell.resume.question"), texts.of("shell.resume.words"),
        texts.of("shell.resume.go"), () -> calls.call(() -> backend.client().resume(), _ -> {},
            problem -> tell(texts.of("shell.resume.failed", problem.words())))));
  }

  private void tell(String words) {
    raise.run();
    notices.tell(words);
  }

  /// Nobody answers a question about a connection that was left.
  @Override
  public void close() {
    questions.decline();
    calls.close();
  }
}
