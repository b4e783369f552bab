package dev.ironclaw.desktop.shell;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// Sections below each other, for reading; scrolls where they are too many for the window.
public final class Page extends ScrollPane {
  private static final int WIDTH = 760;

  private final VBox sections = new VBox(26);

  public Page() {
    getStyleClass().addAll("edge-to-edge", "page");
    sections.getStyleClass().add("page-content");
    sections.setFillWidth(true);
    setContent(sections);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setFocusTraversable(false);
  }

  /// One more section at the end.
  public Page add(String title, Node... content) {
    VBox section = new VBox(10, Words.of(title, "title-4"));
    section.getChildren().addAll(content);
    section.setMaxWidth(WIDTH);
    sections.getChildren().add(section);
    return this;
  }
}
