package dev.ironclaw.desktop.tray;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/// One picture of every icon on light and dark panels, at the sizes of panels, each also four times as large.
///
/// Usage: `IconSheet <file.png>`
public final class IconSheet {
  private static final int CELL = 200;

  private IconSheet() {}

  public static void main(String[] arguments) throws IOException {
    List<TrayState> states = Stream.concat(
        Stream.<TrayState>of(new TrayState.Idle(), new TrayState.Working(), new TrayState.Degraded(),
            new TrayState.Disconnected()),
        IntStream.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).<TrayState>mapToObj(TrayState.NeedsYou::new)).toList();
    List<Integer> sizes = List.of(22, 24, 48);
    BufferedImage sheet = new BufferedImage(states.size() * CELL, sizes.size() * 2 * CELL,
        BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = sheet.createGraphics();
    for (int row = 0; row < sizes.size() * 2; row++) {
      pen.setColor(row % 2 == 0 ? new Color(0xF4F4F4) : new Color(0x24272B));
      pen.fillRect(0, row * CELL, sheet.getWidth(), CELL);
      int size = sizes.get(row / 2);
      for (int column = 0; column < states.size(); column++) {
        BufferedImage icon = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        icon.setRGB(0, 0, size, size, TrayPicture.argb(states.get(column), size), 0, size);
        int large = size * (size > 40 ? 3 : 6);
        pen.drawImage(icon, column * CELL + 4, row * CELL + 4, null);
        pen.drawImage(icon, column * CELL + CELL - large - 4, row * CELL + CELL - large - 4, large, large, null);
      }
    }
    pen.dispose();
    ImageIO.write(sheet, "png", Path.of(arguments[0]).toFile());
  }
}
