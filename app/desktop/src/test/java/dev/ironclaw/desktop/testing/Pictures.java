package dev.ironclaw.desktop.testing;

import dev.ironclaw.desktop.shell.Theme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.transform.Scale;
import javax.imageio.ImageIO;

/// Pictures of screens, without a display. On the UI thread.
public final class Pictures {
  private static final int WIDTH = 1_280;
  private static final int HEIGHT = 800;

  private Pictures() {}

  /// Takes one.
  ///
  /// @param scale 1, or 2 for a screen at 200 %
  /// @param arrange runs once the view is laid out
  public static void take(Parent view, Theme theme, int scale, Path file, Runnable arrange) {
    theme.apply();
    Scene scene = new Scene(view, WIDTH, HEIGHT);
    Theme.dress(scene);
    view.applyCss();
    view.layout();
    arrange.run();
    view.applyCss();
    view.layout();
    SnapshotParameters how = new SnapshotParameters();
    how.setTransform(new Scale(scale, scale));
    write(view.snapshot(how, null), file);
    scene.setRoot(new javafx.scene.Group());
  }

  private static void write(WritableImage image, Path file) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    int[] pixels = new int[width * height];
    image.getPixelReader().getPixels(0, 0, width, height, javafx.scene.image.PixelFormat.getIntArgbInstance(), pixels,
        0,
        width);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      ImageIO.write(Palette.draw(pixels, width), "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
