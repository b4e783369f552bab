package dev.ironclaw.desktop.settings;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.TokenCreateBody;
import dev.ironclaw.contract.api.TokenCreated;
import dev.ironclaw.contract.api.TokenView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/// Named tokens of the API. The text of a new one is shown once, and is gone when the person leaves.
public final class TokensViewModel implements ViewModel {
  /// As they are offered, the weakest first.
  public static final List<String> SCOPES = List.of("read", "chat", "approve", "admin");
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final Questions questions;
  private final LoadedList<TokenView> tokens;
  private final StringProperty name = new SimpleStringProperty("");
  private final Map<String, BooleanProperty> scopes = new LinkedHashMap<>();
  private final ObjectProperty<Life> life = new SimpleObjectProperty<>(Life.MONTH);
  private final ReadOnlyObjectWrapper<Optional<TokenCreated>> created = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final Following following;

  /// How long a new one is good.
  public enum Life {
    DAY(Optional.of(Duration.ofDays(1))), MONTH(Optional.of(Duration.ofDays(30))), YEAR(
        Optional.of(Duration.ofDays(365))), REVOKED(Optional.empty());

    private final Optional<Duration> time;

    Life(Optional<Duration> time) {
      this.time = time;
    }
  }

  public TokensViewModel(Backend backend, Questions questions, Texts texts) {
    this.backend = backend;
    this.questions = questions;
    this.texts = texts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.tokens = new LoadedList<>(calls, () -> backend.client().tokens().stream()
        .sorted(Comparator.comparing((TokenView token) -> !isActive(token))
            .thenComparing(Comparator.comparing(TokenView::createdAt).reversed()))
        .toList());
    SCOPES.forEach(scope -> scopes.put(scope, new SimpleBooleanProperty(scope.equals("read"))));
  }

  static boolean isActive(TokenView token) {
    return token.state().equals("active");
  }

  @Override
  public void start() {
    following.begin(this::happened);
    load();
  }

  @Override
  public void stop() {
    following.end();
    created.set(Optional.empty());
    note.set("");
  }

  @Override
  public boolean isUnsaved() {
    return isShownOnce() || !name.get().isBlank();
  }

  @Override
  public boolean isShownOnce() {
    return created.get().isPresent();
  }

  public ObservableList<TokenView> tokens() {
    return tokens.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return tokens.state();
  }

  public StringProperty name() {
    return name;
  }

  public BooleanProperty scope(String scope) {
    return java.util.Objects.requireNonNull(scopes.get(scope), scope);
  }

  public ObjectProperty<Life> life() {
    return life;
  }

  /// A new one with its text, until it is put away.
  public ReadOnlyObjectProperty<Optional<TokenCreated>> created() {
    return created.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  InstantSource clock() {
    return backend.clock();
  }

  /// What is wrong with what was typed, as it is typed; empty where nothing is.
  public BooleanBinding creatable() {
    return Bindings.createBooleanBinding(() -> NAME.matcher(name.get()).matches()
        && scopes.values().stream().anyMatch(BooleanProperty::get), dependencies());
  }

  private javafx.beans.Observable[] dependencies() {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(name), scopes.values().stream())
        .toArray(javafx.beans.Observable[]::new);
  }

  public void load() {
    tokens.load();
  }

  public void create() {
    TokenCreateBody wanted = new TokenCreateBody(name.get(),
        SCOPES.stream().filter(scope -> scope(scope).get()).toList(), life.get().time.map(Duration::toSeconds));
    calls.call(() -> backend.client().createToken(wanted), made -> {
      created.set(Optional.of(made));
      name.set("");
      note.set("");
      load();
    }, problem -> note.set(problem.words()));
  }

  /// Its text was kept, or is not wanted.
  public void putAway() {
    created.set(Optional.empty());
  }

  public void revoke(TokenView token) {
    questions.ask(new Question(texts.of("settings.tokens.revoke.question", token.name()),
        texts.of("settings.tokens.revoke.words"), texts.of("settings.tokens.revoke"),
        () -> calls.call(() -> backend.client().revokeToken(token.id()), _ -> {
          note.set(texts.of("settings.tokens.revoked", token.name()));
          load();
        }, problem -> note.set(problem.words()))));
  }

  private void happened(StreamEvent event) {
    if (event.type().equals(StreamEvent.RESYNC)) {
      load();
    }
  }
}
