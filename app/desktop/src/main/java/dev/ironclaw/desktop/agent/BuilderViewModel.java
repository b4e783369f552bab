package dev.ironclaw.desktop.agent;

import dev.ironclaw.client.NewAgent;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.AgentView.FallbackView;
import dev.ironclaw.contract.api.AgentView.PersonaView;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.desktop.provider.OfferedModels;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import org.jspecify.annotations.Nullable;

/// The form for one agent. What was typed and not yet asked for outlives it as a draft.
public final class BuilderViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final Subject subject;
  private final Map<Subject, Unsaved> drafts;
  private final Calls calls;
  private final AgentRules rules;
  private final OfferedModels offered;
  private final OfferedModels fallbackOffered;
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyObjectWrapper<Map<String, String>> objections = new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyBooleanWrapper dirty = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper resumed = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable TemplateView> template = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Optional<TemplateView>> wanted = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final StringProperty name = new SimpleStringProperty("");
  private final StringProperty provider = new SimpleStringProperty("");
  private final StringProperty model = new SimpleStringProperty("");
  private final StringProperty fallbackProvider = new SimpleStringProperty("");
  private final StringProperty fallbackModel = new SimpleStringProperty("");
  private final Map<String, StringProperty> documents = new LinkedHashMap<>();
  private final ObservableSet<String> tools = FXCollections.observableSet();
  private @Nullable Catalog catalog;
  private @Nullable AgentDraft original;
  private boolean filling;
  private final Following following;

  /// What the form is about.
  public sealed interface Subject {
    record Fresh() implements Subject {}

    record CopyOf(String id) implements Subject {}

    record Edit(String id) implements Subject {}

    default boolean isNew() {
      return !(this instanceof Edit);
    }
  }

  /// A form that was left.
  ///
  /// @param original what the agent was then
  record Unsaved(AgentDraft original, AgentDraft now) {}

  /// @param drafts what was left unfinished, by what it is about; kept by the caller
  BuilderViewModel(Backend backend, Texts texts, Subject subject, Map<Subject, Unsaved> drafts) {
    this.backend = backend;
    this.texts = texts;
    this.subject = subject;
    this.drafts = drafts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.rules = new AgentRules(texts);
    this.offered = new OfferedModels(backend, calls);
    this.fallbackOffered = new OfferedModels(backend, calls);
    for (String section : new String[]{"identity", "soul", "instructions"}) {
      documents.put(section, new SimpleStringProperty(""));
    }
    documents.values().forEach(document -> document.subscribe(this::changed));
    name.subscribe(this::changed);
    provider.subscribe(this::providerChanged);
    model.subscribe(this::changed);
    fallbackProvider.subscribe(this::changed);
    fallbackModel.subscribe(this::changed);
    tools.addListener((SetChangeListener<String>) _ -> changed());
  }

  /// What was typed stays where it was loaded before.
  @Override
  public void start() {
    following.begin(this::happened);
    load();
  }

  @Override
  public void stop() {
    following.end();
  }

  private void happened(StreamEvent event) {
    if (event.type().equals("change.applied") || event.type().equals(StreamEvent.RESYNC)) {
      load();
    }
  }

  public void load() {
    if (catalog == null) {
      state.set(new ListState.Loading());
    }
    calls.call(() -> Catalog.load(backend.client()), this::loaded, problem -> {
      if (catalog == null) {
        state.set(new ListState.Failed(problem.words()));
      }
    });
  }

  private void loaded(Catalog found) {
    boolean first = catalog == null;
    catalog = found;
    Optional<AgentDraft> start = start(found);
    if (start.isEmpty()) {
      state.set(new ListState.Failed(texts.of("agents.gone")));
      return;
    }
    if (first) {
      Optional<Unsaved> left = Optional.ofNullable(drafts.get(subject));
      resumed.set(left.isPresent());
      original = start.get();
      fill(left.map(draft -> onto(draft.original(), draft.now(), start.get())).orElse(start.get()));
      state.set(new ListState.Filled());
    } else if (!subject.isNew()) {
      AgentDraft before = Objects.requireNonNull(original);
      AgentDraft now = draft();
      original = start.get();
      fill(onto(before, now, start.get()));
    }
  }

  /// What somebody else changed meanwhile comes in, save where it was written over here.
  private AgentDraft onto(AgentDraft from, AgentDraft now, AgentDraft start) {
    return subject.isNew() ? now : now.rebased(from, start);
  }

  /// The form before anything is typed; empty where its agent is gone.
  private Optional<AgentDraft> start(Catalog found) {
    return switch (subject) {
      case Subject.Fresh _ -> {
        TemplateView begin = found.template("assistant").orElseGet(() -> found.templates().getFirst());
        yield Optional.of(AgentDraft.of(begin, "", found.standardModel()));
      }
      case Subject.CopyOf copy -> found.agent(copy.id())
          .map(agent -> AgentDraft.of(agent).withName(texts.of("agents.copy", agent.name())));
      case Subject.Edit edit -> found.agent(edit.id()).map(AgentDraft::of);
    };
  }

  private void fill(AgentDraft draft) {
    if (subject instanceof Subject.Fresh && template.get() == null) {
      template.set(catalog().template("assistant").orElseGet(() -> catalog().templates().getFirst()));
    }
    filling = true;
    name.set(draft.name());
    provider.set(draft.provider());
    model.set(draft.model());
    fallbackProvider.set(draft.fallback().map(FallbackView::provider).orElse(""));
    fallbackModel.set(draft.fallback().map(FallbackView::model).orElse(""));
    documents.forEach((section, text) -> text.set(draft.document(section)));
    tools.clear();
    tools.addAll(draft.tools());
    filling = false;
    changed();
  }

  private void changed() {
    if (filling || catalog == null || original == null) {
      return;
    }
    AgentDraft now = draft();
    objections.set(rules.objections(now, catalog, subject.isNew()));
    dirty.set(!now.equals(original));
    if (dirty.get()) {
      drafts.put(subject, new Unsaved(original, now));
    } else {
      drafts.remove(subject);
    }
  }

  /// A model of another upstream is none of this one; what somebody typed stays.
  private void providerChanged(String before, String now) {
    if (!filling && catalog != null && (model.get().isBlank() || standard(before).equals(model.get()))) {
      model.set(standard(now));
    }
    changed();
  }

  private String standard(String upstream) {
    return catalog().models().stream().filter(choice -> choice.provider().equals(upstream)).findFirst()
        .flatMap(ModelChoiceView::model).orElse("");
  }

  /// The form as it is.
  public AgentDraft draft() {
    return new AgentDraft(name.get(), provider.get(), model.get(), new PersonaView(document("identity").get(),
        document("soul").get(), document("instructions").get()), List.copyOf(tools), fallback());
  }

  private Optional<FallbackView> fallback() {
    return Optional.of(fallbackProvider.get()).filter(chosen -> !chosen.isEmpty())
        .map(chosen -> new FallbackView(chosen, fallbackModel.get().strip()));
  }

  /// Starts from another template, where that loses nothing that was typed; else it is asked for first.
  public void choose(TemplateView other) {
    if (isUntouched()) {
      startFrom(other);
    } else if (!other.equals(template.get())) {
      wanted.set(Optional.of(other));
    }
  }

  /// Takes the template that was asked about, or not.
  public void replace(boolean yes) {
    Optional<TemplateView> other = wanted.get();
    wanted.set(Optional.empty());
    if (yes) {
      other.ifPresent(this::startFrom);
    }
  }

  /// The name and the model stay.
  private void startFrom(TemplateView other) {
    template.set(other);
    wanted.set(Optional.empty());
    fill(new AgentDraft(name.get(), provider.get(), model.get(), other.personaDocs(), other.tools(),
        fallback()));
  }

  private boolean isUntouched() {
    TemplateView from = template.get();
    AgentDraft now = draft();
    return from == null || (now.persona().equals(from.personaDocs())
        && now.tools().equals(from.tools().stream().sorted().toList()));
  }

  /// Back to how it was when the form was opened for the first time.
  public void discard() {
    drafts.remove(subject);
    resumed.set(false);
    if (catalog != null) {
      start(catalog).ifPresent(begin -> {
        original = begin;
        fill(begin);
      });
    }
  }

  /// What would be asked for; only where nothing speaks against the form.
  Plan plan() {
    AgentDraft now = draft();
    return switch (subject) {
      case Subject.Edit edit -> Plan.change(edit.id(), now.since(Objects.requireNonNull(original)));
      case Subject.Fresh _,Subject.CopyOf _ -> Plan.make(new NewAgent(Optional.empty(), now.whole()));
    };
  }

  /// It was asked for: no draft stays.
  void asked() {
    drafts.remove(subject);
  }

  public Subject subject() {
    return subject;
  }

  /// What there is to choose from; there once the state is filled.
  public Catalog catalog() {
    return Objects.requireNonNull(catalog);
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  /// By field, in words; empty where it can go on.
  public ReadOnlyObjectProperty<Map<String, String>> objections() {
    return objections.getReadOnlyProperty();
  }

  /// True where there is something to ask for, or to lose.
  public ReadOnlyBooleanProperty dirty() {
    return dirty.getReadOnlyProperty();
  }

  /// True where the form went on from a draft.
  public ReadOnlyBooleanProperty resumed() {
    return resumed.getReadOnlyProperty();
  }

  /// What a new agent starts from.
  public ReadOnlyObjectProperty<@Nullable TemplateView> template() {
    return template.getReadOnlyProperty();
  }

  /// A template that would replace what was typed, until somebody says whether it shall.
  public ReadOnlyObjectProperty<Optional<TemplateView>> wanted() {
    return wanted.getReadOnlyProperty();
  }

  /// True where there is something to ask for and nothing speaks against it.
  public boolean isReady() {
    return state.get() instanceof ListState.Filled && objections.get().isEmpty() && (subject.isNew() || dirty.get());
  }

  public StringProperty name() {
    return name;
  }

  public StringProperty provider() {
    return provider;
  }

  /// Models of the provider that is chosen, once somebody wants to choose.
  OfferedModels offered() {
    return offered;
  }

  /// Who runs the fall-back; empty where there is none.
  public StringProperty fallbackProvider() {
    return fallbackProvider;
  }

  public StringProperty fallbackModel() {
    return fallbackModel;
  }

  /// Models of who runs the fall-back.
  OfferedModels fallbackOffered() {
    return fallbackOffered;
  }

  public StringProperty model() {
    return model;
  }

  /// The text of one document.
  ///
  /// @param section its key
  public StringProperty document(String section) {
    return Objects.requireNonNull(documents.get(section), section);
  }

  /// Names of the chosen ones.
  public ObservableSet<String> tools() {
    return tools;
  }
}
