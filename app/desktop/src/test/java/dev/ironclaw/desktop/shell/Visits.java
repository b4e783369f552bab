package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import dev.ironclaw.desktop.testing.Sample;
import dev.ironclaw.desktop.testing.Samples;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;

/// Goes to a screen and back to an empty one, a hundred times.
final class Visits {
  private static final int WARM_UP = 20;
  private static final int TIMES = 100;
  /// The toolkit's own caches come and go by 2 MiB; a view that stays after each visit is 5 MiB at least.
  private static final long MOST_GROWTH = 3 << 20;

  private final Navigation navigation = new Navigation();
  private final Sample sample;
  private final Screen screen;
  private final MainWindow window;

  private Visits(Desk desk, Sample sample) {
    this.sample = sample;
    this.screen = sample.screen().apply(desk, navigation);
    this.window = new MainWindow(desk.backend(), Desk.TEXTS, navigation, List.of(elsewhere(), screen));
    new Scene(window, 1_180, 760);
    // A sample may have asked for its screen already, to show one thing there.
    navigation.go("home");
  }

  private void make(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      Fx.on(() -> {
        navigation.go(screen.id());
        layOut();
        sample.arrange().accept(window);
        layOut();
        navigation.go("home");
        layOut();
        return window;
      });
    }
  }

  private void layOut() {
    window.applyCss();
    window.layout();
  }

  /// Of the screen as it is when it is open.
  private int nodes() {
    navigation.go(screen.id());
    layOut();
    int found = count(window);
    navigation.go("home");
    return found;
  }

  private static int count(Node node) {
    return node instanceof Parent parent
        ? 1 + parent.getChildrenUnmodifiable().stream().mapToInt(Visits::count).sum()
        : 1;
  }

  /// Every second sample, so that two classes have them all, each in a JVM of its own.
  ///
  /// @param first 0 or 1
  static Stream<Sample> samples(int first) {
    List<Sample> all = Samples.all();
    return IntStream.range(0, all.size()).filter(index -> index % 2 == first).mapToObj(all::get);
  }

  /// A screen that is left listens to nothing, and a hundred visits leave nothing.
  static void leaveNothing(Sample sample) throws Exception {
    try (Desk desk = new Desk()) {
      Visits visits = Fx.on(() -> new Visits(desk, sample));
      int before = desk.listeners();
      visits.make(WARM_UP);
      assertThat(desk.listeners()).as("listeners").isEqualTo(before);
      int nodes = Fx.on(visits::nodes);
      assertThat(leastGrowth(visits)).as("bytes more in use").isLessThan(MOST_GROWTH);
      assertThat(desk.listeners()).as("listeners").isEqualTo(before);
      assertThat(Fx.on(visits::nodes)).as("nodes").isEqualTo(nodes);
    }
  }

  /// A leak grows each time, what is only loaded for the first time does not.
  private static long leastGrowth(Visits visits) throws Exception {
    long least = Long.MAX_VALUE;
    for (int series = 0; series < 3 && least >= MOST_GROWTH; series++) {
      long before = used();
      visits.make(TIMES);
      least = Math.min(least, used() - before);
    }
    return least;
  }

  private static Screen elsewhere() {
    return new Screen("home", "mdi2h-home-outline", new SimpleIntegerProperty(),
        _ -> new Screen.Opened(new ViewModel() {
          @Override
          public void start() {}

          @Override
          public void stop() {}
        }, new Pane()));
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
