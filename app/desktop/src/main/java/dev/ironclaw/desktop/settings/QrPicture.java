package dev.ironclaw.desktop.settings;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Optional;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

/// A QR code, dark on light in both themes: cameras want it so.
final class QrPicture {
  private static final int QUIET = 4;
  private static final int SIZE = 200;

  private QrPicture() {}

  /// Empty where the text is too long for one.
  static Optional<ImageView> of(String text) {
    try {
      return Optional.of(view(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix()));
    } catch (WriterException _) {
      // silent-ok: the text stands beside it, to be typed.
      return Optional.empty();
    }
  }

  private static ImageView view(ByteMatrix code) {
    int side = code.getWidth() + 2 * QUIET;
    int dot = Math.max(1, SIZE / side);
    WritableImage image = new WritableImage(side * dot, side * dot);
    for (int y = 0; y < side * dot; y++) {
      for (int x = 0; x < side * dot; x++) {
        int column = x / dot - QUIET;
        int row = y / dot - QUIET;
        boolean dark = column >= 0 && row >= 0 && column < code.getWidth() && row < code.getHeight()
            && code.get(column, row) == 1;
        image.getPixelWriter().setColor(x, y, dark ? Color.BLACK : Color.WHITE);
      }
    }
    ImageView view = new ImageView(image);
    view.setSmooth(false);
    return view;
  }
}
