package dev.ironclaw.ironctl;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/// A QR code for a terminal: two of its rows in each line of text.
final class QrCode {
  private static final int QUIET = 2;

  private QrCode() {}

  static String of(String text) {
    try {
      return draw(Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix());
    } catch (WriterException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot draw the QR code: " + e.getMessage());
    }
  }

  /// A block is light: on the usual dark terminal the code is then dark on light.
  private static String draw(ByteMatrix code) {
    StringBuilder lines = new StringBuilder();
    for (int y = -QUIET; y < code.getHeight() + QUIET; y += 2) {
      for (int x = -QUIET; x < code.getWidth() + QUIET; x++) {
        boolean top = isLight(code, x, y);
        boolean bottom = isLight(code, x, y + 1);
        lines.append(top && bottom ? '█' : top ? '▀' : bottom ? '▄' : ' ');
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  private static boolean isLight(ByteMatrix code, int x, int y) {
    return x < 0 || y < 0 || x >= code.getWidth() || y >= code.getHeight() || code.get(x, y) == 0;
  }
}
