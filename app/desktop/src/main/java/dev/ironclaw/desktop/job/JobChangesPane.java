package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.JobChangeView;
import dev.ironclaw.contract.api.JobReviewView;
import dev.ironclaw.desktop.shell.ChosenList;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What a job would change: each file, its lines before and after, and the word on all of it.
final class JobChangesPane extends BorderPane {
  private static final int DIGEST_CHARS = 12;

  private final JobChanges changes;
  private final Questions questions;
  private final JobWords words;
  private final Texts texts;
  private final ObservableList<JobChangeView> shown = FXCollections.observableArrayList();
  private final Label head = Words.of("");
  private final Label leftOut = Words.of("", "text-muted", "text-small");
  private final Label below = Words.of("", "text-muted", "text-small");
  private final LinesPane diff = new LinesPane("job-diff", LinesPane::ofDiff);
  private final Button accept;
  private final Button discard;
  private final FlowPane bar;
  private final Region both;

  JobChangesPane(JobChanges changes, Questions questions, JobWords words, Texts texts) {
    this.changes = changes;
    this.questions = questions;
    this.words = words;
    this.texts = texts;
    accept = button("accept", this::askAccept);
    accept.getStyleClass().add("accent");
    discard = button("discard", this::askDiscard);
    bar = new FlowPane(8, 8, discard, accept);
    bar.setAlignment(Pos.CENTER_RIGHT);
    bar.managedProperty().bind(bar.visibleProperty());
    both = files();
    VBox.setVgrow(both, Priority.ALWAYS);
    NoteLine refusal = new NoteLine(changes.refusal());
    refusal.setId("job-changes-refusal");
    refusal.getStyleClass().add("objection");
    VBox all = new VBox(8, head, both, leftOut, refusal, bar);
    getStyleClass().add("timeline");
    setCenter(new StatePane(texts, "jobs.changes", changes.state(), all, changes::load)
        .whenEmpty("mdi2f-file-compare"));
    changes.review().subscribe(review -> review.ifPresent(this::show));
    changes.busy().subscribe(_ -> changes.review().get().ifPresent(this::show));
    changes.chosen().subscribe(this::show);
  }

  private SplitPane files() {
    ListView<JobChangeView> list = new ChosenList<>("job-changes", shown, changes.chosen());
    list.setCellFactory(_ -> new Cell());
    VBox one = new VBox(4, below, diff);
    VBox.setVgrow(diff, Priority.ALWAYS);
    one.getStyleClass().add("event-detail");
    SplitPane pane = new SplitPane(list, one);
    pane.setDividerPositions(0.36);
    return pane;
  }

  private Button button(String what, Consumer<JobReviewView> work) {
    Button button = new Button(texts.of("jobs.changes." + what));
    button.setId("job-changes-" + what);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> changes.review().get().ifPresent(work));
    return button;
  }

  private void show(JobReviewView review) {
    shown.setAll(review.changes());
    int count = review.changes().size();
    String project = VisibleText.line(review.project());
    head.setText(switch (review.state()) {
      case "open" -> count == 0
          ? texts.of("jobs.changes.nothing", project)
          : texts.of(changes.hasConflict() ? "jobs.changes.conflicts" : "jobs.changes.open", count, project);
      case "working" -> texts.of("jobs.changes.working", project);
      default -> words.review(review.state());
    });
    leftOut.setText(review.leftOut().isEmpty()
        ? ""
        : texts.of("jobs.changes.left-out",
            review.leftOut().stream().map(VisibleText::line).collect(Collectors.joining(", "))));
    leftOut.setManaged(!review.leftOut().isEmpty());
    both.setVisible(count > 0);
    bar.setVisible(changes.isOpen());
    accept.setVisible(count > 0);
    accept.setManaged(count > 0);
    accept.setDisable(changes.busy().get() || changes.hasConflict());
    discard.setDisable(changes.busy().get());
  }

  private void show(@Nullable JobChangeView change) {
    below.setText(change == null ? "" : sizes(change));
    Lines lines = Lines.of(change == null ? "" : VisibleText.text(ChangeLines.body(change.diff().orElse(""))));
    diff.show(lines);
    diff.setVisible(!lines.shown().isEmpty());
  }

  private String sizes(JobChangeView change) {
    String conflict = change.conflict().map(why -> texts.of("jobs.changes.conflict", VisibleText.line(why)) + "\n")
        .orElse("");
    if (change.folder()) {
      return conflict + texts.of("jobs.changes.folder");
    }
    String sizes = texts.of("jobs.changes.bytes", change.bytesBefore().map(JobWords::bytes).orElse("–"),
        change.bytesAfter().map(JobWords::bytes).orElse("–"));
    String mode = switch (ChangeLines.mode(change.diff().orElse(""))) {
      case PROGRAM -> "\n" + texts.of("jobs.changes.program");
      case NO_PROGRAM -> "\n" + texts.of("jobs.changes.no-program");
      case SAME -> "";
    };
    return conflict + sizes + mode + (change.diff().isPresent() ? "" : "\n" + texts.of("jobs.changes.no-diff"));
  }

  private void askAccept(JobReviewView review) {
    questions.ask(new Question(
        texts.of("jobs.changes.accept.question", review.changes().size(), VisibleText.line(review.project())),
        texts.of("jobs.changes.accept.words", digest(review)), texts.of("jobs.changes.accept.yes"),
        () -> changes.accept(review)));
  }

  private void askDiscard(JobReviewView review) {
    questions.ask(new Question(texts.of("jobs.changes.discard.question"), texts.of("jobs.changes.discard.words"),
        texts.of("jobs.changes.discard.yes"), () -> changes.discard(review)));
  }

  private static String digest(JobReviewView review) {
    return review.digest().substring(0, Math.min(DIGEST_CHARS, review.digest().length()));
  }

  /// One file or folder.
  private final class Cell extends RowCell<JobChangeView> {
    private static final Set<String> KNOWN = Set.of("added", "changed", "deleted");
    private final Label what;
    private final Label path;

    Cell() {
      this(new Label(), Words.of(""));
    }

    private Cell(Label what, Label path) {
      super(new VBox(3, what, path));
      this.what = what;
      this.path = path;
      getStyleClass().add("card-cell");
    }

    @Override
    protected String show(JobChangeView change) {
      boolean known = KNOWN.contains(change.what());
      boolean conflict = change.conflict().isPresent();
      what.setText(conflict
          ? texts.of("jobs.changes.mark.conflict")
          : known ? texts.of("jobs.changes.what." + change.what()) : VisibleText.line(change.what()));
      what.getStyleClass().setAll(List.of("label", "risk", conflict ? "job-bad" : style(change.what())));
      path.setText(VisibleText.line(change.path()) + (change.folder() ? "/" : ""));
      return what.getText() + ". " + path.getText();
    }

    private static String style(String what) {
      return switch (what) {
        case "added" -> "job-good";
        case "deleted" -> "job-bad";
        default -> "job-works";
      };
    }
  }
}
