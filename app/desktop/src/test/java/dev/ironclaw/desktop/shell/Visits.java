package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import dev.ironclaw.desktop.testing.Sample;
import dev.ironclaw.desktop.testing.Samples;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javax.management.ObjectName;

/// Goes to a screen and back to an empty one, many times.
final class Visits {
  private static final int WARM_UP = 10;
  private static final int TIMES = 20;
  private static final int SERIES = 6;

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

  /// A screen that is left listens to nothing, and many visits leave nothing.
  static void leaveNothing(Sample sample) throws Exception {
    try (Desk desk = new Desk()) {
      Visits visits = Fx.on(() -> new Visits(desk, sample));
      int before = desk.listeners();
      visits.make(WARM_UP);
      assertThat(desk.listeners()).as("listeners").isEqualTo(before);
      int nodes = Fx.on(visits::nodes);
      assertThat(leftEachTime(desk, visits)).as("objects of which each visit leaves one").isEmpty();
      assertThat(desk.listeners()).as("listeners").isEqualTo(before);
      assertThat(Fx.on(visits::nodes)).as("nodes").isEqualTo(nodes);
    }
  }

  /// A leak grows with each visit, and in each series; what a cache takes in does not.
  private static Map<String, Long> leftEachTime(Desk desk, Visits visits) throws Exception {
    Map<String, Long> left = Map.of();
    for (int series = 0; series < SERIES; series++) {
      Map<String, Long> before = held(desk);
      visits.make(TIMES);
      left = new TreeMap<>(held(desk));
      left.replaceAll((name, count) -> count - before.getOrDefault(name, 0L));
      left.values().removeIf(more -> more < TIMES);
      if (left.isEmpty()) {
        break;
      }
    }
    return left;
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

  /// How many objects of the app and of the toolkit somebody holds, by class. A delay that has not ended holds its own, so
  /// all end.
  private static Map<String, Long> held(Desk desk) throws Exception {
    Fx.on(() -> {
      desk.delaysEnd();
      return desk;
    });
    // It collects what nobody holds before it counts.
    String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
        new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram", new Object[]{new String[0]},
        new String[]{String[].class.getName()});
    return histogram.lines().map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 3 && isOurs(words[3]))
        .collect(Collectors.toMap(words -> words[3], words -> Long.parseLong(words[1]), Long::sum));
  }

  /// What the tests keep of what was asked is no leak.
  private static boolean isOurs(String name) {
    return (name.startsWith("dev.ironclaw.") && !name.startsWith("dev.ironclaw.desktop.testing."))
        || name.startsWith("javafx.") || name.startsWith("com.sun.javafx.");
  }
}
