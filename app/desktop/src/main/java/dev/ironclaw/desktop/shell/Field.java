package dev.ironclaw.desktop.shell;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A field with its name above it, and below it what is wrong, else what it is for.
public final class Field extends VBox {
  private final Label title;
  private final HBox head;

  /// @param objection what is wrong with it, null where nothing is
  public Field(String title, String help, Node input, ObservableValue<@Nullable String> objection) {
    super(4);
    this.title = new Label(title);
    this.title.getStyleClass().add("text-bold");
    this.title.setLabelFor(input);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    head = new HBox(8, this.title, space);
    Label below = Words.of(Bindings.createStringBinding(() -> objection.getValue() == null
        ? help
        : objection.getValue(), objection));
    objection.subscribe(why -> below.getStyleClass().setAll("label", why == null ? "text-muted" : "objection"));
    getChildren().addAll(head, input, below);
  }

  /// Something at the right of its name.
  public Field beside(Node node) {
    head.getChildren().add(node);
    return this;
  }
}
