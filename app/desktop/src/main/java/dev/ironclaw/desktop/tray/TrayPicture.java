package dev.ironclaw.desktop.tray;

import dev.ironclaw.desktop.tray.Raster.Shape;

/// The icon, drawn for any size: a shield in colours that hold on light and dark panels. States differ in form too, never
/// in colour alone.
final class TrayPicture {
  private static final int BLUE = 0xFF2F7DD1;
  private static final int SLATE = 0xFF6B87A8;
  private static final int GREY = 0xFF8A8F98;
  private static final int AMBER = 0xFFF2A20C;
  private static final int RED = 0xFFD92D20;
  private static final int WHITE = 0xFFFFFFFF;
  private static final int INK = 0xFF33240A;

  private static final Shape SHIELD = Raster.polygon(0.5, 0.02, 0.64, 0.10, 0.80, 0.15, 0.92, 0.165, 0.92, 0.47, 0.90,
      0.60, 0.85, 0.71, 0.77, 0.81, 0.65, 0.91, 0.5, 0.985, 0.35, 0.91, 0.23, 0.81, 0.15, 0.71, 0.10, 0.60, 0.08, 0.47,
      0.08, 0.165, 0.20, 0.15, 0.36, 0.10);
  private static final Shape KEYHOLE = Raster.either(Raster.disc(0.5, 0.41, 0.13),
      Raster.polygon(0.46, 0.45, 0.54, 0.45, 0.60, 0.72, 0.40, 0.72));
  private static final Shape DOTS = Raster.either(Raster.disc(0.27, 0.46, 0.085),
      Raster.either(Raster.disc(0.5, 0.46, 0.085), Raster.disc(0.73, 0.46, 0.085)));
  private static final Shape EXCLAMATION = Raster.either(Raster.line(0.075, 0.5, 0.28, 0.5, 0.54),
      Raster.disc(0.5, 0.75, 0.085));

  private TrayPicture() {}

  /// Rows from the top, each pixel `0xAARRGGBB`, not premultiplied.
  static int[] argb(TrayState state, int size) {
    Raster raster = new Raster(size);
    switch (state) {
      case TrayState.Idle _ -> raster.fill(SHIELD, SLATE).fill(KEYHOLE, WHITE);
      case TrayState.Working _ -> raster.fill(SHIELD, BLUE).fill(DOTS, WHITE);
      case TrayState.NeedsYou needs -> {
        raster.fill(SHIELD, BLUE);
        count(raster, needs.count());
      }
      case TrayState.Degraded _ -> raster.fill(SHIELD, AMBER).fill(EXCLAMATION, INK);
      case TrayState.Disconnected _ -> raster.fill(SHIELD, GREY)
          .cut(Raster.line(0.13, 0.05, 0.05, 0.95, 0.95)).fill(Raster.line(0.055, 0.07, 0.07, 0.93, 0.93), RED);
    }
    return raster.argb();
  }

  /// Up to nine in digits, on a badge cut out of the shield.
  private static void count(Raster raster, int count) {
    raster.cut(Raster.disc(0.67, 0.67, 0.37)).fill(Raster.disc(0.67, 0.67, 0.325), RED);
    if (count < 10) {
      raster.fill(Digits.of(count, 0.545, 0.465, 0.25, 0.41, 0.052), WHITE);
    } else {
      raster.fill(Raster.either(Digits.of(9, 0.47, 0.50, 0.19, 0.34, 0.043),
          Digits.plus(0.73, 0.565, 0.18, 0.20, 0.04)), WHITE);
    }
  }
}
