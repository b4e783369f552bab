package dev.ironclaw.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.desktop.bus.Bus;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Heard;
import dev.ironclaw.desktop.testing.SessionBus;
import dev.ironclaw.desktop.tray.Panels.MenuEvent;
import dev.ironclaw.desktop.tray.TrayEntry.Action;
import dev.ironclaw.desktop.tray.TrayEntry.Info;
import dev.ironclaw.desktop.tray.TrayEntry.Submenu;
import java.nio.file.Path;
import java.util.List;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real dbus-daemon, with a panel in this process that speaks the real protocol.
class StatusNotifierTrayTest {
  private static final UInt32 NOW = new UInt32(0);
  private static final Variant<?> NOTHING = new Variant<>("");
  private static final Action CARD = new Action(new TrayAction.OpenCard("chg_1"), "Give Ada: read_file");
  private static final TrayMenu MENU = new TrayMenu("1 change waits",
      List.of(new Info("1 change waits"), CARD, new Submenu("Talks", List.of(
          new Action(new TrayAction.OpenSession("sess_1"), "Home"))),
          new Action(new TrayAction.PauseAll(), "Pause", false)));

  @TempDir
  Path folder;
  private SessionBus bus;
  private StatusNotifierTray tray;
  private final Heard<TrayAction> chosen = new Heard<>();
  private final Heard<Boolean> hosted = new Heard<>();

  @BeforeEach
  void start() {
    bus = SessionBus.start(folder);
    tray = new StatusNotifierTray(Bus.open(bus.address()), Desk.TEXTS, Runnable::run, new TrayListener() {
      @Override
      public void chosen(TrayAction action) {
        chosen.accept(action);
      }

      @Override
      public void hosted(boolean visible) {
        hosted.accept(visible);
      }
    });
  }

  @AfterEach
  void stop() {
    tray.close();
    bus.close();
  }

  @Test
  void showsItselfToThePanelThatIsThereWithIconAndMenu() throws Exception {
    try (FakePanel panel = new FakePanel(bus, true)) {
      tray.show(new TrayState.NeedsYou(1), MENU);
      String item = panel.registered.next();
      assertThat(hosted.next()).isTrue();
      assertThat(tray.hosted()).isTrue();
      assertThat(panel.property(item, "Status").getValue()).isEqualTo("NeedsAttention");
      assertThat(panel.property(item, "IconPixmap").getSig()).isEqualTo("a(iiay)");
      assertThat(panel.property(item, "ToolTip").getSig()).isEqualTo("(sa(iiay)ss)");
      assertThat(panel.property(item, "Menu").getSig()).isEqualTo("o");
      Object[] second = (Object[]) ((List<?>) panel.property(item, "IconPixmap").getValue()).get(1);
      assertThat(second[0]).isEqualTo(22);
      int[] pixels = TrayPicture.argb(new TrayState.NeedsYou(1), 22);
      List<Byte> bytes = new java.util.ArrayList<>();
      java.util.Arrays.stream(pixels).forEach(pixel -> {
        for (int shift = 24; shift >= 0; shift -= 8) {
          bytes.add((byte) (pixel >> shift));
        }
      });
      assertThat(second[2]).isEqualTo(bytes);
      assertThat(panel.drawn(item).numbers()).containsKeys("1 change waits", "Give Ada: read__file", "Talks", "Home",
          "Pause");
    }
  }

  @Test
  void findsAPanelThatStartsLaterAndOneThatStartsAgain() throws Exception {
    tray.show(new TrayState.Idle(), MENU);
    try (FakePanel panel = new FakePanel(bus, true)) {
      panel.registered.next();
      assertThat(hosted.next()).isTrue();
    }
    assertThat(hosted.next()).isFalse();
    assertThat(tray.hosted()).isFalse();
    try (FakePanel panel = new FakePanel(bus, true)) {
      String item = panel.registered.next();
      assertThat(hosted.next()).isTrue();
      assertThat(panel.drawn(item).numbers()).containsKey("Talks");
    }
  }

  @Test
  void saysThatNobodySeesItWhereAWatcherHasNoHost() throws Exception {
    try (FakePanel panel = new FakePanel(bus, false)) {
      tray.show(new TrayState.Idle(), MENU);
      panel.registered.next();
      panel.shows(true);
      assertThat(hosted.next()).isTrue();
      panel.shows(false);
      assertThat(hosted.next()).isFalse();
      assertThat(hosted.soFar()).isEmpty();
    }
  }

  @Test
  void hearsOfHostsFromTheWatcherAlone() throws Exception {
    try (FakePanel panel = new FakePanel(bus, false); DBusConnection other = bus.connect()) {
      tray.show(new TrayState.Idle(), MENU);
      panel.registered.next();
      // Had it been believed, the watcher would have been asked and would have said yes.
      panel.shows(true);
      assertThat(hosted.next()).isTrue();
      other.sendMessage(new Panels.Watcher.StatusNotifierHostUnregistered(Panels.WATCHER_PATH));
      other.sendMessage(new org.freedesktop.dbus.interfaces.DBus.NameOwnerChanged("/org/freedesktop/DBus",
          Panels.WATCHER, "", ""));
      panel.shows(false);
      assertThat(hosted.next()).isFalse();
      assertThat(hosted.soFar()).isEmpty();
    }
  }

