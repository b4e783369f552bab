package dev.ironclaw.desktop.settings;

import dev.ironclaw.desktop.preference.Isolation;
import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.preference.Preferences;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Optional;
import javafx.beans.value.ObservableValue;

/// What isolates agents at the next start of the app's own control plane. A yes to something weaker is asked for once more,
/// by name.
public final class IsolationViewModel {
  private final PreferenceStore store;
  private final Given given;
  private final Questions questions;
  private final Texts texts;

  /// What was said at this start, which counts before what is kept.
  ///
  /// @param runtime by the command line or the environment
  /// @param acceptWeaker by the command line
  public record Given(Optional<String> runtime, boolean acceptWeaker) {}

  public IsolationViewModel(PreferenceStore store, Given given, Questions questions, Texts texts) {
    this.store = store;
    this.given = given;
    this.questions = questions;
    this.texts = texts;
  }

  public ObservableValue<Isolation> chosen() {
    return store.preferences().map(Preferences::isolation);
  }

  /// Sentences on what does not count now; empty where all does.
  public String overruled() {
    String runtime = given.runtime.map(name -> texts.of("settings.isolation.said", name)).orElse("");
    String weaker = given.acceptWeaker ? texts.of("settings.isolation.said.weaker") : "";
    return (runtime + " " + weaker).strip();
  }

  public void choose(Isolation.By wanted) {
    store.change(now -> now.withIsolation(now.isolation().withBy(wanted)));
  }

  /// Taken back at once, given only after a question.
  public void acceptWeaker(boolean wanted) {
    if (wanted) {
      questions.ask(new Question(texts.of("isolation.weaker.question"), texts.of("isolation.weaker.words"),
          texts.of("isolation.weaker.go"), () -> keep(true)));
    } else {
      keep(false);
    }
  }

  private void keep(boolean accept) {
    store.change(now -> now.withIsolation(now.isolation().withAcceptWeaker(accept)));
  }
}
