package dev.ironclaw.desktop.settings;

import dev.ironclaw.client.diagnostics.Bundle;
import dev.ironclaw.client.diagnostics.Diagnostics;
import dev.ironclaw.client.diagnostics.Redaction;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// A bundle of facts for whoever helps: collected, shown whole, then written as it was shown.
public final class DiagnosticsViewModel implements ViewModel {
  private final Backend backend;
  private final Sources sources;
  private final Texts texts;
  private final Calls calls;
  private final ReadOnlyObjectWrapper<Optional<Bundle>> bundle = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");

  /// Where the facts are from.
  ///
  /// @param facts of the app and the machine; asked off the UI thread
  /// @param stateFolder has the app's log; empty where the control plane is elsewhere
  /// @param log where the app's log is
  public record Sources(Supplier<Map<String, String>> facts, Optional<Path> stateFolder, Path log,
      Redaction redaction) {}

  public DiagnosticsViewModel(Backend backend, Sources sources, Texts texts) {
    this.backend = backend;
    this.sources = sources;
    this.texts = texts;
    this.calls = backend.calls();
  }

  @Override
  public void start() {
    calls.open();
  }

  @Override
  public void stop() {
    calls.close();
    bundle.set(Optional.empty());
    busy.set(false);
    note.set("");
  }

  /// What would be written.
  public ReadOnlyObjectProperty<Optional<Bundle>> bundle() {
    return bundle.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  public Path log() {
    return sources.log();
  }

  /// Collects anew.
  public void collect() {
    busy.set(true);
    note.set("");
    calls.call(() -> Diagnostics.collect(backend.client(), sources.facts().get(), sources.stateFolder(),
        backend.clock(), sources.redaction()), made -> {
          busy.set(false);
          bundle.set(Optional.of(made));
        }, problem -> {
          busy.set(false);
          note.set(problem.words());
        });
  }

  /// Writes what is shown.
  public void write(Path file) {
    bundle.get().ifPresent(shown -> calls.call(() -> written(shown, file), note::set, _ -> {}));
  }

  private String written(Bundle shown, Path file) {
    try {
      shown.write(file);
      return texts.of("settings.diagnostics.written", file);
    } catch (IOException e) {
      return texts.of("settings.unwritten", file, String.valueOf(e.getMessage()));
    }
  }
}