  @Test
  void tellsOfClicksInBothWaysThatPanelsHave() throws Exception {
    try (FakePanel panel = new FakePanel(bus, true)) {
      tray.show(new TrayState.NeedsYou(1), MENU);
      String item = panel.registered.next();
      FakePanel.Drawn drawn = panel.drawn(item);
      panel.menu(item).Event(drawn.at("Give Ada: read__file"), "hovered", NOTHING, NOW);
      panel.menu(item).Event(drawn.at("Give Ada: read__file"), "clicked", NOTHING, NOW);
      assertThat(chosen.next()).isEqualTo(new TrayAction.OpenCard("chg_1"));
      List<Integer> unknown = panel.menu(item).EventGroup(List.of(
          new MenuEvent(drawn.at("Home"), "clicked", NOTHING, NOW),
          new MenuEvent(drawn.at("Pause"), "clicked", NOTHING, NOW),
          new MenuEvent(drawn.at("1 change waits"), "clicked", NOTHING, NOW),
          new MenuEvent(4_711, "clicked", NOTHING, NOW)));
      assertThat(unknown).containsExactly(4_711);
      assertThat(chosen.next()).isEqualTo(new TrayAction.OpenSession("sess_1"));
      panel.item(item).Activate(1, 2);
      assertThat(chosen.next()).as("nothing from what is disabled or only says something")
          .isEqualTo(new TrayAction.Open());
    }
  }

  @Test
  void anOldMenuNeverMeansSomethingNew() throws Exception {
    try (FakePanel panel = new FakePanel(bus, true)) {
      tray.show(new TrayState.NeedsYou(1), MENU);
      String item = panel.registered.next();
      FakePanel.Drawn before = panel.drawn(item);
      long revision = panel.menu(item).GetLayout(0, -1, List.of()).revision.longValue();
      tray.show(new TrayState.NeedsYou(1), new TrayMenu("1 change waits", List.of(
          new Action(new TrayAction.OpenCard("chg_2"), "Give Ada: shell"),
          new Action(new TrayAction.PauseAll(), "Pause"),
          new Submenu("Talks", List.of(new Action(new TrayAction.OpenSession("sess_1"), "Home"))))));
      assertThat(panel.layouts.next(now -> now > revision)).isEqualTo(revision + 1);
      FakePanel.Drawn after = panel.drawn(item);
      assertThat(after.at("Pause")).isEqualTo(before.at("Pause"));
      assertThat(before.numbers().values()).as("else libdbusmenu draws it empty").doesNotContain(after.at("Talks"),
          after.at("Home"));
      assertThat(before.numbers().values()).doesNotContain(after.at("Give Ada: shell"));
      panel.menu(item).Event(before.at("Give Ada: read__file"), "clicked", NOTHING, NOW);
      panel.menu(item).Event(before.at("Pause"), "clicked", NOTHING, NOW);
      assertThat(chosen.next()).isEqualTo(new TrayAction.PauseAll());
    }
  }

  @Test
  void tellsPanelsOnlyWhatChanged() throws Exception {
    try (FakePanel panel = new FakePanel(bus, true)) {
      tray.show(new TrayState.NeedsYou(1), MENU);
      panel.registered.next();
      tray.show(new TrayState.NeedsYou(1), MENU);
      tray.show(new TrayState.Idle(), new TrayMenu("Nothing runs", MENU.entries()));
      assertThat(panel.statuses.next(status -> status.equals("Active"))).isEqualTo("Active");
      assertThat(panel.layouts.soFar()).as("the same menu").hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void answersWhatItDoesNotHaveWithAnErrorAndStaysThere() throws Exception {
    try (FakePanel panel = new FakePanel(bus, true)) {
      tray.show(new TrayState.Idle(), MENU);
      String item = panel.registered.next();
      assertThatThrownBy(() -> panel.menu(item).GetLayout(99, 1, List.of())).hasMessageContaining("number 99");
      assertThatThrownBy(() -> panel.menu(item).GetProperty(0, "nonsense")).hasMessageContaining("number 0");
      assertThat(panel.menu(item).AboutToShow(0)).isFalse();
      assertThat(panel.menu(item).AboutToShowGroup(List.of(0, 99)).unknown).containsExactly(99);
      assertThat(panel.menu(item).GetGroupProperties(List.of(), List.of("label"))).hasSize(6);
      assertThat(panel.menu(item).GetLayout(0, 0, List.of()).root.children).isEmpty();
    }
  }

  @Test
  void isSeenByNobodyOnceTheBusIsGoneAndClosesThen() {
    // Its connection ends with the bus: whoever closes it before it has heard of that waits 20 s for an answer.
    FakePanel panel = new FakePanel(bus, true);
    tray.show(new TrayState.Idle(), MENU);
    panel.registered.next();
    assertThat(hosted.next()).isTrue();
    bus.close();
    assertThat(hosted.next()).isFalse();
  }

  @Test
  void aBusThatIsNotThereIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> Bus.open("unix:path=" + folder.resolve("nowhere")))
        .hasMessageContaining("nobody answers there").hasMessageContaining("DBUS_SESSION_BUS_ADDRESS");
    assertThatThrownBy(() -> Bus.open("nonsense")).hasMessageContaining("open the bus nonsense");
  }
}
