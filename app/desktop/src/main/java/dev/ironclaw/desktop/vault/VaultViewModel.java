package dev.ironclaw.desktop.vault;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.VaultAddBody;
import dev.ironclaw.contract.api.VaultCredentialView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/// Credentials of the vault, and the one form that is open: a new one, a new secret of one, or one for an agent.
public final class VaultViewModel implements ViewModel {
  private final Backend backend;
  private final Questions questions;
  private final Navigation navigation;
  private final Texts texts;
  private final Following following;
  private final Calls calls;
  private final LoadedList<VaultCredentialView> credentials;
  private final LoadedList<AgentView> agents;
  private final StringProperty name = new SimpleStringProperty("");
  private final StringProperty hosts = new SimpleStringProperty("");
  private final ObjectProperty<Form> form = new SimpleObjectProperty<>(Form.BEARER);
  private final StringProperty header = new SimpleStringProperty("");
  private final StringProperty user = new SimpleStringProperty("");
  private final StringProperty secret = new SimpleStringProperty("");
  private final StringProperty nextUser = new SimpleStringProperty("");
  private final StringProperty nextSecret = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Open> open = new ReadOnlyObjectWrapper<>(new Open.Add());
  private final ReadOnlyStringWrapper objection = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  /// How often a form was opened, so that an answer closes none but its own.
  private int opened;

  /// How it stands in a request.
  public enum Form {
    BEARER, BASIC, HEADER
  }

  /// Which form is open.
  public sealed interface Open {
    record Add() implements Open {}

    /// A new secret.
    record Rotate(VaultCredentialView one) implements Open {}

    /// An agent that is to use it.
    record Lend(VaultCredentialView one) implements Open {}
  }

  public VaultViewModel(Backend backend, Questions questions, Navigation navigation, Texts texts) {
    this.backend = backend;
    this.questions = questions;
    this.navigation = navigation;
    this.texts = texts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.credentials = new LoadedList<>(calls, () -> backend.client().vault().all());
    this.agents = new LoadedList<>(calls, () -> backend.client().agents());
  }

  @Override
  public void start() {
    following.begin(this::happened);
    // What was under way when it was left has no answer.
    busy.set(false);
    load();
    agents.load();
  }

  @Override
  public void stop() {
    following.end();
    note.set("");
  }

