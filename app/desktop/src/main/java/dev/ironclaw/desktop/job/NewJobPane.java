package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.JobOptionsView;
import dev.ironclaw.contract.api.JobOptionsView.ModeView;
import dev.ironclaw.desktop.job.NewJob.Entry;
import dev.ironclaw.desktop.shell.Field;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The form for a new job: what, by whom, where, with what, and how much of the machine.
final class NewJobPane extends BorderPane {
  private static final double NUMBER = 176;

  private final NewJob model;
  private final JobWords words;
  private final Texts texts;
  private final VBox standards = new VBox(14);
  private final Page page = new Page();

  NewJobPane(NewJob model, Texts texts) {
    this.model = model;
    this.words = new JobWords(texts);
    this.texts = texts;
    NoteLine refusal = new NoteLine(model.refusal());
    refusal.setId("jobs-new-refusal");
    refusal.getStyleClass().add("objection");
    page.add(texts.of("jobs.new.title"), notice("jobs.obstacle", JobOptionsView::obstacle),
        notice("jobs.weaker.here", JobOptionsView::weaker), title(), task())
        .add(texts.of("jobs.new.mode"), modes(), image())
        .add(texts.of("jobs.new.where"), project(), review())
        .add(texts.of("jobs.new.credentials"), shown(Entry.GRANTS, new GrantRows(model, texts)))
        .add(texts.of("jobs.new.network"), hosts())
        .add(texts.of("jobs.new.limits"), standards, stays());
    setCenter(page);
    setBottom(new VBox(refusal, buttons()));
    model.options().subscribe(_ -> limits());
    model.mode().subscribe(_ -> limits());
    List.of(Entry.MEMORY, Entry.CPUS, Entry.MINUTES, Entry.ROUNDS).forEach(entry -> shown(entry, standards));
  }

  private Node notice(String text, Function<JobOptionsView, Optional<String>> found) {
    Label notice = Words.of("", "job-weaker");
    notice.setGraphic(new FontIcon("mdi2a-alert-circle-outline"));
    notice.managedProperty().bind(notice.visibleProperty());
    model.options().subscribe(known -> {
      String why = known.flatMap(found).orElse("");
      notice.setVisible(!why.isEmpty());
      notice.setText(texts.of(text, VisibleText.text(why)));
    });
    return notice;
  }

  private Node title() {
    TextField title = typed("title", model.title());
    return shown(Entry.TITLE, new Field(texts.of("jobs.new.name"), texts.of("jobs.new.name.help"), title,
        model.objection(Entry.TITLE)));
  }

  private Node task() {
    TextArea task = new TextArea();
    task.setId("jobs-new-task");
    Words.wrap(task);
    task.setPrefRowCount(6);
    task.textProperty().bindBidirectional(model.task());
    return shown(Entry.TASK, new Field(texts.of("jobs.task"), texts.of("jobs.new.task.help"), task,
        model.objection(Entry.TASK)));
  }

  private Node modes() {
    ToggleGroup group = new ToggleGroup();
    FlowPane row = new FlowPane(8, 8);
    for (String mode : new String[]{"worker", "claude_code"}) {
      RadioButton button = new RadioButton(words.mode(mode));
      button.setId("jobs-new-mode-" + mode.replace('_', '-'));
      button.setToggleGroup(group);
      button.setOnAction(_ -> model.mode().set(mode));
      model.mode().subscribe(now -> button.setSelected(now.equals(mode)));
      row.getChildren().add(button);
    }
    VBox field = new VBox(6, row);
    Runnable show = () -> {
      String why = model.objection(Entry.MODE).get();
      field.getChildren().setAll(row, why == null
          ? Words.of(texts.of("jobs.new.mode.help." + model.mode().get().replace('_', '-')), "text-muted")
          : Words.of(why, "objection"));
    };
    model.mode().subscribe(show);
    model.objection(Entry.MODE).subscribe(show);
    return shown(Entry.MODE, field);
  }

  /// How the image of the mode stands, and what to do where it is not there.
  private Node image() {
    Label state = Words.of("");
    state.setId("jobs-new-image");
    Button build = new Button(texts.of("jobs.image.build"));
    build.setId("jobs-new-image-build");
    build.setOnAction(_ -> model.buildImage());
    build.managedProperty().bind(build.visibleProperty());
    Label progress = Words.of(model.building(), "text-muted");
    progress.managedProperty().bind(progress.visibleProperty());
    progress.visibleProperty().bind(model.building().isNotEmpty());
    VBox box = new VBox(6, state, build, progress);
    Runnable show = () -> {
      Optional<ModeView> mode = model.standard();
      box.setVisible(mode.isPresent());
      mode.ifPresent(one -> {
        state.setText(ImageWords.of(one.image(), texts));
        state.getStyleClass().setAll("label", ImageWords.isBuildable(one.image()) ? "job-weaker" : "text-muted");
        build.setVisible(ImageWords.isBuildable(one.image()) && model.building().get().isEmpty());
      });
    };
    model.options().subscribe(show);
    model.mode().subscribe(show);
    model.building().subscribe(show);
    return box;
  }

