import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// The program's icon, from one drawing: ironclaw.svg, ironclaw-SIZE.png, ironclaw.ico and ironclaw.icns.
///
/// Usage: `java -Djava.awt.headless=true Icon.java FOLDER`
final class Icon {
  /// A picture of 100 by 100.
  private static final String SHIELD = "M50 2 C62 10.500 77 15.500 92 16.500 L92 47 C92 72 74 88.500 50 98.500 "
      + "C26 88.500 8 72 8 47 L8 16.500 C23 15.500 38 10.500 50 2 Z";
  private static final String STEM = "M46.500 48 L53.500 48 L59.500 72 L40.500 72 Z";
  private static final Color TOP = new Color(0x3F8FE0);
  private static final Color BOTTOM = new Color(0x2463A8);

  private Icon() {}

  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("ironclaw.svg"), """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
          <linearGradient id="g" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stop-color="#3f8fe0"/>
            <stop offset="1" stop-color="#2463a8"/>
          </linearGradient>
          <path fill="url(#g)" d="%s"/>
          <path fill="#fff" d="%s"/>
          <circle fill="#fff" cx="50" cy="41" r="13"/>
        </svg>
        """.formatted(SHIELD, STEM));
    for (int size : new int[]{16, 32, 48, 128, 256, 512}) {
      Files.write(folder.resolve("ironclaw-" + size + ".png"), png(size));
    }
    Files.write(folder.resolve("ironclaw.ico"), ico(png(256)));
    Files.write(folder.resolve("ironclaw.icns"), icns(png(128), png(256), png(512)));
  }

  private static byte[] png(int size) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    pen.transform(AffineTransform.getScaleInstance(size / 100.0, size / 100.0));
    pen.setPaint(new GradientPaint(0, 0, TOP, 0, 100, BOTTOM));
    pen.fill(path(SHIELD));
    Area keyhole = new Area(path(STEM));
    keyhole.add(new Area(new Ellipse2D.Double(37, 28, 26, 26)));
    pen.setPaint(Color.WHITE);
    pen.fill(keyhole);
    pen.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static Path2D path(String words) {
    Path2D path = new Path2D.Double();
    String[] parts = words.replaceAll("([MLCZ])", " $1 ").strip().split("\\s+");
    for (int at = 0; at < parts.length;) {
      switch (parts[at]) {
        case "M" -> path.moveTo(number(parts, at + 1), number(parts, at + 2));
        case "L" -> path.lineTo(number(parts, at + 1), number(parts, at + 2));
        case "C" -> path.curveTo(number(parts, at + 1), number(parts, at + 2), number(parts, at + 3),
            number(parts, at + 4), number(parts, at + 5), number(parts, at + 6));
        default -> path.closePath();
      }
      at += switch (parts[at]) {
        case "M", "L" -> 3;
        case "C" -> 7;
        default -> 1;
      };
    }
    return path;
  }

  private static double number(String[] parts, int at) {
    return Double.parseDouble(parts[at]);
  }

  /// One picture of 256, which that format writes as 0.
  private static byte[] ico(byte[] png) {
    return ByteBuffer.allocate(22 + png.length).order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 0).putShort((short) 1).putShort((short) 1)
        .put((byte) 0).put((byte) 0).put((byte) 0).put((byte) 0).putShort((short) 1).putShort((short) 32)
        .putInt(png.length).putInt(22).put(png).array();
  }

  private static byte[] icns(byte[] small, byte[] middle, byte[] large) {
    int length = 8 + 3 * 8 + small.length + middle.length + large.length;
    return ByteBuffer.allocate(length).putInt(0x69636E73).putInt(length)
        .putInt(0x69633037).putInt(8 + small.length).put(small)
        .putInt(0x69633038).putInt(8 + middle.length).put(middle)
        .putInt(0x69633039).putInt(8 + large.length).put(large).array();
  }
}
