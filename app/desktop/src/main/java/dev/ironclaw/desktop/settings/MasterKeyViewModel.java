package dev.ironclaw.desktop.settings;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.KeyMoveBody;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// Where the master key lies, and the ways to a new one. Each is asked about first.
public final class MasterKeyViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final Questions questions;
  private final ReadOnlyObjectWrapper<Optional<MasterKeyView>> key = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");

  public MasterKeyViewModel(Backend backend, Questions questions, Texts texts) {
    this.backend = backend;
    this.questions = questions;
    this.texts = texts;
    this.calls = backend.calls();
  }

  @Override
  public void start() {
    calls.open();
    calls.call(backend.client()::masterKey, now -> key.set(Optional.of(now)), problem -> note.set(problem.words()));
  }

  @Override
  public void stop() {
    calls.close();
    busy.set(false);
    note.set("");
  }

  public ReadOnlyObjectProperty<Optional<MasterKeyView>> key() {
    return key.getReadOnlyProperty();
  }

  /// Something is being replaced.
  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  /// Where else it could lie. A command is chosen when the control plane is started.
  public List<String> elsewhere() {
    return key.get().stream().flatMap(now -> Stream.of("keychain", "file").filter(place -> !place.equals(now.source())))
        .toList();
  }

  public void move(String place) {
    ask("settings.key.move-" + place, () -> backend.client().moveMasterKey(new KeyMoveBody(place)));
  }

  public void rotate() {
    ask("settings.key.rotate", backend.client()::rotateMasterKey);
  }

  public void rotateData() {
    ask("settings.key.data", backend.client()::rotateDataKeys);
  }

  private void ask(String part, Supplier<MasterKeyView> act) {
    questions.ask(new Question(texts.of(part + ".question"), texts.of(part + ".words"), texts.of(part + ".yes"),
        () -> replace(act)));
  }

  private void replace(Supplier<MasterKeyView> act) {
    busy.set(true);
    note.set(texts.of("settings.key.busy"));
    calls.call(act, now -> {
      busy.set(false);
      key.set(Optional.of(now));
      note.set(texts.of("settings.key.done", VisibleText.line(now.id())));
    }, problem -> {
      busy.set(false);
      note.set(problem.words());
    });
  }
}