  private Node project() {
    ComboBox<String> project = new ComboBox<>();
    project.setId("jobs-new-project");
    project.setEditable(true);
    project.setPromptText(texts.of("jobs.new.project.own"));
    project.setMaxWidth(Double.MAX_VALUE);
    project.getEditor().textProperty().bindBidirectional(model.project());
    model.options().subscribe(known -> {
      String typed = model.project().get();
      project.getItems().setAll(known.map(JobOptionsView::projects).orElseGet(List::of));
      model.project().set(typed);
    });
    VBox place = new VBox(4, new Field(texts.of("jobs.fact.project"), texts.of("jobs.new.project.help"), project,
        model.objection(Entry.PROJECT)));
    Label folder = Words.of("", "text-muted", "text-small");
    model.options().subscribe(known -> folder.setText(known
        .map(one -> texts.of("jobs.new.project.folder", VisibleText.line(one.projectsFolder()))).orElse("")));
    place.getChildren().add(folder);
    return shown(Entry.PROJECT, place);
  }

  private Node review() {
    CheckBox review = new CheckBox(texts.of("jobs.new.review"));
    review.setId("jobs-new-review");
    review.selectedProperty().bindBidirectional(model.review());
    Label below = Words.of("");
    model.objection(Entry.REVIEW).subscribe(why -> {
      below.setText(why == null ? texts.of("jobs.new.review.help") : why);
      below.getStyleClass().setAll("label", why == null ? "text-muted" : "objection");
    });
    return shown(Entry.REVIEW, new VBox(4, review, below));
  }

  private Node hosts() {
    TextArea hosts = new TextArea();
    hosts.setId("jobs-new-hosts");
    Words.wrap(hosts);
    hosts.setPrefRowCount(3);
    hosts.setPromptText(texts.of("jobs.new.hosts.prompt"));
    hosts.textProperty().bindBidirectional(model.hosts());
    return shown(Entry.HOSTS, new Field(texts.of("jobs.fact.hosts"), texts.of("jobs.new.hosts.help"), hosts,
        model.objection(Entry.HOSTS)));
  }

  private Node stays() {
    CheckBox stays = new CheckBox(texts.of("jobs.new.stays"));
    stays.setId("jobs-new-stays");
    stays.selectedProperty().bindBidirectional(model.stays());
    return new VBox(4, stays, Words.of(texts.of("jobs.new.stays.help"), "text-muted"));
  }

  /// Empty fields show what holds then.
  private void limits() {
    Optional<ModeView> mode = model.standard();
    Optional<JobOptionsView> known = model.options().get();
    FlowPane row = new FlowPane(16, 14);
    row.getChildren().addAll(
        number("memory", Entry.MEMORY, model.memory(), mode.map(one -> Integer.toString(one.memoryMb())),
            known.map(one -> Integer.toString(one.maxMemoryMb()))),
        number("cpus", Entry.CPUS, model.cpus(), mode.map(one -> JobWords.cpus(one.cpuPercent())),
            known.map(one -> JobWords.cpus(one.maxCpuPercent()))),
        number("minutes", Entry.MINUTES, model.minutes(), mode.map(one -> minutes(one.timeoutSeconds())),
            known.map(one -> minutes(one.maxTimeoutSeconds()))),
        number("rounds", Entry.ROUNDS, model.rounds(), mode.map(one -> Integer.toString(one.iterations())),
            known.map(one -> Integer.toString(one.maxIterations()))));
    standards.getChildren().setAll(Words.of(texts.of("jobs.new.limits.help"), "text-muted"), row);
  }

  private static String minutes(long seconds) {
    return BigDecimal.valueOf(seconds).divide(BigDecimal.valueOf(60), 2, RoundingMode.HALF_UP)
        .stripTrailingZeros().toPlainString();
  }

  private Node number(String what, Entry entry, StringProperty value, Optional<String> standard,
      Optional<String> most) {
    TextField field = typed(what, value);
    field.setPromptText(standard.orElse(""));
    Field whole = new Field(texts.of("jobs.new." + what),
        most.map(bound -> texts.of("jobs.new.most", bound)).orElse(""),
        field, model.objection(entry));
    whole.setPrefWidth(NUMBER);
    return whole;
  }

  /// What is wrong must not be said where nobody looks.
  private Node shown(Entry entry, Node node) {
    model.objection(entry).subscribe(why -> {
      if (why != null) {
        Platform.runLater(() -> reveal(node));
      }
    });
    return node;
  }

  private void reveal(Node node) {
    double room = page.getContent().getLayoutBounds().getHeight() - page.getViewportBounds().getHeight();
    double top = page.getContent().sceneToLocal(node.localToScene(0, 0)).getY();
    double below = top + node.getLayoutBounds().getHeight() - page.getViewportBounds().getHeight();
    double now = page.getVvalue() * room;
    if (room > 0) {
      page.setVvalue(Math.clamp(Math.clamp(now, Math.min(below, top), top), 0, room) / room);
    }
  }

  private TextField typed(String what, StringProperty value) {
    TextField field = new TextField();
    field.setId("jobs-new-" + what);
    field.textProperty().bindBidirectional(value);
    return field;
  }

  private Node buttons() {
    Button ask = new Button(texts.of("jobs.new.ask"));
    ask.setId("jobs-new-ask");
    ask.getStyleClass().add("accent");
    ask.disableProperty().bind(model.busy());
    ask.setOnAction(_ -> model.ask());
    Button back = new Button(texts.of("jobs.new.back"));
    back.setId("jobs-new-back");
    back.setOnAction(_ -> model.giveUp());
    for (Button button : new Button[]{ask, back}) {
      button.setMinWidth(Region.USE_PREF_SIZE);
    }
    FlowPane row = new FlowPane(8, 8, ask, back);
    row.getStyleClass().add("provider-bar");
    return row;
  }
}
