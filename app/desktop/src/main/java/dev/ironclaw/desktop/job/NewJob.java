package dev.ironclaw.desktop.job;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ImageBuildBody;
import dev.ironclaw.contract.api.JobCreateBody;
import dev.ironclaw.contract.api.JobOptionsView;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.contract.api.VaultCredentialView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The form for a new job. What is left empty is as the operator has set it; what the control plane refuses is said at the
/// field that it is about. What was typed stays until it is asked for or given up.
public final class NewJob implements ViewModel {
  /// What can be wrong.
  enum Entry {
    TITLE("title"), TASK("description"), MODE("mode"), PROJECT("projectDir"), MEMORY("memoryMb"), CPUS(
        "cpuPercent"), MINUTES("timeoutSeconds"), ROUNDS("maxIterations"), GRANTS("credentialGrants"), HOSTS(
            "allowedHosts"), REVIEW(
                "review");

    private final String wireName;

    Entry(String wireName) {
      this.wireName = wireName;
    }

    static Optional<Entry> of(String wireName) {
      return List.of(values()).stream().filter(one -> one.wireName.equals(wireName)).findFirst();
    }
  }

  private static final int SECONDS = 60;
  private static final int PERCENT = 100;

  private final Backend backend;
  private final Texts texts;
  private final Consumer<JobView> made;
  private final Following following;
  private final Calls calls;
  /// Its answer counts also after the screen is left: the job is there then, and the form must not make it twice.
  private final Calls creating;
  private final BooleanProperty open = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<Optional<JobOptionsView>> options = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObservableList<String> credentials = FXCollections.observableArrayList();
  private final StringProperty title = new SimpleStringProperty("");
  private final StringProperty task = new SimpleStringProperty("");
  private final ObjectProperty<String> mode = new SimpleObjectProperty<>("worker");
  private final StringProperty project = new SimpleStringProperty("");
  private final StringProperty memory = new SimpleStringProperty("");
  private final StringProperty cpus = new SimpleStringProperty("");
  private final StringProperty minutes = new SimpleStringProperty("");
  private final StringProperty rounds = new SimpleStringProperty("");
  private final ObservableList<GrantDraft> grants = FXCollections.observableArrayList();
  private final StringProperty hosts = new SimpleStringProperty("");
  private final BooleanProperty review = new SimpleBooleanProperty();
  private final BooleanProperty stays = new SimpleBooleanProperty();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper refusal = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper building = new ReadOnlyStringWrapper("");
  private final Map<Entry, ReadOnlyObjectWrapper<@Nullable String>> objections = new EnumMap<>(Entry.class);

  /// @param made gets the job that was taken
  NewJob(Backend backend, Texts texts, Consumer<JobView> made) {
    this.backend = backend;
    this.texts = texts;
    this.made = made;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.creating = backend.calls();
    for (Entry entry : Entry.values()) {
      objections.put(entry, new ReadOnlyObjectWrapper<>());
    }
    open.subscribe(now -> {
      if (now) {
        load();
      }
    });
  }

  @Override
  public void start() {
    following.begin(this::happened);
    if (open.get()) {
      load();
    }
  }

  @Override
  public void stop() {
    following.end();
  }

  @Override
  public boolean isUnsaved() {
    return !title.get().isBlank() || !task.get().isBlank();
  }

  private void load() {
    calls.call(() -> backend.client().jobs().options(), found -> options.set(Optional.of(found)), this::refused);
    calls.call(() -> backend.client().vault().all(),
        found -> credentials.setAll(found.stream().map(VaultCredentialView::name).toList()), this::refused);
  }

  private void happened(StreamEvent event) {
    if (event.type().equals(StreamEvent.RESYNC) && open.get()) {
      load();
    }
    if (event.type().equals(StreamEvent.IMAGE_PROGRESS)) {
      String phase = event.text("phase");
      boolean over = phase.equals("ready") || phase.equals("failed");
      building.set(over ? "" : texts.of("jobs.image.building", ImageWords.progress(event, texts)));
      if (over && open.get()) {
        load();
      }
    }
  }

  BooleanProperty open() {
    return open;
  }

  /// What it can be made of; empty until it is known.
  ReadOnlyObjectProperty<Optional<JobOptionsView>> options() {
    return options.getReadOnlyProperty();
  }

  /// What the chosen mode has where nothing is said.
  Optional<JobOptionsView.ModeView> standard() {
    return options.get().flatMap(known -> known.modes().stream().filter(one -> one.name().equals(mode.get()))
        .findFirst());
  }

  /// Names in the vault.
  ObservableList<String> credentials() {
    return credentials;
  }

  StringProperty title() {
    return title;
  }

