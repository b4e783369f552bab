package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.desktop.chat.LinkQuestion;
import dev.ironclaw.desktop.job.JobDetail.Part;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One job: its name and how it stands, what can be done to it, and what there is to see.
final class JobPane extends BorderPane {
  private final JobsViewModel model;
  private final Questions questions;
  private final JobWords words;
  private final Texts texts;
  private final StatePill pill;
  private final Label title = Words.of("", "title-4");
  private final Label below = Words.of("", "text-muted");
  private final Button stop;
  private final Button restart;
  private final Button remove;
  private final TabPane tabs = new TabPane();
  private final Map<Part, Tab> parts = new EnumMap<>(Part.class);

  JobPane(JobsViewModel model, Questions questions, LinkQuestion links, JobWords words, Texts texts) {
    this.model = model;
    this.questions = questions;
    this.words = words;
    this.texts = texts;
    this.pill = new StatePill(words);
    getStyleClass().add("conversation");
    stop = button("stop", this::askStop);
    restart = button("restart", model::restart);
    remove = button("remove", this::askRemove);
    setTop(head());
    JobDetail detail = model.detail();
    add(Part.OVERVIEW, new JobFacts(model, links, words, texts));
    add(Part.LOG, new JobLogPane(detail, model.clock(), words, texts));
    add(Part.FILES, new JobFilesPane(detail.files(), texts));
    add(Part.CHANGES, new JobChangesPane(detail.changes(), questions, words, texts));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getTabs().setAll(tab(Part.OVERVIEW), tab(Part.LOG), tab(Part.FILES));
    setCenter(tabs);
    detail.job().subscribe(this::show);
    model.minute().subscribe(_ -> Optional.ofNullable(detail.job().get()).ifPresent(this::age));
    tabs.getSelectionModel().selectedItemProperty().subscribe(marked -> parts.forEach((part, tab) -> {
      if (tab.equals(marked)) {
        detail.part().set(part);
      }
    }));
    detail.part().subscribe(part -> tabs.getSelectionModel().select(tab(part)));
  }

  private void add(Part part, Node content) {
    String name = part.name().toLowerCase(Locale.ROOT);
    Tab tab = new Tab(texts.of("jobs.tab." + name), content);
    tab.setId("tab-job-" + name);
    parts.put(part, tab);
  }

  private Tab tab(Part part) {
    return Objects.requireNonNull(parts.get(part));
  }

  private Button button(String what, Consumer<JobView> work) {
    Button button = new Button(texts.of("jobs." + what));
    button.setId("jobs-" + what);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.managedProperty().bind(button.visibleProperty());
    button.setOnAction(_ -> Optional.ofNullable(model.detail().job().get()).ifPresent(work));
    return button;
  }

  private Node head() {
    VBox lines = new VBox(4, new FlowPane(8, 4, pill), title, below);
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    HBox head = new HBox(8, lines, stop, restart, remove);
    head.setAlignment(Pos.TOP_LEFT);
    head.getStyleClass().add("conversation-head");
    return head;
  }

  private void show(@Nullable JobView job) {
    setVisible(job != null);
    if (job == null) {
      return;
    }
    pill.show(job.state());
    title.setText(JobWords.title(job));
    age(job);
    stop.setVisible(job.canPrompt());
    restart.setVisible(job.canRestart());
    remove.setVisible(!job.canPrompt());
    boolean reviewed = !job.review().equals("none");
    Tab changes = tab(Part.CHANGES);
    changes.setText(texts.of(job.review().equals("open") ? "jobs.tab.changes.open" : "jobs.tab.changes"));
    if (reviewed && !tabs.getTabs().contains(changes)) {
      tabs.getTabs().add(changes);
    } else if (!reviewed) {
      tabs.getTabs().remove(changes);
    }
  }

  private void age(JobView job) {
    below.setText(texts.of("jobs.head", words.mode(job.mode()), words.project(job),
        words.age(job, model.clock().instant())));
  }

  private void askRemove(JobView job) {
    questions.ask(new Question(texts.of("jobs.remove.question", JobWords.title(job)), words.removal(job),
        texts.of("jobs.remove.yes"), () -> model.remove(job)));
  }

  private void askStop(JobView job) {
    questions.ask(new Question(texts.of("jobs.stop.question", JobWords.title(job)), texts.of("jobs.stop.words"),
        texts.of("jobs.stop.yes"), () -> model.stop(job)));
  }
}
