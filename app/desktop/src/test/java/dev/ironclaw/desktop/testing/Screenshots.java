package dev.ironclaw.desktop.testing;

import dev.ironclaw.desktop.StartSamples;
import dev.ironclaw.desktop.shell.MainWindow;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.Theme;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Parent;

/// Pictures of what every screen shows, light and dark, as it is at 1280×800; the first of each screen also at 200 %.
///
/// Usage: `Screenshots <folder> [<beginning of a sample's name>]`
public final class Screenshots {
  private Screenshots() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    String beginning = arguments.length > 1 ? arguments[1] : "";
    List<Sample> samples = Samples.pictures().stream().filter(sample -> sample.name().startsWith(beginning)).toList();
    Set<String> seen = new HashSet<>();
    for (Sample sample : samples) {
      List<Integer> scales = seen.add(sample.name().replaceAll("-.*", "")) ? List.of(1, 2) : List.of(1);
      Fx.on(() -> {
        takeAll(sample, scales, folder);
        return sample;
      });
    }
    for (Map.Entry<String, Supplier<Parent>> start : StartSamples.all().entrySet()) {
      if (start.getKey().startsWith(beginning)) {
        Fx.on(() -> {
          takeBoth(start.getKey(), start.getValue(), folder);
          return start;
        });
      }
    }
    Platform.exit();
  }

  private static void takeAll(Sample sample, List<Integer> scales, Path folder) {
    for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
      for (int scale : scales) {
        String end = "-" + theme.name().toLowerCase(Locale.ROOT) + (scale == 1 ? "" : "-200") + ".png";
        take(sample, theme, scale, folder.resolve(sample.name() + end));
      }
    }
  }

  /// Of what is there before the window.
  private static void takeBoth(String name, Supplier<Parent> made, Path folder) {
    for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
      String file = name + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
      Pictures.take(made.get(), theme, 1, folder.resolve(file), () -> {});
    }
  }

  private static void take(Sample sample, Theme theme, int scale, Path file) {
    try (Desk desk = new Desk()) {
      Navigation navigation = new Navigation();
      Screen screen = sample.screen().apply(desk, navigation);
      MainWindow window = new MainWindow(desk.backend(), Desk.TEXTS, navigation, List.of(screen));
      Pictures.take(window, theme, scale, file, () -> sample.arrange().accept(window));
      window.close();
    }
  }
}
