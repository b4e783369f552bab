package dev.ironclaw.desktop.provider;

import dev.ironclaw.contract.api.ProviderBody;
import dev.ironclaw.contract.api.ProviderTestView;
import dev.ironclaw.contract.api.ProviderView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// One provider as it is, what is typed for it, and how the last try went.
public final class ProviderForm {
  private final ReadOnlyObjectWrapper<Provider> provider;
  private final StringProperty key = new SimpleStringProperty("");
  private final Map<String, StringProperty> settings = new LinkedHashMap<>();
  private final StringProperty authority = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
  final ObjectProperty<Optional<ProviderTestView>> tested = new SimpleObjectProperty<>(Optional.empty());
  final StringProperty objection = new SimpleStringProperty("");

  ProviderForm(Provider provider) {
    this.provider = new ReadOnlyObjectWrapper<>(provider);
    provider.view().settings().forEach(setting -> {
      StringProperty typed = new SimpleStringProperty(kept(setting));
      typed.subscribe(this::judge);
      settings.put(setting.name(), typed);
    });
    key.subscribe(this::judge);
    authority.subscribe(this::judge);
  }

  /// What can be typed over; what the environment has, or always holds, is no one's to edit.
  private static String kept(ProviderView.Setting setting) {
    return setting.from().equals("stored") ? setting.value().orElse("") : "";
  }

  private void judge() {
    changed.set(!key.get().isBlank() || !authority.get().isEmpty() || !changes().isEmpty());
  }

  private Map<String, String> changes() {
    Map<String, String> changes = new LinkedHashMap<>();
    provider.get().view().settings().forEach(setting -> {
      String now = setting(setting.name()).get().strip();
      if (!now.equals(kept(setting))) {
        changes.put(setting.name(), now);
      }
    });
    return changes;
  }

  /// As it is by now; what was typed stays.
  void known(Provider now) {
    Map<String, String> typed = changes();
    provider.set(now);
    now.view().settings().stream().filter(setting -> !typed.containsKey(setting.name()))
        .forEach(setting -> setting(setting.name()).set(kept(setting)));
    judge();
  }

  /// What was sent is kept there now, in the words of the control plane; what was typed since stays.
  void sent(ProviderBody body, Provider now) {
    Map<String, String> taken = body.settings().orElse(Map.of());
    // As if it had not been typed, so that it becomes what is kept.
    provider.get().view().settings().stream()
        .filter(setting -> isStill(setting(setting.name()), taken.get(setting.name())))
        .forEach(setting -> setting(setting.name()).set(kept(setting)));
    if (isStill(key, body.key().orElse(null))) {
      key.set("");
    }
    if (isStill(authority, body.authority().map(String::strip).orElse(null))) {
      authority.set("");
    }
    objection.set("");
    known(now);
  }

  private static boolean isStill(StringProperty typed, @Nullable String sent) {
    return typed.get().strip().equals(sent);
  }

  /// To send: what was typed of some settings and nothing else.
  ProviderBody body(Set<String> names) {
    Map<String, String> changes = changes();
    changes.keySet().retainAll(names);
    return new ProviderBody(Optional.empty(), Optional.of(changes).filter(some -> !some.isEmpty()), Optional.empty());
  }

  /// To send: what was typed and nothing else.
  ProviderBody body() {
    Map<String, String> changes = changes();
    return new ProviderBody(Optional.of(key.get().strip()).filter(typed -> !typed.isEmpty()),
        changes.isEmpty() ? Optional.empty() : Optional.of(changes),
        Optional.of(authority.get()).filter(pem -> !pem.isEmpty()));
  }

  public ReadOnlyObjectProperty<Provider> provider() {
    return provider.getReadOnlyProperty();
  }

  public String name() {
    return provider.get().name();
  }

  /// The key that is typed.
  public StringProperty key() {
    return key;
  }

  /// What is typed for a setting; where nothing was set here, nothing.
  public StringProperty setting(String name) {
    return Objects.requireNonNull(settings.computeIfAbsent(name, _ -> new SimpleStringProperty("")));
  }

  /// Certificates in PEM that were chosen, to be the only ones that count.
  public StringProperty authority() {
    return authority;
  }

  /// True while something is typed that the control plane does not have.
  public ReadOnlyBooleanProperty changed() {
    return changed.getReadOnlyProperty();
  }

  /// How the last try went.
  public ReadOnlyObjectProperty<Optional<ProviderTestView>> tested() {
    return tested;
  }

  /// Why the control plane did not take what was typed, or empty.
  public ReadOnlyStringProperty objection() {
    return objection;
  }
}
