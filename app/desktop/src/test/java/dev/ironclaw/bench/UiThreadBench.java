package dev.ironclaw.bench;

import dev.ironclaw.desktop.shell.MainWindow;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.Theme;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import dev.ironclaw.desktop.testing.Sample;
import dev.ironclaw.desktop.testing.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;

/// How long the UI thread is busy at a stretch while each screen is opened in a window that is shown: another thread knocks
/// all the time and measures how long it waits.
///
/// Usage: `UiThreadBench [<visits>]`
public final class UiThreadBench {
  private static final int VISITS = 30;

  private UiThreadBench() {}

  public static void main(String[] arguments) throws Exception {
    int visits = arguments.length > 0 ? Integer.parseInt(arguments[0]) : VISITS;
    System.out.printf("%-28s %12s %12s %12s%n", "screen", "first ms", "p95 ms", "longest ms");
    for (Sample sample : Samples.all()) {
      try (Desk desk = new Desk()) {
        measure(sample, desk, visits);
      }
    }
    Platform.exit();
  }

  private static void measure(Sample sample, Desk desk, int visits) throws Exception {
    Navigation navigation = new Navigation();
    var background = Executors.newVirtualThreadPerTaskExecutor();
    List<String> opened = new ArrayList<>();
    MainWindow window = Fx.on(() -> {
      Screen screen = sample.screen().apply(desk, navigation);
      opened.add(screen.id());
      MainWindow made = new MainWindow(desk.backend(background, Platform::runLater), Desk.TEXTS, navigation,
          List.of(elsewhere(), screen));
      Theme.LIGHT.apply();
      Scene scene = new Scene(made, 1_280, 800);
      Theme.dress(scene);
      Stage stage = new Stage();
      stage.setScene(scene);
      stage.show();
      return made;
    });
    double first = longest(() -> visit(navigation, opened.getFirst(), sample, window));
    List<Double> later = new ArrayList<>();
    for (int i = 1; i < visits; i++) {
      later.add(longest(() -> visit(navigation, opened.getFirst(), sample, window)));
    }
    Collections.sort(later);
    System.out.printf("%-28s %12.0f %12.0f %12.0f%n", sample.name(), first, later.get((int) (later.size() * 0.95)),
        later.getLast());
    Fx.on(() -> {
      window.close();
      window.getScene().getWindow().hide();
      return window;
    });
  }

  private static void visit(Navigation navigation, String id, Sample sample, MainWindow window) throws Exception {
    Fx.on(() -> {
      navigation.go(id);
      return id;
    });
    TimeUnit.MILLISECONDS.sleep(100); // sleep-ok: its answers arrive and are drawn
    Fx.on(() -> {
      sample.arrange().accept(window);
      return id;
    });
    TimeUnit.MILLISECONDS.sleep(100); // sleep-ok: the same
    Fx.on(() -> {
      navigation.go("home");
      return id;
    });
  }

  private interface Act {
    void run() throws Exception;
  }

  /// The longest that the UI thread let a knock wait during the act, in milliseconds.
  private static double longest(Act act) throws Exception {
    Knocks knocks = new Knocks();
    knocks.start();
    act.run();
    return knocks.end() / 1e6;
  }

  private static final class Knocks extends Thread {
    private volatile boolean over;
    private volatile long longest;

    @Override
    public void run() {
      try {
        while (!over) {
          long knocked = System.nanoTime();
          Fx.on(() -> knocked);
          longest = Math.max(longest, System.nanoTime() - knocked);
          TimeUnit.MILLISECONDS.sleep(1); // sleep-ok: between two knocks
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    long end() throws InterruptedException {
      over = true;
      join();
      return longest;
    }
  }

  private static Screen elsewhere() {
    return new Screen("home", "mdi2h-home-outline", new SimpleIntegerProperty(),
        _ -> new Screen.Opened(new dev.ironclaw.desktop.shell.ViewModel() {
          @Override
          public void start() {}

          @Override
          public void stop() {}
        }, new Pane()));
  }
}
