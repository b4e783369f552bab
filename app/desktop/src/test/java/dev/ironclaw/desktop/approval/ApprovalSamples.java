package dev.ironclaw.desktop.approval;

import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Sample;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Parent;
import javafx.scene.control.TabPane;

/// Approvals with something in each tab, and with nothing.
public final class ApprovalSamples {
  private ApprovalSamples() {}

  public static List<Sample> all() {
    return Stream.concat(
        Stream.of("waiting", "history", "grants")
            .map(tab -> new Sample("approvals-" + tab, ApprovalSamples::filled, view -> choose(view, "tab-" + tab))),
        Stream.of(new Sample("approvals-two-people", ApprovalSamples::guarded),
            new Sample("approvals-empty", ApprovalSamples::empty)))
        .toList();
  }

  /// Cards of jobs and of one-off commands; pictures and nothing else.
  public static List<Sample> more() {
    return List.of(new Sample("approvals-job", (desk, navigation) -> one(desk, navigation, Changes.job("chg_000004"))),
        new Sample("approvals-command",
            (desk, navigation) -> one(desk, navigation, Changes.command("chg_000005"))));
  }

  private static Screen one(Desk desk, Navigation navigation, ChangeView change) {
    desk.controlPlane().answer("GET /v1/changes/pending", List.of(change));
    desk.controlPlane().answer("GET /v1/changes/" + change.id(), change);
    return screen(desk, navigation);
  }

  private static Screen empty(Desk desk, Navigation navigation) {
    desk.controlPlane().answer("GET /v1/changes/pending", List.of());
    return screen(desk, navigation);
  }

  /// Red, the second of two people, with a one-time code.
  private static Screen guarded(Desk desk, Navigation navigation) {
    desk.controlPlane().answer("GET /v1/changes/pending", List.of(Changes.guarded("chg_000003")));
    desk.controlPlane().answer("GET /v1/changes/chg_000003", Changes.guarded("chg_000003"));
    return screen(desk, navigation);
  }

  private static Screen filled(Desk desk, Navigation navigation) {
    desk.controlPlane().answer("GET /v1/changes/pending",
        List.of(Changes.amber("chg_000002"), Changes.green("chg_000001"), Changes.guarded("chg_000003")));
    desk.controlPlane().answer("GET /v1/changes/chg_000002", Changes.amber("chg_000002"));
    desk.controlPlane().answer("GET /v1/changes/history?limit=50", List.of(
        new ChangeHistoryView(Changes.green("chg_older2"), "applied", Optional.of(
            new DecisionView("approve", "local", "2026-11-20T15:00:00Z", Optional.empty(), Optional.empty()))),
        new ChangeHistoryView(Changes.red("chg_older1"), "rejected", Optional.of(new DecisionView("reject", "grace",
            "2026-11-18T08:00:00Z", Optional.of("not my documents"), Optional.empty())))));
    desk.controlPlane().answer("GET /v1/grants?ended=0",
        List.of(Changes.grant("gr_1", "read_file"), Changes.grant("gr_2", "send_message")));
    return screen(desk, navigation);
  }

  private static Screen screen(Desk desk, Navigation navigation) {
    PendingChanges pending = new PendingChanges(desk.backend());
    pending.start();
    return ApprovalsView.screen(pending, navigation, Desk.TEXTS);
  }

  private static void choose(Parent view, String id) {
    TabPane tabs = (TabPane) view.lookup(".tab-pane");
    tabs.getTabs().stream().filter(tab -> id.equals(tab.getId())).findFirst()
        .ifPresent(tabs.getSelectionModel()::select);
  }
}
