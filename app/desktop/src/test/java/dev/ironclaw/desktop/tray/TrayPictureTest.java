package dev.ironclaw.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrayPictureTest {
  private static List<TrayState> states() {
    List<TrayState> states = new ArrayList<>(List.of(new TrayState.Idle(), new TrayState.Working(),
        new TrayState.Degraded(), new TrayState.Disconnected()));
    for (int count = 1; count <= 10; count++) {
      states.add(new TrayState.NeedsYou(count));
    }
    return states;
  }

  @Test
  void tellsEveryStateAndEveryCountApartAtEverySizeEvenWithoutColour() {
    for (int size : List.of(16, 22, 24, 32, 48, 64)) {
      Set<String> seen = new HashSet<>();
      for (TrayState state : states()) {
        int[] pixels = TrayPicture.argb(state, size);
        assertThat(pixels).hasSize(size * size);
        assertThat(pixels[size - 1] >>> 24).as("the corner is transparent").isZero();
        int[] form = Arrays.stream(pixels).map(TrayPictureTest::brightness).toArray();
        assertThat(seen.add(Arrays.toString(form))).as(state + " at " + size).isTrue();
      }
    }
  }

  /// In eight steps, with what is transparent as a ninth.
  private static int brightness(int pixel) {
    int sum = ((pixel >> 16) & 0xFF) + ((pixel >> 8) & 0xFF) + (pixel & 0xFF);
    return pixel >>> 24 < 128 ? -1 : sum / 96;
  }

  @Test
  void drawsTenAndMoreAlike() {
    assertThat(TrayPicture.argb(new TrayState.NeedsYou(10), 22))
        .isEqualTo(TrayPicture.argb(new TrayState.NeedsYou(12_345), 22));
  }

  @Test
  void mixesColoursByTheirCoverage() {
    Raster half = new Raster(1).fill((x, _) -> x < 0.5, 0xFFFFFFFF);
    assertThat(half.argb()).containsExactly(0x80FFFFFF);
    assertThat(half.fill((_, _) -> true, 0xFF000000).argb()).containsExactly(0xFF000000);
    assertThat(half.cut((_, y) -> y < 0.5).argb()[0] >>> 24).isEqualTo(128);
  }
}
