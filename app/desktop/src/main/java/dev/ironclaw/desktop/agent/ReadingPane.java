package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

/// What the agent will read of itself, as it stands in the form, with everything visible that an eye would miss.
final class ReadingPane extends BorderPane {
  /// A document that is longer is refused anyway; a text that somebody pasted must not stop the window.
  private static final int MOST_SHOWN = 8_192;

  ReadingPane(BuilderViewModel model, Texts texts) {
    getStyleClass().add("reading");
    Label head = new Label(texts.of("agents.reading"));
    head.getStyleClass().addAll("text-caption", "section-title");
    setTop(head);
    VBox all = new VBox(14);
    all.getStyleClass().add("reading-page");
    for (PersonaSectionView section : model.catalog().sections()) {
      Label title = new Label(section.title());
      title.getStyleClass().add("text-bold");
      Label text = Words.of(model.document(section.key()).map(now -> now.isBlank()
          ? texts.of("agents.document.none")
          : VisibleText.text(Excerpt.of(now, MOST_SHOWN))));
      all.getChildren().add(new VBox(3, title, text));
    }
    ScrollPane scroll = new ScrollPane(all);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    setCenter(scroll);
  }
}
