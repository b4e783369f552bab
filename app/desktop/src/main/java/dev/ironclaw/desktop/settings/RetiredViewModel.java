package dev.ironclaw.desktop.settings;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.RetiredView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;

/// What retired agents left, until when it is kept; it can be erased at once.
public final class RetiredViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final Questions questions;
  private final LoadedList<RetiredView> retired;
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final Following following;

  public RetiredViewModel(Backend backend, Questions questions, Texts texts) {
    this.backend = backend;
    this.questions = questions;
    this.texts = texts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.retired = new LoadedList<>(calls, () -> backend.client().retired());
  }

  @Override
  public void start() {
    following.begin(this::happened);
    load();
  }

  @Override
  public void stop() {
    following.end();
    note.set("");
  }

  public ObservableList<RetiredView> retired() {
    return retired.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return retired.state();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  InstantSource clock() {
    return backend.clock();
  }

  public void load() {
    retired.load();
  }

  public void erase(RetiredView agent) {
    String name = VisibleText.line(agent.name());
    questions.ask(new Question(texts.of("settings.retired.question", name), texts.of("settings.retired.words"),
        texts.of("settings.retired.yes"), () -> calls.call(() -> backend.client().erase(agent.id()), _ -> {
          note.set(texts.of("settings.retired.done", name));
          load();
        }, problem -> note.set(problem.words()))));
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.applied" -> load();
      default -> {
      }
    }
  }
}
