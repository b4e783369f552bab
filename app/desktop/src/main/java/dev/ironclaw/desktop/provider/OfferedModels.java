package dev.ironclaw.desktop.provider;

import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The models that a provider says it has, to be chosen from; any other can be typed. Each is asked once, when somebody
/// wants to choose and never else, since asking is a call to the company.
///
/// Threading: the UI thread.
public final class OfferedModels {
  private final Backend backend;
  private final Calls calls;
  private final ObservableList<String> models = FXCollections.observableArrayList();
  private Optional<String> shown = Optional.empty();

  /// @param calls end with the form
  public OfferedModels(Backend backend, Calls calls) {
    this.backend = backend;
    this.calls = calls;
  }

  /// Somebody wants to choose a model of this one.
  public void want(String provider) {
    if (shown.filter(provider::equals).isPresent() || provider.isBlank()) {
      return;
    }
    shown = Optional.of(provider);
    models.clear();
    calls.call(() -> backend.client().providers().test(provider), result -> {
      if (shown.filter(provider::equals).isPresent()) {
        models.setAll(result.models());
      }
    }, _ -> shown = Optional.empty()); // Nothing is offered, a name can be typed; it is asked again the next time.
  }

  /// Of the provider that was wanted last.
  public ObservableList<String> models() {
    return models;
  }
}
