package dev.ironclaw.desktop.agent;

import dev.ironclaw.desktop.shell.Texts;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// The top of a page below the overview: the way back, what it is, what can be done with it.
final class PageHead extends HBox {
  private final Label title = new Label();

  PageHead(Texts texts, String words, Runnable back, Node... actions) {
    super(10);
    Button up = new Button(null, new FontIcon("mdi2a-arrow-left"));
    up.setId("agents-back");
    up.getStyleClass().addAll("flat", "button-icon");
    up.setAccessibleText(texts.of("agents.back"));
    up.setOnAction(_ -> back.run());
    title.setText(words);
    title.getStyleClass().add("title-2");
    title.setMinWidth(0);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren().addAll(up, title, space);
    getChildren().addAll(actions);
    for (Node action : actions) {
      if (action instanceof Region region) {
        region.setMinWidth(Region.USE_PREF_SIZE);
      }
    }
    setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("page-head");
  }

  void title(String words) {
    title.setText(words);
  }
}
