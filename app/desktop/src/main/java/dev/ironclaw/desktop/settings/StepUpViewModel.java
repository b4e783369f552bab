package dev.ironclaw.desktop.settings;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.api.StepUpBody;
import dev.ironclaw.contract.api.StepUpEnrolled;
import dev.ironclaw.contract.api.StepUpView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The person's second factor. Its secret is shown once, and is gone when they leave.
public final class StepUpViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final ReadOnlyObjectWrapper<Optional<StepUpView>> state = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<StepUpEnrolled>> secret = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final StringProperty code = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");

  public StepUpViewModel(Backend backend, Texts texts) {
    this.backend = backend;
    this.texts = texts;
    this.calls = backend.calls();
  }

  @Override
  public void start() {
    calls.open();
    call(backend.client()::stepUp, this::show);
  }

  @Override
  public void stop() {
    calls.close();
    secret.set(Optional.empty());
    code.set("");
    note.set("");
  }

  /// A secret whose first code was not given yet is none that an authenticator has for sure.
  @Override
  public boolean isUnsaved() {
    return isShownOnce();
  }

  @Override
  public boolean isShownOnce() {
    return secret.get().isPresent();
  }

  public ReadOnlyObjectProperty<Optional<StepUpView>> state() {
    return state.getReadOnlyProperty();
  }

  /// What an authenticator needs, until its first code was given.
  public ReadOnlyObjectProperty<Optional<StepUpEnrolled>> secret() {
    return secret.getReadOnlyProperty();
  }

  public StringProperty code() {
    return code;
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  /// A current code is needed where one is in force.
  public void enroll() {
    StepUpBody body = body();
    call(() -> backend.client().enrollStepUp(body), enrolled -> {
      secret.set(Optional.of(enrolled));
      code.set("");
      note.set("");
    });
  }

  public void confirm() {
    StepUpBody body = body();
    call(() -> backend.client().confirmStepUp(body), now -> {
      secret.set(Optional.empty());
      code.set("");
      show(now);
      note.set(texts.of("settings.step-up.confirmed"));
    });
  }

  public void remove() {
    StepUpBody body = body();
    call(() -> backend.client().removeStepUp(body), now -> {
      secret.set(Optional.empty());
      code.set("");
      show(now);
      note.set(texts.of("settings.step-up.removed"));
    });
  }

  private StepUpBody body() {
    return new StepUpBody(Optional.of(code.get().strip()).filter(digits -> !digits.isEmpty()));
  }

  private void show(StepUpView now) {
    state.set(Optional.of(now));
  }

  private <T> void call(Supplier<T> call, Consumer<T> done) {
    calls.call(call, done, (ApiException problem) -> note.set(problem.words()));
  }
}
