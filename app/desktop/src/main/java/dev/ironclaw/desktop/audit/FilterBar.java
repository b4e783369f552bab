package dev.ironclaw.desktop.audit;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.desktop.audit.AuditFilter.Span;
import dev.ironclaw.desktop.shell.Texts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// What is looked for. The fields follow the filter, also when a saved search sets it.
final class FilterBar extends VBox {
  private final AuditViewModel model;
  private final Texts texts;
  private final List<Runnable> followers = new ArrayList<>();
  private boolean following;

  FilterBar(AuditViewModel model, Texts texts, Node... end) {
    super(8);
    this.model = model;
    this.texts = texts;
    TextField words = field("audit.filter.words", AuditFilter::words, AuditFilter::withWords);
    words.setId("audit-words");
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMinWidth(140);
    ComboBox<Span> span = choice(List.of(Span.values()),
        value -> texts.of("audit.span." + value.name().toLowerCase(Locale.ROOT)), "audit.filter.span",
        AuditFilter::span, AuditFilter::withSpan);
    ComboBox<String> stage = choice(all(EntryWords.STAGES),
        value -> texts.of(value.isEmpty() ? "audit.filter.stage.all" : "audit.stage." + value), "audit.filter.stage",
        AuditFilter::stage, AuditFilter::withStage);
    ToggleButton further = new ToggleButton(texts.of("audit.filter.more"));
    HBox first = new HBox(8, words);
    first.setAlignment(Pos.CENTER_LEFT);
    FlowPane choices = new FlowPane(8, 8, span, agent(), stage, further, clear());
    first.getChildren().addAll(end);
    HBox second = new HBox(8, field("audit.filter.kind", AuditFilter::kind, AuditFilter::withKind),
        field("audit.filter.actor", AuditFilter::actor, AuditFilter::withActor),
        field("audit.filter.subject", AuditFilter::subject, AuditFilter::withSubject));
    second.setAlignment(Pos.CENTER_LEFT);
    second.visibleProperty().bind(further.selectedProperty());
    second.managedProperty().bind(second.visibleProperty());
    getChildren().addAll(first, choices, days(), second);
    getStyleClass().add("filter-bar");
    model.filter().subscribe(now -> {
      following = true;
      followers.forEach(Runnable::run);
      if (now.goesFurther()) {
        further.setSelected(true);
      }
      following = false;
    });
  }

  private void wish(Function<AuditFilter, AuditFilter> change) {
    if (!following) {
      model.filter().set(change.apply(model.filter().get()));
    }
  }

  private TextField field(String key, Function<AuditFilter, String> from,
      BiFunction<AuditFilter, String, AuditFilter> to) {
    TextField field = new TextField();
    field.setPromptText(texts.of(key));
    field.setAccessibleText(texts.of(key));
    field.textProperty().subscribe((_, now) -> wish(filter -> to.apply(filter, now)));
    followers.add(() -> {
      String wanted = from.apply(model.filter().get());
      if (!field.getText().equals(wanted)) {
        field.setText(wanted);
      }
    });
    return field;
  }

  private <T> ComboBox<T> choice(List<T> values, Function<T, String> words, String key,
      Function<AuditFilter, T> from, BiFunction<AuditFilter, T, AuditFilter> to) {
    ComboBox<T> box = new ComboBox<>(FXCollections.observableArrayList(values));
    box.setAccessibleText(texts.of(key));
    box.setConverter(new Words<>(words));
    box.valueProperty().subscribe((_, now) -> {
      if (now != null) {
        wish(filter -> to.apply(filter, now));
      }
    });
    followers.add(() -> box.setValue(from.apply(model.filter().get())));
    return box;
  }

  private static List<String> all(List<String> values) {
    List<String> all = new ArrayList<>(values);
    all.addFirst("");
    return all;
  }

  private ComboBox<String> agent() {
    ComboBox<String> box = choice(List.of(""), id -> id.isEmpty()
        ? texts.of("audit.filter.agent.all")
        : model.agents().stream().filter(agent -> agent.id().equals(id)).findFirst()
            .map(agent -> VisibleText.brief(agent.name())).orElse(VisibleText.brief(id)),
        "audit.filter.agent", AuditFilter::agent, AuditFilter::withAgent);
    model.agents().subscribe(() -> {
      String before = model.filter().get().agent();
      following = true;
      box.getItems().setAll(all(model.agents().stream().map(AgentView::id).toList()));
      box.setValue(before);
      following = false;
    });
    return box;
  }

  private Node days() {
    DatePicker first = day("audit.filter.first", AuditFilter::first,
        (filter, day) -> filter.withDays(day, filter.last()));
    DatePicker last = day("audit.filter.last", AuditFilter::last,
        (filter, day) -> filter.withDays(filter.first(), day));
    HBox days = new HBox(8, first, last);
    followers.add(() -> days.setVisible(model.filter().get().span() == Span.BETWEEN));
    days.managedProperty().bind(days.visibleProperty());
    return days;
  }

  private DatePicker day(String key, Function<AuditFilter, Optional<LocalDate>> from,
      BiFunction<AuditFilter, Optional<LocalDate>, AuditFilter> to) {
    DatePicker picker = new DatePicker();
    picker.setPromptText(texts.of(key));
    picker.setAccessibleText(texts.of(key));
    picker.valueProperty().subscribe((_, now) -> wish(filter -> to.apply(filter, Optional.ofNullable(now))));
    followers.add(() -> picker.setValue(from.apply(model.filter().get()).orElse(null)));
    return picker;
  }

  private Button clear() {
    Button clear = new Button(texts.of("audit.filter.clear"));
    clear.getStyleClass().add("flat");
    followers.add(() -> clear.setVisible(!model.filter().get().isAll()));
    clear.setOnAction(_ -> model.filter().set(AuditFilter.ALL));
    return clear;
  }

  private static final class Words<T> extends StringConverter<T> {
    private final Function<T, String> words;

    Words(Function<T, String> words) {
      this.words = words;
    }

    @Override
    public String toString(T value) {
      return value == null ? "" : words.apply(value);
    }

    @Override
    public T fromString(String text) {
      throw new UnsupportedOperationException("nothing is typed here");
    }
  }
}
