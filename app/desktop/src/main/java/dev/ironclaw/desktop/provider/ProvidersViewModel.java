package dev.ironclaw.desktop.provider;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.LocalServerView;
import dev.ironclaw.contract.api.ProviderBody;
import dev.ironclaw.contract.api.ProviderTestView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;

/// Every provider, one of them with its form. What was typed for one stays while another is looked at.
public final class ProvidersViewModel implements ViewModel {
  private static final int MAX_AUTHORITY_BYTES = 256 * 1024;
  private static final int CONFLICT = 409;
  /// Where a server of the person's own is, and what it is asked for.
  private static final Set<String> PLACE = Set.of("endpoint", "model");
  private static final Set<String> GOOD = Set.of("ok", "untested");

  private final Backend backend;
  private final Questions questions;
  private final Texts texts;
  private final Consumer<String> connected;
  private final Following following;
  private final Calls calls;
  private final LoadedList<Provider> providers;
  private final LoadedList<LocalServerView> found;
  private final Map<String, ProviderForm> forms = new HashMap<>();
  private final ReadOnlyObjectWrapper<Optional<ProviderForm>> chosen = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private boolean looked;

  /// @param connected hears the name of one that was connected and answers
  public ProvidersViewModel(Backend backend, Questions questions, Texts texts, Consumer<String> connected) {
    this.backend = backend;
    this.questions = questions;
    this.texts = texts;
    this.connected = connected;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.providers = new LoadedList<>(calls, () -> Provider.load(backend.client()));
    this.found = new LoadedList<>(calls, () -> backend.client().providers().discover());
  }

  @Override
  public void start() {
    following.begin(this::happened);
    // What was under way when it was left has no answer.
    busy.set(false);
    load();
  }

  @Override
  public void stop() {
    following.end();
    note.set("");
  }

  @Override
  public boolean isUnsaved() {
    return forms.values().stream().anyMatch(form -> form.changed().get());
  }

  public void load() {
    providers.load(() -> {
      providers.items()
          .forEach(one -> Optional.ofNullable(forms.get(one.name())).ifPresent(form -> form.known(one)));
      if (chosen.get().isEmpty()) {
        providers.items().stream().findFirst().ifPresent(this::choose);
      }
    });
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "provider.changed", "provider.state", "change.applied" -> load();
      default -> {
      }
    }
  }

  /// Shows its form.
  public void choose(Provider one) {
    chosen.set(Optional.of(forms.computeIfAbsent(one.name(), _ -> new ProviderForm(one))));
    if (one.name().equals(Provider.LOCAL) && !looked) {
      look();
    }
  }

  /// Looks for model servers on the control plane's machine.
  public void look() {
    looked = true;
    found.load();
  }

  /// Keeps what was typed, then tries it.
  public void save(ProviderForm form) {
    if (form.changed().get()) {
      put(form, form.body());
    }
  }

  /// Makes a server that was found the one of this machine, with one of its models. A key that is typed was meant for
  /// another address, so it stays where it is.
  public void use(LocalServerView server, String model) {
    if (busy.get()) {
      return;
    }
    providers.items().stream().filter(one -> one.name().equals(Provider.LOCAL)).findFirst().ifPresent(local -> {
      choose(local);
      ProviderForm form = chosen.get().orElseThrow();
      form.setting("endpoint").set(server.endpoint());
      form.setting("model").set(model);
      ProviderBody body = form.body(PLACE);
      if (body.settings().isPresent()) {
        put(form, body);
      } else {
        test(form);
      }
    });
  }

  private void put(ProviderForm form, ProviderBody body) {
    if (busy.get()) {
      return;
    }
    busy.set(true);
    note.set("");
    form.objection.set("");
    form.tested.set(Optional.empty());
    calls.call(() -> backend.client().providers().put(form.name(), body), now -> {
      busy.set(false);
      form.sent(body, new Provider(now, form.provider().get().also(), form.provider().get().uses()));
      load();
      note.set(texts.of(now.ready() ? "providers.kept.ready" : "providers.kept", ProviderTitle.of(now)));
      if (now.ready()) {
        test(form);
      }
    }, problem -> {
      busy.set(false);
      form.objection.set(problem.words());
    });
  }

  /// Calls it once, for nothing.
  public void test(ProviderForm form) {
    if (busy.get()) {
      return;
    }
    busy.set(true);
    form.objection.set("");
    calls.call(() -> backend.client().providers().test(form.name()), result -> {
      busy.set(false);
      form.tested.set(Optional.of(result));
      if (isGood(result)) {
        note.set(texts.of("providers.connected", ProviderTitle.of(form.provider().get().view())));
        connected.accept(form.name());
      }
    }, problem -> {
      busy.set(false);
      form.objection.set(problem.words());
    });
  }

  static boolean isGood(ProviderTestView result) {
    return GOOD.contains(result.outcome());
  }

  /// Forgets what was set for it, after a question.
  public void remove(ProviderForm form) {
    Provider one = form.provider().get();
    String users = one.uses().stream().map(Provider.Use::agent).distinct().map(VisibleText::line)
        .collect(Collectors.joining(", "));
    String words = users.isEmpty()
        ? texts.of("providers.remove.unused")
        : texts.of("providers.remove.used", users);
    questions.ask(new Question(texts.of("providers.remove.question", ProviderTitle.of(one.view())), words,
        texts.of("providers.remove.yes"), () -> calls.call(() -> backend.client().providers().remove(form.name()),
            left -> {
              form.tested.set(Optional.empty());
              form.objection.set("");
              note.set(
                  texts.of(left.ready() ? "providers.removed.ready" : "providers.removed", ProviderTitle.of(left)));
              load();
            }, problem -> form.objection.set(problem.status() == CONFLICT && !users.isEmpty()
                ? texts.of("providers.remove.refused", users)
                : problem.words()))));
  }

  /// Takes certificates out of a file; they count once they are saved.
  public void authority(ProviderForm form, Path file) {
    form.objection.set("");
    calls.call(() -> certificates(file), read -> read.ifPresentOrElse(pem -> form.authority().set(pem),
        () -> form.objection.set(texts.of("providers.authority.unread", file))),
        problem -> form.objection.set(problem.words()));
  }

  private static Optional<String> certificates(Path file) {
    try {
      return Files.size(file) > MAX_AUTHORITY_BYTES
          ? Optional.empty()
          : Optional.of(Files.readString(file)).filter(text -> text.contains("-----BEGIN CERTIFICATE-----"));
    } catch (IOException | UncheckedIOException _) {
      // silent-ok: the caller says that it can't be read as certificates.
      return Optional.empty();
    }
  }

  public ObservableList<Provider> providers() {
    return providers.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return providers.state();
  }

  /// The one whose form is shown.
  public ReadOnlyObjectProperty<Optional<ProviderForm>> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// Model servers that answered when they were looked for last.
  public ObservableList<LocalServerView> found() {
    return found.items();
  }

  /// Of [#found].
  public ReadOnlyObjectProperty<ListState> looking() {
    return found.state();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  /// True while something is under way.
  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  InstantSource clock() {
    return backend.clock();
  }
}
