package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.JobGrantBody;
import dev.ironclaw.contract.api.JobTransitionView;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.chat.LinkQuestion;
import dev.ironclaw.desktop.markdown.MarkdownPane;
import dev.ironclaw.desktop.shell.Facts;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// What a job is, how it stands and how it came there, what it may use, and what came of it.
final class JobFacts extends BorderPane {
  private static final int MOST_TASK = 6_000;

  private final JobsViewModel model;
  private final LinkQuestion links;
  private final JobWords words;
  private final Texts texts;

  JobFacts(JobsViewModel model, LinkQuestion links, JobWords words, Texts texts) {
    this.model = model;
    this.links = links;
    this.words = words;
    this.texts = texts;
    model.detail().job().subscribe(_ -> show());
    model.summary().subscribe(_ -> show());
    model.options().subscribe(_ -> show());
  }

  private void show() {
    JobView job = model.detail().job().get();
    if (job == null) {
      setCenter(null);
      return;
    }
    Page page = new Page();
    page.add(words.state(job.state()), standing(job));
    job.result().ifPresent(result -> page.add(texts.of("jobs.result"),
        new MarkdownPane(VisibleText.text(result), links::ask, texts)));
    page.add(texts.of("jobs.task"), Words.of(VisibleText.text(Excerpt.of(job.description(), MOST_TASK))));
    page.add(texts.of("jobs.facts"), facts(job));
    if (!job.transitions().isEmpty()) {
      page.add(texts.of("jobs.steps"), steps(job));
    }
    setCenter(page);
  }

  private Node standing(JobView job) {
    VBox lines = new VBox(8, Words.of(words.standing(job, model.clock().instant(), model.summary().get(),
        model.options().get()), job.state().equals("failed") ? "danger-words" : "job-standing"));
    if (job.canPrompt()) {
      job.note().ifPresent(note -> lines.getChildren()
          .add(Words.of(texts.of("jobs.says", VisibleText.line(note)), "text-muted")));
    }
    if (!job.review().equals("none")) {
      lines.getChildren().add(Words.of(words.review(job.review())));
    }
    job.weaker().ifPresent(weaker -> lines.getChildren().add(weaker(weaker)));
    return lines;
  }

  private Node weaker(String weaker) {
    Label label = Words.of(texts.of("jobs.weaker", VisibleText.line(weaker)), "job-weaker");
    label.setGraphic(new FontIcon("mdi2s-shield-alert-outline"));
    return label;
  }

  private Node facts(JobView job) {
    Facts facts = new Facts().add(texts.of("jobs.fact.mode"), words.mode(job.mode()))
        .add(texts.of("jobs.fact.project"), VisibleText.line(job.projectDir()))
        .add(texts.of("jobs.fact.limits"), words.limits(job))
        .add(texts.of("jobs.fact.credentials"), credentials(job))
        .add(texts.of("jobs.fact.hosts"), hosts(job))
        .add(texts.of("jobs.fact.owner"), job.agentGroupId()
            .map(agent -> texts.of("jobs.owner.agent", VisibleText.line(agent), VisibleText.line(job.owner())))
            .orElse(VisibleText.line(job.owner())));
    if (job.stays()) {
      facts.add(texts.of("jobs.fact.stays"), texts.of("jobs.stays"));
    }
    job.keptBytes().ifPresent(bytes -> facts.add(texts.of("jobs.fact.kept"),
        texts.of(JobWords.hasOwnFolder(job) ? "jobs.kept.own" : "jobs.kept", JobWords.bytes(bytes))));
    job.restartOf().ifPresent(before -> facts.add(texts.of("jobs.fact.restart-of"), earlier(before)));
    return facts.add(texts.of("jobs.fact.id"), job.id());
  }

  private Node earlier(String id) {
    Hyperlink link = new Hyperlink(texts.of("jobs.earlier"));
    link.getStyleClass().add("row-link");
    link.setOnAction(_ -> model.open(id));
    return link;
  }

  private String credentials(JobView job) {
    return job.credentialGrants().isEmpty()
        ? texts.of("jobs.credentials.none")
        : job.credentialGrants().stream().map(this::credential).collect(Collectors.joining("\n"));
  }

  private String credential(JobGrantBody grant) {
    return texts.of("jobs.credential", VisibleText.line(grant.source()), VisibleText.line(grant.envVar()));
  }

  private String hosts(JobView job) {
    return job.allowedHosts().isEmpty()
        ? texts.of("jobs.hosts.none")
        : job.allowedHosts().stream().map(VisibleText::line).collect(Collectors.joining("\n"));
  }

  private Node steps(JobView job) {
    Facts steps = new Facts();
    for (JobTransitionView step : job.transitions()) {
      steps.add(Moments.ago(Instant.parse(step.at()), model.clock().instant(), texts),
          texts.of("jobs.step", words.state(step.to()), VisibleText.line(step.words()), VisibleText.line(step.by())));
    }
    return steps;
  }
}
