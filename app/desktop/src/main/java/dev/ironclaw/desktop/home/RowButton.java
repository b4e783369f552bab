package dev.ironclaw.desktop.home;

import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// A whole row that can be pressed, as high as its words need: a button measures its graphic without its width, and words
/// that wrap would be cut.
final class RowButton extends Button {
  private final HBox row;

  RowButton(HBox row) {
    this.row = row;
    getStyleClass().addAll("home-row", "flat");
    setGraphic(row);
    setMaxWidth(Double.MAX_VALUE);
    setMinWidth(0);
    setMinHeight(Region.USE_PREF_SIZE);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    double room = Math.max(0, (width > 0 ? width : getWidth()) - snappedLeftInset() - snappedRightInset());
    return snappedTopInset() + row.prefHeight(room) + snappedBottomInset();
  }

  @Override
  protected void layoutChildren() {
    row.setPrefWidth(Math.max(0, getWidth() - snappedLeftInset() - snappedRightInset()));
    super.layoutChildren();
  }
}
