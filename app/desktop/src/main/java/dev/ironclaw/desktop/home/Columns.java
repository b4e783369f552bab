package dev.ironclaw.desktop.home;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.layout.Region;

/// Two columns of panels, or one where there is little room.
final class Columns extends Region {
  private static final int GAP = 16;
  private static final int LEAST = 720;
  private static final double LEFT_SHARE = 0.54;

  private final List<Region> left;
  private final List<Region> right;

  Columns(List<Region> left, List<Region> right) {
    this.left = List.copyOf(left);
    this.right = List.copyOf(right);
    getChildren().addAll(left);
    getChildren().addAll(right);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    double all = width > 0 ? width : getWidth();
    return all < LEAST
        ? height(both(), all)
        : Math.max(height(left, leftWidth(all)), height(right, all - GAP - leftWidth(all)));
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  private static double leftWidth(double all) {
    return Math.floor((all - GAP) * LEFT_SHARE);
  }

  private List<Region> both() {
    List<Region> all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }

  private static double height(List<Region> panels, double width) {
    List<Region> shown = panels.stream().filter(Region::isManaged).toList();
    return shown.stream().mapToDouble(panel -> panel.prefHeight(width)).sum() + GAP * Math.max(0, shown.size() - 1.0);
  }

  @Override
  protected void layoutChildren() {
    if (getWidth() < LEAST) {
      place(both(), 0, getWidth());
    } else {
      double first = leftWidth(getWidth());
      place(left, 0, first);
      place(right, first + GAP, getWidth() - first - GAP);
    }
  }

  private static void place(List<Region> panels, double x, double width) {
    double y = 0;
    for (Region panel : panels) {
      if (panel.isManaged()) {
        double height = panel.prefHeight(width);
        panel.resizeRelocate(x, y, width, height);
        y += height + GAP;
      }
    }
  }
}
