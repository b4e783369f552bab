package dev.ironclaw.desktop.tray;

/// A square picture that shapes are painted on, with soft edges. Coordinates run from 0 to 1, from the left and the top.
final class Raster {
  /// Samples per pixel and axis.
  private static final int SAMPLES = 6;

  private final int size;
  private final int[] pixels;

  /// Which points belong to it.
  @FunctionalInterface
  interface Shape {
    boolean holds(double x, double y);
  }

  Raster(int size) {
    this.size = size;
    this.pixels = new int[size * size];
  }

  Raster fill(Shape shape, int colour) {
    for (int at = 0; at < pixels.length; at++) {
      pixels[at] = over(colour, coverage(shape, at), pixels[at]);
    }
    return this;
  }

  /// Makes it transparent there.
  Raster cut(Shape shape) {
    for (int at = 0; at < pixels.length; at++) {
      double left = (pixels[at] >>> 24) * (1 - coverage(shape, at));
      pixels[at] = (pixels[at] & 0xFFFFFF) | ((int) Math.round(left) << 24);
    }
    return this;
  }

  int[] argb() {
    return pixels.clone();
  }

  private double coverage(Shape shape, int at) {
    int column = at % size;
    int row = at / size;
    int hits = 0;
    for (int sample = 0; sample < SAMPLES * SAMPLES; sample++) {
      int across = sample % SAMPLES;
      int down = sample / SAMPLES;
      double x = column + (across + 0.5) / SAMPLES;
      double y = row + (down + 0.5) / SAMPLES;
      hits += shape.holds(x / size, y / size) ? 1 : 0;
    }
    return hits / (double) (SAMPLES * SAMPLES);
  }

  private static int over(int above, double coverage, int below) {
    double top = (above >>> 24) / 255.0 * coverage;
    double rest = (below >>> 24) / 255.0 * (1 - top);
    double alpha = top + rest;
    if (alpha == 0) {
      return 0;
    }
    int out = (int) Math.round(alpha * 255) << 24;
    for (int shift = 0; shift <= 16; shift += 8) {
      double mixed = (((above >> shift) & 0xFF) * top + ((below >> shift) & 0xFF) * rest) / alpha;
      out |= (int) Math.round(mixed) << shift;
    }
    return out;
  }

  static Shape disc(double centerX, double centerY, double radius) {
    return (x, y) -> Math.hypot(x - centerX, y - centerY) <= radius;
  }

  static Shape either(Shape one, Shape other) {
    return (x, y) -> one.holds(x, y) || other.holds(x, y);
  }

  /// @param points x and y in turn
  static Shape polygon(double... points) {
    return (x, y) -> {
      boolean inside = false;
      int before = points.length - 2;
      for (int at = 0; at < points.length; before = at, at += 2) {
        boolean crosses = (points[at + 1] > y) != (points[before + 1] > y);
        if (crosses && x < (points[before] - points[at]) * (y - points[at + 1]) / (points[before + 1] - points[at + 1])
            + points[at]) {
          inside = !inside;
        }
      }
      return inside;
    };
  }

  /// A pen with a round tip.
  ///
  /// @param radius of the tip
  /// @param points x and y in turn
  static Shape line(double radius, double... points) {
    return (x, y) -> {
      for (int at = 0; at + 3 < points.length; at += 2) {
        if (distance(x, y, points[at], points[at + 1], points[at + 2], points[at + 3]) <= radius) {
          return true;
        }
      }
      return false;
    };
  }

  private static double distance(double x, double y, double fromX, double fromY, double toX, double toY) {
    double alongX = toX - fromX;
    double alongY = toY - fromY;
    double length = alongX * alongX + alongY * alongY;
    double part = Math.clamp(((x - fromX) * alongX + (y - fromY) * alongY) / length, 0, 1);
    return Math.hypot(x - fromX - part * alongX, y - fromY - part * alongY);
  }
}
