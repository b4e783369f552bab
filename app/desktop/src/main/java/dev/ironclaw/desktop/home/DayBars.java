package dev.ironclaw.desktop.home;

import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// A bar for each hour of the day. The numbers are in the words beside it; here is when.
final class DayBars extends Region {
  private static final int GAP = 3;
  private static final int AXIS = 18;
  private static final int LEAST = 2;
  private static final int TALL = 64;
  private static final List<Integer> MARKS = List.of(0, 6, 12, 18);

  private final List<Region> bars = IntStream.range(0, Today.HOURS).mapToObj(_ -> new Region()).toList();
  private final List<Label> marks;
  private List<Long> values = List.of();

  /// @param mark the hours that are named below, in words
  DayBars(java.util.function.IntFunction<String> mark) {
    getStyleClass().add("day-bars");
    bars.forEach(bar -> bar.getStyleClass().add("day-bar"));
    marks = MARKS.stream().map(hour -> new Label(mark.apply(hour))).toList();
    marks.forEach(label -> {
      label.getStyleClass().addAll("text-small", "text-subtle");
      label.setAlignment(Pos.TOP_LEFT);
    });
    getChildren().addAll(bars);
    getChildren().addAll(marks);
    setMinHeight(TALL + AXIS);
    setPrefHeight(TALL + AXIS);
  }

  /// @param hours one value for each
  /// @param now the hour of now; later ones are faint
  void show(List<Long> hours, int now) {
    values = hours;
    for (int hour = 0; hour < bars.size(); hour++) {
      Region bar = bars.get(hour);
      bar.getStyleClass().removeAll("empty", "later");
      if (hour > now) {
        bar.getStyleClass().add("later");
      } else if (hours.get(hour) == 0) {
        bar.getStyleClass().add("empty");
      }
    }
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    double step = (getWidth() + GAP) / Today.HOURS;
    double high = getHeight() - AXIS;
    long most = Math.max(1, values.stream().mapToLong(Long::longValue).max().orElse(0));
    for (int hour = 0; hour < bars.size(); hour++) {
      long value = hour < values.size() ? values.get(hour) : 0;
      double height = Math.max(LEAST, Math.round(high * value / most));
      double left = snapPositionX(hour * step);
      bars.get(hour).resizeRelocate(left, high - height, Math.max(1, snapPositionX((hour + 1) * step - GAP) - left),
          height);
    }
    for (int i = 0; i < marks.size(); i++) {
      Label label = marks.get(i);
      layoutInArea(label, MARKS.get(i) * step, high + 2, step * 6, AXIS, 0, javafx.geometry.HPos.LEFT, VPos.TOP);
    }
  }
}
