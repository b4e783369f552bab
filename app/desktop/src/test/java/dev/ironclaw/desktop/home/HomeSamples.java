package dev.ironclaw.desktop.home;

import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.Asks;
import dev.ironclaw.desktop.ask.OpenAsks;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Sample;
import java.util.List;

/// The home screen of a morning with work, of one with trouble, of one without anything.
public final class HomeSamples {
  private HomeSamples() {}

  public static List<Sample> all() {
    return List.of(
        new Sample("home-morning",
            (desk, navigation) -> screen(desk, navigation, HomeFacts.well(),
                List.of(Changes.red("chg_mount1"), Changes.amber("chg_perso1"), Changes.green("chg_tools1"))),
            _ -> {}),
        new Sample("home-trouble",
            (desk, navigation) -> screen(desk, navigation, HomeFacts.troubled(), List.of(Changes.amber("chg_perso1"))),
            _ -> {}),
        new Sample("home-quiet", (desk, navigation) -> screen(desk, navigation, HomeFacts.quiet(), List.of()),
            _ -> {}));
  }

  private static Screen screen(Desk desk, Navigation navigation, StatusView status, List<ChangeView> waiting) {
    HomeFacts.lay(desk, status);
    desk.controlPlane().answer("GET /v1/changes/pending", waiting);
    PendingChanges pending = new PendingChanges(desk.backend());
    pending.start();
    if (!waiting.isEmpty()) {
      Asks.lay(desk, List.of(Asks.question("qst_1", "Shall I book the early train on Friday, or the one at ten?")),
          List.of(Asks.budget("bdg_1", "open", false)), List.of(Asks.blocked("sched_1")));
    }
    OpenAsks asks = new OpenAsks(desk.backend());
    asks.start();
    return HomeView.screen(pending, asks, navigation, Desk.TEXTS);
  }
}
