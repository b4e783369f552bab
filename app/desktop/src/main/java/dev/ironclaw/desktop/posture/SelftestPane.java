package dev.ironclaw.desktop.posture;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.posture.SelftestViewModel.Outcome;
import dev.ironclaw.desktop.posture.SelftestViewModel.Probe;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The button, how the last test ended in one sentence, each attempt below it.
final class SelftestPane extends BorderPane {
  private static final int LONGEST = 400;

  private final SelftestViewModel model;
  private final Texts texts;
  private final Label verdict = Words.of("", "title-4");
  private final ListView<Probe> probes;

  SelftestPane(SelftestViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    this.probes = new ListView<>(model.probes());
    probes.setId("posture-probes");
    probes.setAccessibleText(texts.of("posture.test.probes"));
    probes.setCellFactory(_ -> new ProbeCell());
    probes.setFocusTraversable(true);
    VBox top = new VBox(12, verdict, Words.of(texts.of("posture.test.what"), "text-muted"), buttons(), progress());
    top.getStyleClass().add("page-content");
    setTop(top);
    setCenter(probes);
    probes.visibleProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(model.probes()));
    setBottom(new NoteLine(model.note()));
    model.last().subscribe(this::show);
  }

  private Node buttons() {
    Button run = new Button(texts.of("posture.test.run"), new FontIcon("mdi2s-shield-search"));
    run.setId("posture-test-run");
    run.disableProperty().bind(model.running());
    run.setOnAction(_ -> model.run());
    Button leave = new Button(texts.of("posture.test.leave"));
    leave.setId("posture-test-leave");
    leave.visibleProperty().bind(model.running());
    leave.setOnAction(_ -> model.waitNoLonger());
    return new HBox(8, run, leave);
  }

  private Node progress() {
    ProgressBar bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText(texts.of("posture.test.runs"));
    VBox both = new VBox(4, Words.of(texts.of("posture.test.runs")), bar);
    // Not even drawn while nothing runs: an endless bar would be animated unseen.
    model.running().subscribe(runs -> {
      bar.setProgress(runs ? ProgressBar.INDETERMINATE_PROGRESS : 0);
      both.setVisible(runs);
      both.setManaged(runs);
    });
    return both;
  }

  private void show(Optional<SelftestRunView> last) {
    if (last.isEmpty()) {
      verdict.setText(texts.of("posture.test.never"));
      return;
    }
    String ago = Moments.ago(Instant.parse(last.get().endedAt()), model.clock().instant(), texts);
    long through = model.count(Outcome.THROUGH);
    long accepted = model.count(Outcome.ACCEPTED);
    int all = model.probes().size();
    verdict.setText(all == 0
        ? texts.of("posture.verdict.nothing", ago)
        : through > 0
            ? texts.of("posture.verdict.through", through, all, ago)
            : accepted > 0
                ? texts.of("posture.verdict.accepted", all - accepted, all, accepted, ago)
                : texts.of("posture.verdict.held", all, ago));
  }

  private final class ProbeCell extends RowCell<Probe> {
    private final Label name;
    private final Label outcome;
    private final Label detail;
    private final FontIcon icon;

    ProbeCell() {
      this(Words.of("", "text-bold"), new Label(), Words.of("", "text-muted"), new FontIcon("mdi2c-check"));
    }

    private ProbeCell(Label name, Label outcome, Label detail, FontIcon icon) {
      super(row(name, outcome, detail, icon));
      this.name = name;
      this.outcome = outcome;
      this.detail = detail;
      this.icon = icon;
      getStyleClass().add("probe-cell");
    }

    private static HBox row(Label name, Label outcome, Label detail, FontIcon icon) {
      HBox head = new HBox(8, name, outcome);
      head.setAlignment(Pos.CENTER_LEFT);
      outcome.setMinWidth(USE_PREF_SIZE);
      VBox words = new VBox(2, head, detail);
      HBox row = new HBox(10, icon, words);
      HBox.setHgrow(words, javafx.scene.layout.Priority.ALWAYS);
      row.setAlignment(Pos.TOP_LEFT);
      return row;
    }

    @Override
    protected String show(Probe probe) {
      String way = probe.outcome().name().toLowerCase(Locale.ROOT);
      name.setText(VisibleText.line(probe.name().replace('-', ' ')));
      outcome.setText(texts.of("posture.outcome." + way));
      outcome.getStyleClass().setAll("label", "risk", switch (probe.outcome()) {
        case HELD -> "risk-green";
        case ACCEPTED -> "risk-amber";
        case THROUGH -> "risk-red";
      });
      detail.setText(Excerpt.of(VisibleText.line(probe.detail()), LONGEST));
      icon.setIconLiteral(
          probe.outcome() == Outcome.HELD ? "mdi2s-shield-check-outline" : "mdi2s-shield-alert-outline");
      icon.getStyleClass().removeAll("good", "weak", "bad");
      icon.getStyleClass().add(switch (probe.outcome()) {
        case HELD -> "good";
        case ACCEPTED -> "weak";
        case THROUGH -> "bad";
      });
      return name.getText() + ", " + outcome.getText() + ", " + detail.getText();
    }
  }
}
