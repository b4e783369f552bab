package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.JobFileContent;
import dev.ironclaw.contract.api.JobFileView;
import dev.ironclaw.desktop.job.JobFiles.Read;
import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The folders of a job at the left, one of its files beside them.
final class JobFilesPane extends BorderPane {
  private final JobFiles files;
  private final Texts texts;
  private final LinesPane text = new LinesPane("job-file-text", _ -> "");
  private final Label name = Words.of("", "text-bold");
  private final Label below = Words.of("", "text-muted", "text-small");

  JobFilesPane(JobFiles files, Texts texts) {
    this.files = files;
    this.texts = texts;
    getStyleClass().add("timeline");
    setTop(bar());
    VBox read = new VBox(4, name, below, text);
    VBox.setVgrow(text, Priority.ALWAYS);
    read.getStyleClass().add("event-detail");
    SplitPane both = new SplitPane(list(), read);
    both.setDividerPositions(0.42);
    setCenter(new StatePane(texts, "jobs.files", files.state(), both, files::load)
        .whenEmpty("mdi2f-folder-open-outline"));
    files.open().subscribe(this::show);
  }

  private Node bar() {
    ToggleGroup tops = new ToggleGroup();
    ToggleButton workspace = top("workspace", "", tops);
    ToggleButton output = top("output", JobFiles.OUTPUT, tops);
    Button up = icon("mdi2a-arrow-up", "up", files::up);
    Button again = icon("mdi2r-refresh", "again", files::load);
    Label path = Words.of("", "text-muted");
    files.path().subscribe(here -> {
      (here.startsWith(JobFiles.OUTPUT) ? output : workspace).setSelected(true);
      up.setDisable(files.isTop());
      path.setText(VisibleText.line(here));
    });
    FlowPane bar = new FlowPane(8, 6, workspace, output, up, again, path);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("filter-bar");
    return bar;
  }

  private ToggleButton top(String what, String folder, ToggleGroup group) {
    ToggleButton button = new ToggleButton(texts.of("jobs.files." + what));
    button.setId("job-files-" + what);
    button.getStyleClass().addAll("small", "sort");
    button.setToggleGroup(group);
    button.setOnAction(_ -> {
      // One of the two is always shown.
      button.setSelected(true);
      files.go(folder);
    });
    return button;
  }

  private Button icon(String icon, String what, Runnable work) {
    Button button = new Button("", new FontIcon(icon));
    button.setId("job-files-" + what);
    button.getStyleClass().addAll("flat", "button-icon", "small");
    button.setAccessibleText(texts.of("jobs.files." + what));
    button.setTooltip(new Tooltip(texts.of("jobs.files." + what)));
    button.setOnAction(_ -> work.run());
    return button;
  }

  private Node list() {
    ListView<JobFileView> list = new ListView<>(files.entries());
    list.setId("job-files");
    list.setCellFactory(_ -> new Cell());
    list.setOnMouseClicked(_ -> choose(list));
    list.setOnKeyPressed(key -> {
      if (key.getCode() == KeyCode.ENTER) {
        choose(list);
      }
    });
    Label more = Words.of(texts.of("jobs.files.more"), "text-muted", "text-small");
    more.managedProperty().bind(more.visibleProperty());
    more.visibleProperty().bind(files.more());
    BorderPane pane = new BorderPane(list);
    pane.setBottom(more);
    return pane;
  }

  private void choose(ListView<JobFileView> list) {
    Optional.ofNullable(list.getSelectionModel().getSelectedItem()).ifPresent(files::choose);
  }

  private void show(Optional<Read> read) {
    name.setText(read.map(one -> VisibleText.line(one.file().name())).orElse(""));
    below.setText(read.map(this::words).orElse(texts.of("jobs.files.choose")));
    text.show(read.map(Read::text).orElse(Lines.NONE));
    text.setVisible(read.filter(one -> !one.text().shown().isEmpty()).isPresent());
  }

  private String words(Read read) {
    if (read.problem().isPresent()) {
      return VisibleText.text(read.problem().get());
    }
    return read.content().map(content -> words(read, content)).orElse(texts.of("jobs.files.loading"));
  }

  private String words(Read read, JobFileContent content) {
    String size = JobWords.bytes(content.bytes());
    if (content.content().isEmpty()) {
      return texts.of("jobs.files.binary", size);
    }
    return size + (content.redacted() ? "\n" + texts.of("jobs.files.redacted") : "")
        + (read.text().cut() ? "\n" + texts.of("jobs.files.cut") : "");
  }

  /// One thing in a folder.
  private final class Cell extends RowCell<JobFileView> {
    private final FontIcon icon;
    private final Label name;
    private final Label size;

    Cell() {
      this(new FontIcon("mdi2f-file-outline"), Words.of(""), new Label());
    }

    private Cell(FontIcon icon, Label name, Label size) {
      super(row(icon, name, size));
      this.icon = icon;
      this.name = name;
      this.size = size;
      getStyleClass().add("file-cell");
    }

    private static HBox row(FontIcon icon, Label name, Label size) {
      name.setMinWidth(0);
      HBox.setHgrow(name, Priority.ALWAYS);
      name.setMaxWidth(Double.MAX_VALUE);
      size.getStyleClass().addAll("text-muted", "text-small");
      size.setMinWidth(USE_PREF_SIZE);
      HBox row = new HBox(8, icon, name, size);
      row.setAlignment(Pos.CENTER_LEFT);
      return row;
    }

    @Override
    protected String show(JobFileView entry) {
      icon.setIconLiteral(switch (entry.kind()) {
        case "folder" -> "mdi2f-folder-outline";
        case "file" -> "mdi2f-file-outline";
        default -> "mdi2l-link-variant-off";
      });
      name.setText(VisibleText.line(entry.name()));
      size.setText(switch (entry.kind()) {
        case "file" -> JobWords.bytes(entry.bytes());
        case "folder" -> "";
        default -> texts.of("jobs.files.special");
      });
      return name.getText() + ". " + size.getText();
    }
  }
}
