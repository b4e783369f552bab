package dev.ironclaw.desktop.approval;

import dev.ironclaw.client.DocumentDiff;
import dev.ironclaw.client.DocumentDiff.Line;
import dev.ironclaw.client.DocumentDiff.Part;
import dev.ironclaw.contract.api.CardView.DifferenceView;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Wrapping;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// A part of the agent before and after, in one: what goes with `−`, what comes with `+`, whole.
final class DifferencePane extends VBox {
  DifferencePane(DifferenceView difference, Texts texts) {
    getStyleClass().add("difference");
    List<Line> lines = DocumentDiff.of(difference.before(), difference.after());
    if (lines.isEmpty()) {
      getChildren().add(new Label(texts.of("approvals.card.nothing")));
    }
    lines.forEach(line -> getChildren().add(row(line)));
  }

  private static HBox row(Line line) {
    String kind = switch (line.mark()) {
      case '+' -> "added";
      case '-' -> "removed";
      default -> "same";
    };
    Label mark = new Label(line.mark() == '-' ? "−" : String.valueOf(line.mark()));
    mark.getStyleClass().add("mark");
    mark.setMinWidth(Region.USE_PREF_SIZE);
    TextFlow words = new TextFlow();
    for (Part part : line.parts()) {
      Text text = new Text(Wrapping.safe(part.text()));
      text.getStyleClass().addAll("document", part.differs() ? kind + "-word" : kind + "-text");
      words.getChildren().add(text);
    }
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox row = new HBox(8, mark, words);
    row.getStyleClass().addAll("difference-line", kind);
    return row;
  }
}
