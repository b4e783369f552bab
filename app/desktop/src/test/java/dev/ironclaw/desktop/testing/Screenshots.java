package dev.ironclaw.desktop.testing;

import dev.ironclaw.desktop.approval.ApprovalsView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.shell.MainWindow;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.Theme;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.DecisionView;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/// Pictures of every screen, light and dark, at 100 and 200 %.
///
/// Usage: `Screenshots <folder>`
public final class Screenshots {
  private Screenshots() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    CompletableFuture<Void> done = new CompletableFuture<>();
    Platform.startup(() -> done.completeAsync(() -> {
      takeAll(folder);
      return null;
    }, Runnable::run));
    done.join();
    Platform.exit();
  }

  private static void takeAll(Path folder) {
    for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
      for (int scale : List.of(1, 2)) {
        try (Desk desk = new Desk()) {
          desk.controlPlane().answer("GET /v1/changes/pending",
              List.of(Changes.amber("chg_000002"), Changes.green("chg_000001"), Changes.guarded("chg_000003")));
          desk.controlPlane().answer("GET /v1/changes/chg_000002", Changes.amber("chg_000002"));
          PendingChanges pending = new PendingChanges(desk.backend());
          pending.start();
          Screen approvals = ApprovalsView.screen(pending, Desk.TEXTS);
          desk.controlPlane().answer("GET /v1/changes/history?limit=50",
              List.of(new ChangeHistoryView(Changes.green("chg_older2"), "applied",
                  Optional.of(new DecisionView("approve", "local", "2026-11-20T15:00:00Z", Optional.empty(),
                      Optional.empty()))),
                  new ChangeHistoryView(Changes.red("chg_older1"), "rejected",
                      Optional.of(new DecisionView("reject", "grace", "2026-11-18T08:00:00Z",
                          Optional.of("not my documents"), Optional.empty())))));
          desk.controlPlane().answer("GET /v1/grants?ended=0",
              List.of(Changes.grant("gr_1", "read_file"), Changes.grant("gr_2", "send_message")));
          MainWindow window = new MainWindow(desk.backend(), Desk.TEXTS, List.of(approvals));
          String end = "-" + theme.name().toLowerCase(Locale.ROOT) + (scale == 1 ? "" : "-200") + ".png";
          TabPane tabs = (TabPane) window.lookup(".tab-pane");
          for (Tab tab : tabs.getTabs()) {
            tabs.getSelectionModel().select(tab);
            Pictures.take(window, theme, scale, folder.resolve("approvals-" + tab.getId() + end));
          }
          window.close();
        }
      }
    }
  }
}