  @Override
  public boolean isUnsaved() {
    return Stream.of(name, hosts, header, user, secret, nextUser, nextSecret).anyMatch(typed -> !typed.get().isBlank());
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.applied", "grant.ended" -> load();
      default -> {
      }
    }
  }

  public void load() {
    credentials.load();
  }

  /// True where nothing that it needs is left out.
  public BooleanBinding addable() {
    return Bindings.createBooleanBinding(() -> !busy.get() && !name.get().isBlank() && !wantedHosts().isEmpty()
        && isWhole(form.get(), user, secret) && (form.get() != Form.HEADER || !header.get().isBlank()),
        busy, name, hosts, form, header, user, secret);
  }

  /// True where there is a new secret for the one that is open.
  public BooleanBinding rotatable() {
    return Bindings.createBooleanBinding(() -> !busy.get() && open.get() instanceof Open.Rotate rotating
        && isWhole(formOf(rotating.one()), nextUser, nextSecret), busy, open, nextUser, nextSecret);
  }

  private static boolean isWhole(Form wanted, StringProperty user, StringProperty secret) {
    return !secret.get().isBlank() && (wanted != Form.BASIC || !user.get().isBlank());
  }

  static Form formOf(VaultCredentialView one) {
    return switch (one.form()) {
      case "bearer" -> Form.BEARER;
      case "basic" -> Form.BASIC;
      default -> Form.HEADER;
    };
  }

  private List<String> wantedHosts() {
    return Stream.of(hosts.get().split("[,;\\s]+")).filter(host -> !host.isBlank()).distinct().toList();
  }

  private static String whole(Form wanted, StringProperty user, StringProperty secret) {
    return wanted == Form.BASIC ? user.get().strip() + ":" + secret.get() : secret.get().strip();
  }

  private VaultAddBody typed() {
    String wanted = switch (form.get()) {
      case BEARER -> "bearer";
      case BASIC -> "basic";
      case HEADER -> "header:" + header.get().strip();
    };
    return new VaultAddBody(name.get().strip(), wantedHosts(), wanted, whole(form.get(), user, secret));
  }

  public void add() {
    VaultAddBody body = typed();
    call(() -> backend.client().vault().add(body), (kept, _) -> {
      if (body.equals(typed())) {
        Stream.of(name, hosts, header, user, secret).forEach(typed -> typed.set(""));
      }
      load();
      note.set(texts.of("vault.added", kept.name()));
    });
  }

  /// Gives the one that is open the secret that is typed.
  public void rotate() {
    if (open.get() instanceof Open.Rotate(VaultCredentialView one)) {
      String next = whole(formOf(one), nextUser, nextSecret);
      call(() -> backend.client().vault().rotate(one.name(), next), (kept, isOpen) -> {
        if (isOpen && next.equals(whole(formOf(one), nextUser, nextSecret))) {
          back();
        }
        load();
        note.set(texts.of("vault.rotated", kept.name()));
      });
    }
  }

  /// Forgets it, after a question that says who loses it.
  public void remove(VaultCredentialView one) {
    String words = one.usedBy().isEmpty()
        ? texts.of("vault.remove.unused")
        : texts.of("vault.remove.used",
            one.usedBy().stream().map(VisibleText::line).collect(Collectors.joining(", ")));
    questions.ask(new Question(texts.of("vault.remove.question", one.name()), words, texts.of("vault.remove.yes"),
        () -> calls.call(() -> backend.client().vault().remove(one.name()), gone -> {
          if (isOf(one)) {
            back();
          }
          load();
          note.set(texts.of("vault.removed", gone.name()));
        }, problem -> note.set(problem.words()))));
  }

  private boolean isOf(VaultCredentialView one) {
    return switch (open.get()) {
      case Open.Add _ -> false;
      case Open.Rotate(VaultCredentialView of) -> of.name().equals(one.name());
      case Open.Lend(VaultCredentialView of) -> of.name().equals(one.name());
    };
  }

  /// Asks the gateway to let an agent use the one that is open, and shows the card.
  public void lend(AgentView agent, String host) {
    if (open.get() instanceof Open.Lend(VaultCredentialView one)) {
      Map<String, Object> payload = Map.of("grant",
          List.of(Map.of("vault", Map.of("credential", one.name(), "host", host))));
      call(() -> backend.client()
          .submit(ChangeSubmitBody.of(Optional.empty(), "permissions", agent.id(), payload, Optional.empty())),
          (change, isOpen) -> {
            if (isOpen) {
              back();
            }
            navigation.go("approvals", change.id());
          });
    }
  }

  /// One at a time: a second click is no second change.
  ///
  /// @param then hears besides whether the form is still open out of which it was sent
  private <T> void call(Supplier<T> work, BiConsumer<T, Boolean> then) {
    if (busy.get()) {
      return;
    }
    busy.set(true);
    objection.set("");
    int sentFrom = opened;
    calls.call(work, answer -> {
      busy.set(false);
      then.accept(answer, sentFrom == opened);
    }, problem -> {
      busy.set(false);
      (sentFrom == opened ? objection : note).set(problem.words());
    });
  }

  /// Opens the form for a new secret of it, with nothing in it.
  public void rotate(VaultCredentialView one) {
    show(new Open.Rotate(one));
  }

  /// Opens the form that lends it.
  public void lend(VaultCredentialView one) {
    show(new Open.Lend(one));
  }

  private void show(Open next) {
    opened++;
    // What was typed as another one's secret must not become this one's.
    nextUser.set("");
    nextSecret.set("");
    objection.set("");
    note.set("");
    open.set(next);
  }

  /// Back to the form for a new one, with what was typed there.
  public void back() {
    show(new Open.Add());
  }

  public ObservableList<VaultCredentialView> credentials() {
    return credentials.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return credentials.state();
  }

  /// Those that one can be lent to.
  public ObservableList<AgentView> agents() {
    return agents.items();
  }

  public StringProperty name() {
    return name;
  }

  /// With commas or blanks between them.
  public StringProperty hosts() {
    return hosts;
  }

  public ObjectProperty<Form> form() {
    return form;
  }

  /// Name of the header, for [Form#HEADER].
  public StringProperty header() {
    return header;
  }

  /// Of a new one, for [Form#BASIC].
  public StringProperty user() {
    return user;
  }

  /// Of a new one.
  public StringProperty secret() {
    return secret;
  }

  /// The user of the one that gets a new secret, for [Form#BASIC].
  public StringProperty nextUser() {
    return nextUser;
  }

  /// The new secret of the one that is open.
  public StringProperty nextSecret() {
    return nextSecret;
  }

  /// True while something is under way.
  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Open> open() {
    return open.getReadOnlyProperty();
  }

  /// Why what was typed was not taken, or empty.
  public ReadOnlyStringProperty objection() {
    return objection.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  InstantSource clock() {
    return backend.clock();
  }
}
