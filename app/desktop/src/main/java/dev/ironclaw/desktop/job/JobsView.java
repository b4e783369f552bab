package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.desktop.chat.LinkQuestion;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.ChosenList;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.QuestionPane;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import dev.ironclaw.desktop.shell.Words;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.jspecify.annotations.Nullable;

/// Jobs in the navigation: all of them at the left, one beside them, and the form for a new one.
public final class JobsView extends BorderPane {
  private final JobsViewModel model;
  private final NewJob form;
  private final JobWords words;
  private final Texts texts;

  private JobsView(JobsViewModel model, NewJob form, Questions questions, LinkQuestion links, Texts texts) {
    this.model = model;
    this.form = form;
    this.words = new JobWords(texts);
    this.texts = texts;
    getStyleClass().add("screen");
    Label title = new Label(texts.of("screen.jobs"));
    title.getStyleClass().add("title-2");
    Button fresh = fresh();
    fresh.setId("jobs-new");
    fresh.visibleProperty().bind(form.open().not());
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(8, title, space, fresh);
    head.setPadding(new Insets(0, 0, 8, 0));
    setTop(head);
    BorderPane left = new BorderPane(list());
    left.setTop(filter());
    left.setBottom(more());
    SplitPane both = new SplitPane(left, new JobPane(model, questions, links, words, texts));
    both.setDividerPositions(0.3);
    SplitPane.setResizableWithParent(left, false);
    StatePane state = new StatePane(texts, "jobs", model.state(), both, model::load)
        .whenEmpty("mdi2b-briefcase-outline", fresh());
    BorderPane all = new BorderPane(state);
    Label obstacle = obstacle();
    all.setTop(obstacle);
    BorderPane.setMargin(obstacle, new Insets(0, 0, 10, 0));
    NewJobPane writing = new NewJobPane(form, texts);
    form.open().subscribe(open -> setCenter(open ? writing : all));
    NoteLine note = new NoteLine(model.note());
    note.setId("jobs-note");
    setBottom(note);
  }

  /// The screen.
  ///
  /// @param feed tells what happens in a job while it is looked at
  /// @param browse opens an address of the web, after the question
  public static Screen screen(Navigation navigation, Function<Backend, JobFeed> feed, Texts texts,
      Consumer<String> browse) {
    return new Screen("jobs", "mdi2b-briefcase-outline", new SimpleIntegerProperty(), backend -> {
      JobsViewModel model = new JobsViewModel(backend, navigation, feed.apply(backend), texts);
      NewJob form = new NewJob(backend, texts, made -> model.open(made.id()));
      Questions questions = new Questions();
      return new Screen.Opened(new Front(ViewModel.of(model, form), questions), new QuestionPane(questions, texts,
          new JobsView(model, form, questions, new LinkQuestion(browse, texts), texts)));
    });
  }

  /// Nobody answers a question on a screen that was left.
  private record Front(ViewModel models, Questions questions) implements ViewModel {
    @Override
    public void start() {
      models.start();
    }

    @Override
    public void stop() {
      questions.decline();
      models.stop();
    }

    @Override
    public boolean isUnsaved() {
      return models.isUnsaved();
    }
  }

  private Button fresh() {
    Button fresh = new Button(texts.of("jobs.new"));
    fresh.setMinWidth(Region.USE_PREF_SIZE);
    fresh.setOnAction(_ -> form.open().set(true));
    return fresh;
  }

  /// Why none could start now, and what to do.
  private Label obstacle() {
    Label obstacle = Words.of("", "jobs-obstacle");
    obstacle.setId("jobs-obstacle");
    obstacle.setGraphic(new FontIcon("mdi2a-alert-circle-outline"));
    obstacle.managedProperty().bind(obstacle.visibleProperty());
    model.options().subscribe(known -> {
      String why = known.flatMap(one -> one.obstacle()).orElse("");
      obstacle.setVisible(!why.isEmpty());
      obstacle.setText(texts.of("jobs.obstacle", VisibleText.text(why)));
    });
    return obstacle;
  }

  private VBox filter() {
    ComboBox<JobStates> filter = new ComboBox<>();
    filter.setId("jobs-filter");
    filter.setAccessibleText(texts.of("jobs.filter"));
    filter.getItems().setAll(JobStates.values());
    filter.setMaxWidth(Double.MAX_VALUE);
    filter.valueProperty().bindBidirectional(model.filter());
    // A box words what it shows once: with new counts it gets new cells.
    model.summary().subscribe(_ -> {
      filter.setCellFactory(_ -> counted());
      filter.setButtonCell(counted());
    });
    VBox box = new VBox(filter);
    box.setPadding(new Insets(0, 0, 8, 0));
    return box;
  }

  private ListCell<JobStates> counted() {
    return new ListCell<>() {
      @Override
      protected void updateItem(@Nullable JobStates states, boolean empty) {
        super.updateItem(states, empty);
        setText(states == null ? "" : named(states));
      }
    };
  }

  private String named(JobStates states) {
    String name = texts.of("jobs.filter." + states.word());
    return model.summary().get().map(counts -> texts.of("jobs.filter.count", name, states.count(counts))).orElse(name);
  }

  private ListView<JobView> list() {
    ListView<JobView> list = new ChosenList<>("jobs-list", model.jobs(), model.chosen());
    list.setPlaceholder(Words.of(texts.of("jobs.filter.none"), "text-muted"));
    list.setCellFactory(_ -> new JobCell(model.clock(), words, texts));
    model.minute().subscribe(_ -> list.refresh());
    return list;
  }

  private Button more() {
    Button more = new Button(texts.of("jobs.more"));
    more.setId("jobs-more");
    more.getStyleClass().addAll("flat", "small");
    more.managedProperty().bind(more.visibleProperty());
    more.visibleProperty().bind(model.more());
    more.setOnAction(_ -> model.loadMore());
    return more;
  }
}
