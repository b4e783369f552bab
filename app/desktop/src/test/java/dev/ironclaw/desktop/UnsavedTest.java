package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.TokenCreated;
import dev.ironclaw.contract.api.TokenView;
import dev.ironclaw.desktop.approval.ApprovalsView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.settings.SettingsSamples;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;

/// What real screens say of what would be lost with them.
class UnsavedTest {
  private static Parent shown(Screen.Opened opened) {
    Parent view = opened.view();
    new Scene(view, 1_280, 800);
    view.applyCss();
    view.layout();
    return view;
  }

  private static TextField reason(Parent view) {
    view.applyCss();
    view.layout();
    return (TextField) view.lookup("#approvals-reason");
  }

  @Test
  void aReasonAgainstAChangeIsKeptUntilItIsSent() throws Exception {
    try (Desk desk = new Desk()) {
      Fx.on(() -> {
        desk.controlPlane().answer("GET /v1/changes/pending", List.of(Changes.amber("chg_000002")));
        desk.controlPlane().answer("GET /v1/changes/chg_000002", Changes.amber("chg_000002"));
        PendingChanges pending = new PendingChanges(desk.backend());
        pending.start();
        Screen.Opened opened = ApprovalsView.screen(pending, new Navigation(), Desk.TEXTS).open()
            .apply(desk.backend());
        opened.model().start();
        Parent view = shown(opened);
        assertThat(opened.model().isUnsaved()).isFalse();
        reason(view).setText("not my documents");
        assertThat(opened.model().isUnsaved()).isTrue();
        // A link raises the same card once more.
        pending.show("chg_000002");
        assertThat(reason(view).getText()).isEqualTo("not my documents");
        assertThat(reason(view).getParent().isVisible()).as("and can be gone on with").isTrue();
        reason(view).setText(" ");
        assertThat(opened.model().isUnsaved()).isFalse();
        opened.model().stop();
        pending.stop();
        return true;
      });
    }
  }

  @Test
  void aTokensTextIsShownOnceAndCountsUntilItIsPutAway() throws Exception {
    try (Desk desk = new Desk()) {
      Fx.on(() -> {
        TokenView phone = new TokenView("tok_1", "phone", List.of("read"), "active", "2026-11-21T10:00:00Z", "local",
            Optional.empty(), Optional.empty(), Optional.empty());
        Screen.Opened opened = SettingsSamples.all().stream().filter(sample -> sample.name().equals("settings-tokens"))
            .findFirst().orElseThrow().screen().apply(desk, new Navigation()).open().apply(desk.backend());
        desk.controlPlane().answer("POST /v1/tokens", new TokenCreated(phone, "ict_text"));
        opened.model().start();
        Parent view = shown(opened);
        TabPane tabs = (TabPane) view.lookup(".tab-pane");
        tabs.getTabs().stream().filter(tab -> "tab-tokens".equals(tab.getId()))
            .forEach(tabs.getSelectionModel()::select);
        view.layout();
        assertThat(opened.model().isUnsaved()).isFalse();
        ((TextField) view.lookup("#settings-token-name")).setText("phone");
        assertThat(opened.model().isUnsaved()).isTrue();
        assertThat(opened.model().isShownOnce()).isFalse();
        ((Button) view.lookup("#settings-token-create")).fire();
        assertThat(opened.model().isShownOnce()).isTrue();
        assertThat(opened.model().isUnsaved()).isTrue();
        opened.model().stop();
        assertThat(opened.model().isShownOnce()).isFalse();
        return true;
      });
    }
  }
}