  StringProperty task() {
    return task;
  }

  ObjectProperty<String> mode() {
    return mode;
  }

  /// A name; empty for a folder of the job's own.
  StringProperty project() {
    return project;
  }

  /// MiB.
  StringProperty memory() {
    return memory;
  }

  /// Of processors: `0.5` is half of one.
  StringProperty cpus() {
    return cpus;
  }

  StringProperty minutes() {
    return minutes;
  }

  StringProperty rounds() {
    return rounds;
  }

  ObservableList<GrantDraft> grants() {
    return grants;
  }

  /// What it may reach beside the model: one on a line, or with commas between them.
  StringProperty hosts() {
    return hosts;
  }

  BooleanProperty review() {
    return review;
  }

  BooleanProperty stays() {
    return stays;
  }

  ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /// What is wrong with no single field; empty where nothing is known to be.
  ReadOnlyStringProperty refusal() {
    return refusal.getReadOnlyProperty();
  }

  /// How far an image is that is being built; empty where none is.
  ReadOnlyStringProperty building() {
    return building.getReadOnlyProperty();
  }

  /// What is wrong with a field; null where nothing is known to be.
  ReadOnlyObjectProperty<@Nullable String> objection(Entry entry) {
    return wrapper(entry).getReadOnlyProperty();
  }

  private ReadOnlyObjectWrapper<@Nullable String> wrapper(Entry entry) {
    return Objects.requireNonNull(objections.get(entry));
  }

  void giveUp() {
    for (StringProperty typed : List.of(title, task, project, memory, cpus, minutes, rounds, hosts)) {
      typed.set("");
    }
    grants.clear();
    review.set(false);
    stays.set(false);
    forget();
    open.set(false);
  }

  private void forget() {
    refusal.set("");
    objections.values().forEach(one -> one.set(null));
  }

  /// Has the image of the chosen mode built, so that the first job need not wait for it.
  void buildImage() {
    standard().ifPresent(one -> calls.call(() -> backend.client().images().build(one.image().name(),
        new ImageBuildBody(Optional.empty(), Optional.empty())), _ -> load(), this::refused));
  }

  /// Asks for the job.
  void ask() {
    forget();
    Optional<Integer> mebibytes = number(Entry.MEMORY, memory, 1);
    Optional<Integer> percent = number(Entry.CPUS, cpus, PERCENT);
    Optional<Integer> seconds = number(Entry.MINUTES, minutes, SECONDS);
    Optional<Integer> most = number(Entry.ROUNDS, rounds, 1);
    List<GrantDraft> given = grants.stream().filter(grant -> !grant.isEmpty()).toList();
    if (given.stream().anyMatch(grant -> grant.source().get() == null)) {
      wrapper(Entry.GRANTS).set(texts.of("jobs.new.grant.none"));
    }
    if (objections.values().stream().anyMatch(one -> one.get() != null)) {
      return;
    }
    List<String> reached = Stream.of(hosts.get().split("[,;\\s]+")).filter(host -> !host.isEmpty()).distinct().toList();
    JobCreateBody body = new JobCreateBody(title.get().strip(), task.get(), Optional.of(mode.get()),
        Optional.of(project.get().strip()).filter(name -> !name.isEmpty()),
        Optional.of(given.stream().map(GrantDraft::body).toList()),
        Optional.of(reached).filter(some -> !some.isEmpty()), mebibytes, percent, seconds, most,
        Optional.of(review.get()), Optional.of(stays.get()));
    busy.set(true);
    creating.call(() -> backend.client().jobs().create(body), job -> {
      busy.set(false);
      giveUp();
      made.accept(job);
    }, problem -> {
      busy.set(false);
      refused(problem);
    });
  }

  private void refused(ApiException problem) {
    problem.field().flatMap(Entry::of).ifPresentOrElse(entry -> wrapper(entry).set(words(problem)),
        () -> refusal.set(problem.words()));
  }

  /// At a field nobody need be told what was asked for.
  private static String words(ApiException problem) {
    String words = problem.words();
    String begin = "create a job: ";
    return words.startsWith(begin) ? words.substring(begin.length()) : words;
  }

  /// Empty where nothing is typed, or where that is no number, which is said at the field.
  private Optional<Integer> number(Entry entry, StringProperty typed, int unit) {
    String text = typed.get().strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text.replace(',', '.')).multiply(BigDecimal.valueOf(unit)).intValueExact());
    } catch (ArithmeticException | NumberFormatException notANumber) {
      // silent-ok: said at the field
      wrapper(entry).set(texts.of(unit == 1 ? "jobs.new.no-whole-number" : "jobs.new.no-number"));
      return Optional.empty();
    }
  }
}
