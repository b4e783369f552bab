package dev.ironclaw.desktop.tray;

import dev.ironclaw.desktop.tray.Raster.Shape;
import java.util.List;

/// Digits as strokes of a pen, on a grid 4 wide and 6 high.
final class Digits {
  private static final List<double[][]> STROKES = List.of(
      strokes(new double[]{1, 0, 3, 0, 4, 1, 4, 5, 3, 6, 1, 6, 0, 5, 0, 1, 1, 0}),
      strokes(new double[]{0.8, 1.2, 2.4, 0, 2.4, 6}),
      strokes(new double[]{0, 1.2, 0.8, 0.2, 1.6, 0, 2.6, 0, 3.5, 0.4, 4, 1.3, 3.8, 2.4, 0, 6, 4, 6}),
      strokes(new double[]{0, 0.7, 1, 0, 3, 0, 4, 0.9, 4, 2, 3, 2.9, 1.6, 2.9},
          new double[]{3, 2.9, 4, 3.9, 4, 5, 3, 6, 1, 6, 0, 5.3}),
      strokes(new double[]{3, 6, 3, 0, 0, 4.2, 4.2, 4.2}),
      strokes(new double[]{3.8, 0, 0.5, 0, 0.2, 2.7, 1.4, 2.2, 2.8, 2.2, 4, 3.3, 4, 4.8, 3, 6, 1, 6, 0, 5.3}),
      strokes(new double[]{3.5, 0.3, 2.6, 0, 1.4, 0.2, 0.4, 1.4, 0, 3, 0, 4.8, 1, 6, 3, 6, 4, 4.9, 4, 3.7, 3, 2.7, 1.2,
          2.7, 0, 3.9}),
      strokes(new double[]{0, 0, 4, 0, 1.5, 6}),
      strokes(new double[]{1, 0, 3, 0, 3.8, 0.8, 3.8, 2, 3, 2.8, 1, 2.8, 0.2, 2, 0.2, 0.8, 1, 0},
          new double[]{1, 2.8, 0, 3.8, 0, 5, 1, 6, 3, 6, 4, 5, 4, 3.8, 3, 2.8}),
      strokes(new double[]{0.5, 5.7, 1.4, 6, 2.6, 5.8, 3.6, 4.6, 4, 3, 4, 1.2, 3, 0, 1, 0, 0, 1.1, 0, 2.3, 1, 3.3, 2.8,
          3.3, 4, 2.1}));
  private static final double[][] PLUS = strokes(new double[]{0, 3, 4, 3}, new double[]{2, 0, 2, 6});

  private Digits() {}

  private static double[][] strokes(double[]... strokes) {
    return strokes;
  }

  /// @param digit from 0 to 9
  static Shape of(int digit, double left, double top, double width, double height, double pen) {
    return placed(STROKES.get(digit), left, top, width, height, pen);
  }

  static Shape plus(double left, double top, double width, double height, double pen) {
    return placed(PLUS, left, top, width, height, pen);
  }

  private static Shape placed(double[][] strokes, double left, double top, double width, double height, double pen) {
    Shape all = (_, _) -> false;
    for (double[] stroke : strokes) {
      double[] points = stroke.clone();
      for (int at = 0; at < points.length; at += 2) {
        points[at] = left + points[at] / 4 * width;
        points[at + 1] = top + points[at + 1] / 6 * height;
      }
      all = Raster.either(all, Raster.line(pen, points));
    }
    return all;
  }
}
