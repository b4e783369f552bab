package dev.ironclaw.desktop.posture;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.Facts;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// What runs the boxes: one sentence, what is weaker and what to do about it, the facts.
final class RuntimePane extends BorderPane {
  private final RuntimeViewModel model;
  private final Texts texts;
  private final Runnable test;
  private final BorderPane content = new BorderPane();

  /// @param test runs the self-test
  RuntimePane(RuntimeViewModel model, Texts texts, Runnable test) {
    this.model = model;
    this.texts = texts;
    this.test = test;
    setCenter(new StatePane(texts, "posture.runtime", model.state(), content, model::load));
    model.status().subscribe(known -> known.ifPresent(this::show));
  }

  private void show(StatusView status) {
    List<Weakness> weaknesses = model.weaknesses();
    Page page = new Page();
    page.add(headline(weaknesses), lasts(), start());
    if (!weaknesses.isEmpty()) {
      page.add(texts.of("posture.weaker"), weaknesses.stream().map(this::weakness).toArray(Node[]::new));
    }
    model.engine().ifPresent(setup -> page.add(texts.of("posture.engine"), new EnginePane(setup, texts)));
    page.add(texts.of("posture.facts"), facts(status));
    content.setCenter(page);
  }

  private String headline(List<Weakness> weaknesses) {
    if (weaknesses.isEmpty()) {
      return texts.of(model.isUntested() ? "posture.headline.untested" : "posture.headline.good");
    }
    return texts.of(weaknesses.getFirst().danger() ? "posture.headline.bad" : "posture.headline.weaker");
  }

  private Node lasts() {
    Optional<SelftestRunView> last = model.selftest();
    HBox line = new HBox(10, icon(last), Words.of(last.map(this::words).orElse(texts.of("posture.test.never"))));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static FontIcon icon(Optional<SelftestRunView> last) {
    FontIcon icon = new FontIcon(last.isEmpty()
        ? "mdi2s-shield-outline"
        : last.get().result().held() ? "mdi2s-shield-check-outline" : "mdi2s-shield-alert-outline");
    last.ifPresent(run -> icon.getStyleClass()
        .add(run.result().held() ? "good" : accepted(run.result()) ? "weak" : "bad"));
    return icon;
  }

  private static boolean accepted(SelftestView result) {
    return !result.probes().isEmpty() && result.probes().stream()
        .allMatch(probe -> probe.held() || result.accepted().contains(probe.name()));
  }

  private String words(SelftestRunView run) {
    long held = run.result().probes().stream().filter(SelftestView.ProbeView::held).count();
    return texts.of("posture.test.last", Moments.ago(Instant.parse(run.endedAt()), model.clock().instant(), texts),
        held, run.result().probes().size());
  }

  private Node start() {
    Button start = new Button(texts.of("posture.test.run"), new FontIcon("mdi2s-shield-search"));
    start.setId("posture-test-now");
    start.setOnAction(_ -> test.run());
    return start;
  }

  private Node weakness(Weakness weakness) {
    FontIcon icon = new FontIcon("mdi2s-shield-alert-outline");
    icon.getStyleClass().add(weakness.danger() ? "bad" : "weak");
    VBox words = new VBox(4, Words.of(weakness.title(), "text-bold"), Words.of(weakness.words()));
    if (!weakness.fix().isEmpty()) {
      words.getChildren().add(Words.of(texts.of("posture.weaker.fix", weakness.fix()), "text-muted"));
    }
    HBox row = new HBox(10, icon, words);
    row.setAlignment(Pos.TOP_LEFT);
    return row;
  }

  private Node facts(StatusView status) {
    RuntimeView runtime = status.runtime();
    return new Facts().add(texts.of("posture.facts.runtime"), VisibleText.line(runtime.name()))
        .add(texts.of("posture.facts.version"), orUnknown(runtime.version()))
        .add(texts.of("posture.facts.platform"), orUnknown(runtime.platform()))
        .add(texts.of("posture.facts.mode"), orUnknown(runtime.mode()))
        .add(texts.of("posture.facts.crossing"), runtime.crossing().map(this::crossing).orElseGet(() -> orUnknown("")))
        .add(texts.of("posture.facts.image"), orUnknown(runtime.image().orElse("")))
        .add(texts.of("posture.facts.boxes"), texts.of("posture.facts.count", status.boxes().size(),
            status.boxes().stream().filter(box -> box.sessionId().isPresent()).count()));
  }

  private String crossing(String way) {
    return switch (way) {
      case "socket" -> texts.of("posture.crossing.socket");
      case "stdio" -> texts.of("posture.crossing.stdio");
      default -> VisibleText.line(way);
    };
  }

  private String orUnknown(String fact) {
    return fact.isEmpty() ? texts.of("posture.facts.unknown") : VisibleText.line(fact);
  }
}
