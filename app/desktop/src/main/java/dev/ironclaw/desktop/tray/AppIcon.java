package dev.ironclaw.desktop.tray;

import java.util.List;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/// The app's own icon, for windows: the one of the tray at rest.
public final class AppIcon {
  private static final List<Integer> SIZES = List.of(16, 24, 32, 48, 64, 128);

  private AppIcon() {}

  /// In the sizes that window managers choose from.
  public static List<Image> images() {
    return SIZES.stream().map(AppIcon::of).toList();
  }

  private static Image of(int size) {
    WritableImage image = new WritableImage(size, size);
    image.getPixelWriter().setPixels(0, 0, size, size, PixelFormat.getIntArgbInstance(),
        TrayPicture.argb(new TrayState.Idle(), size), 0, size);
    return image;
  }
}
