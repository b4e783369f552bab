package dev.ironclaw.desktop.testing;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A screen in its 256 most frequent colours: pictures of screens are kept, and small that way.
final class Palette {
  private static final int COLOURS = 256;

  private final int[] colours;
  private final Map<Integer, Integer> places = new HashMap<>();

  private Palette(List<Integer> colours) {
    this.colours = colours.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The picture of these pixels, `0xAARRGGBB` from the top.
  static BufferedImage draw(int[] pixels, int width) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      counts.merge(pixel | 0xFF000000, 1, Integer::sum);
    }
    // Of two that are as frequent always the same one, so that the picture is.
    Palette palette = new Palette(counts.entrySet().stream()
        .sorted(Map.Entry.<Integer, Integer>comparingByValue(Collections.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .limit(COLOURS).map(Map.Entry::getKey).toList());
    BufferedImage image = new BufferedImage(width, pixels.length / width, BufferedImage.TYPE_BYTE_INDEXED,
        new IndexColorModel(8, palette.colours.length, palette.colours, 0, false, -1,
            java.awt.image.DataBuffer.TYPE_BYTE));
    byte[] places = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      places[i] = (byte) palette.place(pixels[i] | 0xFF000000);
    }
    image.getRaster().setDataElements(0, 0, width, pixels.length / width, places);
    return image;
  }

  private int place(int colour) {
    return places.computeIfAbsent(colour, this::nearest);
  }

  private int nearest(int colour) {
    int best = 0;
    for (int i = 1; i < colours.length; i++) {
      if (distance(colours[i], colour) < distance(colours[best], colour)) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    int red = (one >> 16 & 0xFF) - (other >> 16 & 0xFF);
    int green = (one >> 8 & 0xFF) - (other >> 8 & 0xFF);
    int blue = (one & 0xFF) - (other & 0xFF);
    return red * red + green * green + blue * blue;
  }
}
