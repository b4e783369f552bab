package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.InstantSource;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/// One job: how it stands and since when, what it is, where it works.
final class JobCell extends RowCell<JobView> {
  private final InstantSource clock;
  private final JobWords words;
  private final Texts texts;
  private final StatePill pill;
  private final Label age;
  private final Label title;
  private final Label below;

  JobCell(InstantSource clock, JobWords words, Texts texts) {
    this(clock, words, texts, new StatePill(words), new Label(), Words.of("", "text-bold"),
        Words.of("", "text-muted", "text-small"));
  }

  private JobCell(InstantSource clock, JobWords words, Texts texts, StatePill pill, Label age, Label title,
      Label below) {
    super(new VBox(4, head(pill, age), title, below));
    this.clock = clock;
    this.words = words;
    this.texts = texts;
    this.pill = pill;
    this.age = age;
    this.title = title;
    this.below = below;
    getStyleClass().add("card-cell");
  }

  /// Below each other where the list is narrow.
  private static FlowPane head(StatePill pill, Label age) {
    age.getStyleClass().addAll("text-muted", "text-small");
    FlowPane head = new FlowPane(8, 2, pill, age);
    head.setAlignment(Pos.CENTER_LEFT);
    return head;
  }

  @Override
  protected String show(JobView job) {
    pill.show(job.state());
    age.setText(words.age(job, clock.instant()));
    title.setText(JobWords.title(job));
    String where = texts.of("jobs.row", words.mode(job.mode()), words.project(job));
    below.setText(job.review().equals("open") ? texts.of("jobs.row.review", where) : where);
    return pill.getText() + ". " + title.getText() + ". " + below.getText() + ". " + age.getText();
  }
}
