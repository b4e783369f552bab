package dev.ironclaw.desktop.shell;

import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// A list, or why there is none and what to do.
public final class StatePane extends StackPane {
  private final Texts texts;
  private final Node content;
  private final String part;
  private final Runnable retry;
  private final ObservableValue<ListState> state;
  private String emptyIcon = "mdi2c-check-circle-outline";
  private Optional<Button> emptyAction = Optional.empty();

  /// @param part of the keys `<part>.empty` and `<part>.empty.hint`
  public StatePane(Texts texts, String part, ObservableValue<ListState> state, Node content, Runnable retry) {
    this.texts = texts;
    this.part = part;
    this.content = content;
    this.retry = retry;
    this.state = state;
    state.subscribe(this::show);
  }

  /// What an empty list shows above its words, and the button that fills it.
  public StatePane whenEmpty(String icon, Button action) {
    emptyIcon = icon;
    emptyAction = Optional.of(action);
    show(state.getValue());
    return this;
  }

  /// What an empty list shows above its words.
  public StatePane whenEmpty(String icon) {
    emptyIcon = icon;
    show(state.getValue());
    return this;
  }

  private VBox empty() {
    VBox box = said(emptyIcon, texts.of(part + ".empty"), texts.of(part + ".empty.hint"));
    emptyAction.ifPresent(action -> {
      VBox.setMargin(action, new Insets(8, 0, 0, 0));
      box.getChildren().add(action);
    });
    return box;
  }

  private void show(ListState state) {
    getChildren().setAll(switch (state) {
      case ListState.Loading _ -> waiting();
      case ListState.Empty _ -> empty();
      case ListState.Failed failed -> failed(failed.why());
      case ListState.Filled _ -> content;
    });
  }

  private static Node waiting() {
    ProgressIndicator wheel = new ProgressIndicator();
    wheel.setMaxSize(32, 32);
    return wheel;
  }

  private Node failed(String why) {
    VBox box = said("mdi2c-connection", texts.of("shell.list.failed"), why);
    Button again = new Button(texts.of("shell.list.retry"));
    again.setOnAction(_ -> retry.run());
    box.getChildren().add(again);
    return box;
  }

  private static VBox said(String icon, String title, String hint) {
    Label head = new Label(title);
    head.getStyleClass().add("title-4");
    Label words = Words.of(hint, "text-muted");
    words.setMaxWidth(420);
    words.setAlignment(Pos.CENTER);
    words.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
    FontIcon picture = new FontIcon(icon);
    picture.getStyleClass().add("state-icon");
    VBox box = new VBox(8, picture, head, words);
    box.setAlignment(Pos.CENTER);
    return box;
  }
}
