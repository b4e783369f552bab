package dev.ironclaw.desktop.session;

import dev.ironclaw.contract.api.TimelineView;
import dev.ironclaw.contract.api.TimelineView.EventView;
import dev.ironclaw.desktop.shell.MainWindow;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Theme;
import dev.ironclaw.desktop.testing.Agents;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.ListView;

/// How long the screen of a session with 10,000 events takes from the click to the laid out list with all of them in it;
/// what the control plane takes for them is `TimelineBench`.
public final class TimelineOpenBench {
  private static final int PAGES = 5;
  private static final int ROUNDS = 10;

  private TimelineOpenBench() {}

  public static void main(String... arguments) throws Exception {
    for (int round = -3; round < ROUNDS; round++) {
      double millis = Fx.on(TimelineOpenBench::open) / 1e6;
      if (round >= 0) {
        System.out.printf("open %.0f ms%n", millis);
      }
    }
    Platform.exit();
  }

  private static long open() {
    try (Desk desk = new Desk()) {
      SessionSamples.answers(desk);
      for (int page = 0; page < PAGES; page++) {
        desk.controlPlane().answer(SessionSamples.TIMELINE + (page == 0 ? "" : "&before=p" + page),
            new TimelineView(Agents.SESSION, events(page * Timeline.PAGE),
                page == PAGES - 1 ? Optional.empty() : Optional.of("p" + (page + 1))));
      }
      Navigation navigation = new Navigation();
      Theme.LIGHT.apply();
      long start = System.nanoTime();
      MainWindow window = new MainWindow(desk.backend(), Desk.TEXTS, navigation,
          List.of(SessionsView.screen(navigation, Desk.TEXTS)));
      Scene scene = new Scene(window, 1_280, 800);
      Theme.dress(scene);
      window.applyCss();
      window.layout();
      long taken = System.nanoTime() - start;
      int shown = window.lookup("#timeline-list") instanceof ListView<?> list ? list.getItems().size() : 0;
      if (shown != PAGES * Timeline.PAGE) {
        throw new IllegalStateException("shows " + shown);
      }
      window.close();
      return taken;
    }
  }

  private static List<EventView> events(int from) {
    return IntStream.range(from, from + Timeline.PAGE).mapToObj(n -> new EventView("audit:" + n,
        "2026-11-21T09:00:00Z", Timeline.SORTS.get(n % Timeline.SORTS.size()), "model calls", "system",
        "Note " + n + " says that the flight leaves at seven. ".repeat(5), false, Optional.empty())).toList();
  }
}
