package dev.ironclaw.desktop.shell;

import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// A line above every screen, for what concerns all of them; gone while there is nothing to say.
public final class Banner extends HBox {
  private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

  private final Label words = Words.of("");
  @SuppressWarnings({"unused", "UnusedVariable"}) // A binding lives as long as somebody holds it.
  private final ObservableValue<Optional<Said>> said;

  /// What it says.
  ///
  /// @param danger more than a warning
  public record Said(String words, boolean danger) {}

  /// One without a link.
  ///
  /// @param icon a Material Design literal
  public Banner(String icon, ObservableValue<Optional<Said>> said) {
    getStyleClass().add("banner");
    setSpacing(8);
    setAlignment(Pos.CENTER_LEFT);
    FontIcon picture = new FontIcon(icon);
    getChildren().addAll(picture, words);
    managedProperty().bind(visibleProperty());
    this.said = said;
    said.subscribe(this::show);
  }

  /// One with a way to what can be done about it.
  ///
  /// @param link its words
  public Banner(String icon, ObservableValue<Optional<Said>> said, String link, Runnable follow) {
    this(icon, said);
    Hyperlink way = new Hyperlink(link);
    way.setMinWidth(Region.USE_PREF_SIZE);
    way.setOnAction(_ -> {
      way.setVisited(false);
      follow.run();
    });
    getChildren().add(way);
  }

  private void show(Optional<Said> now) {
    setVisible(now.isPresent());
    words.setText(now.map(Said::words).orElse(""));
    pseudoClassStateChanged(DANGER, now.filter(Said::danger).isPresent());
  }
}
