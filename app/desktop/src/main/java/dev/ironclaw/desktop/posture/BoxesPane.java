package dev.ironclaw.desktop.posture;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.Facts;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The boxes at the left, what was measured in one at the right.
final class BoxesPane extends BorderPane {
  private static final double LIST = 0.36;

  private final BoxesViewModel model;
  private final Texts texts;
  private final BorderPane details = new BorderPane();

  BoxesPane(BoxesViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    SplitPane both = new SplitPane(list(), details);
    both.setDividerPositions(LIST);
    setCenter(new StatePane(texts, "posture.boxes", model.state(), both, model::load));
    model.chosen().subscribe(this::show);
  }

  private ListView<BoxRow> list() {
    ListView<BoxRow> list = new ListView<>(model.boxes());
    list.setId("posture-boxes");
    list.setAccessibleText(texts.of("posture.tab.boxes"));
    list.setCellFactory(_ -> new BoxCell());
    list.getSelectionModel().selectedItemProperty().subscribe(marked -> {
      // A list that is filled anew marks nothing for a moment.
      if (marked != null) {
        model.chosen().set(Optional.of(marked));
      }
    });
    model.chosen().subscribe(chosen -> chosen.ifPresent(list.getSelectionModel()::select));
    return list;
  }

  private void show(Optional<BoxRow> chosen) {
    details.setCenter(chosen.<Node>map(this::page).orElse(null));
  }

  private Page page(BoxRow row) {
    Page page = new Page();
    page.getStyleClass().add("box-page");
    page.add(VisibleText.line(row.agent()), Words.of(state(row), "text-muted"));
    if (!row.wrong().isEmpty()) {
      page.add(texts.of("posture.wrong"), row.wrong().stream().map(this::wrong).toArray(Node[]::new));
    }
    Facts facts = new Facts();
    row.lines().forEach(line -> facts.add(texts.of("posture.line." + line.name().replace(' ', '-')),
        VisibleText.line(line.value())));
    page.add(texts.of("posture.measured"), row.lines().isEmpty() ? Words.of(texts.of("posture.measured.not")) : facts);
    return page;
  }

  private Node wrong(String sentence) {
    FontIcon icon = new FontIcon("mdi2s-shield-alert-outline");
    icon.getStyleClass().add("bad");
    return new HBox(10, icon, Words.of(VisibleText.line(sentence)));
  }

  private String state(BoxRow row) {
    String since = Moments.ago(Instant.parse(row.box().since()), model.clock().instant(), texts);
    return texts.of("posture.box." + row.box().state().replace('_', '-'), since)
        + row.box().note().map(note -> " " + VisibleText.line(note)).orElse("");
  }

  private final class BoxCell extends RowCell<BoxRow> {
    private final Label title;
    private final Label words;
    private final FontIcon icon;

    BoxCell() {
      this(Words.of("", "text-bold"), Words.of("", "text-muted"), new FontIcon("mdi2s-shield-check-outline"));
    }

    private BoxCell(Label title, Label words, FontIcon icon) {
      super(new HBox(10, icon, new VBox(2, title, words)));
      this.title = title;
      this.words = words;
      this.icon = icon;
      getStyleClass().add("probe-cell");
    }

    @Override
    protected String show(BoxRow row) {
      title.setText(VisibleText.line(row.agent()));
      words.setText(state(row));
      boolean good = row.wrong().isEmpty();
      icon.setIconLiteral(row.lines().isEmpty()
          ? "mdi2s-shield-outline"
          : good ? "mdi2s-shield-check-outline" : "mdi2s-shield-alert-outline");
      icon.getStyleClass().removeAll("good", "bad");
      if (!row.lines().isEmpty()) {
        icon.getStyleClass().add(good ? "good" : "bad");
      }
      return title.getText() + ", " + words.getText() + (good ? "" : ", " + texts.of("posture.wrong"));
    }
  }
}
