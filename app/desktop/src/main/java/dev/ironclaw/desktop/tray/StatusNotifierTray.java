package dev.ironclaw.desktop.tray;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.bus.Bus;
import dev.ironclaw.desktop.shell.Texts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.freedesktop.dbus.interfaces.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The icon in a panel of a Linux desktop, over D-Bus. It shows itself to whichever panel is there or comes later.
public final class StatusNotifierTray implements Tray {
  private static final Logger LOG = LoggerFactory.getLogger(StatusNotifierTray.class);
  /// So many clicks wait for the UI thread; whoever clicks faster is not heard.
  private static final int MAX_CLICKS = 8;

  private final Bus bus;
  private final Texts texts;
  private final Executor ui;
  private final TrayListener listener;
  private final Semaphore clicks = new Semaphore(MAX_CLICKS);
  private final ItemDoor item;
  private final MenuDoor menu;
  private Optional<String> watcher = Optional.empty();
  private Optional<TrayState> shown = Optional.empty();
  private TrayMenu shownMenu = new TrayMenu("", List.of());
  private volatile boolean hosted;

  /// Invisible until the first [#show].
  ///
  /// @param bus closed with the icon: panels drop what a connection that ended had shown
  /// @param ui where the listener is called
  public StatusNotifierTray(Bus bus, Texts texts, Executor ui, TrayListener listener) {
    this.bus = bus;
    this.texts = texts;
    this.ui = ui;
    this.listener = listener;
    this.item = new ItemDoor(bus, texts.of("shell.name"), () -> choose(new TrayAction.Open()));
    this.menu = new MenuDoor(bus, this::choose);
  }

  @Override
  public void show(TrayState state, TrayMenu wanted) {
    bus.run(() -> {
      boolean first = shown.isEmpty();
      if (first || !wanted.entries().equals(shownMenu.entries())) {
        menu.show(wanted.entries());
      }
      if (!shown.equals(Optional.of(state)) || !wanted.sentence().equals(shownMenu.sentence())) {
        item.show(state, texts.of("shell.name"), wanted.sentence());
      }
      shown = Optional.of(state);
      shownMenu = wanted;
      if (first) {
        appear();
      }
    });
  }

  /// Only now, so that no panel draws an icon without a picture.
  private void appear() {
    bus.export(Panels.ITEM_PATH, item);
    bus.export(Panels.MENU_PATH, menu);
    bus.listen(Panels.Watcher.StatusNotifierHostRegistered.class, signal -> hostsChanged(signal.getSource()));
    bus.listen(Panels.Watcher.StatusNotifierHostUnregistered.class, signal -> hostsChanged(signal.getSource()));
    bus.watch(Panels.WATCHER, this::watcherChanged);
  }

  private void watcherChanged(Optional<String> owner) {
    if (!owner.equals(watcher)) {
      watcher = owner;
      owner.ifPresent(this::register);
    }
    tell(watcher.isPresent() && isHostThere(watcher.get()));
  }

  private void register(String owner) {
    try {
      Panels.Watcher remote = bus.remote(owner, Panels.WATCHER_PATH, Panels.Watcher.class);
      Bus.call("show the icon", () -> {
        remote.RegisterStatusNotifierItem(bus.name());
        return owner;
      });
    } catch (IronclawException e) {
      LOG.warn("the panel does not take the icon: {}", e.getMessage());
      watcher = Optional.empty();
    }
  }

  private void hostsChanged(String source) {
    if (watcher.equals(Optional.of(source))) {
      tell(isHostThere(source));
    }
  }

  private boolean isHostThere(String owner) {
    try {
      Properties properties = bus.remote(owner, Panels.WATCHER_PATH, Properties.class);
      return Bus.<Boolean>call("ask for a panel", () -> properties.Get(Panels.WATCHER,
          "IsStatusNotifierHostRegistered"));
    } catch (IronclawException e) {
      LOG.warn("the panel does not say whether it shows icons: {}", e.getMessage());
      return false;
    }
  }

  private void tell(boolean visible) {
    if (hosted != visible) {
      hosted = visible;
      ui.execute(() -> listener.hosted(visible));
    }
  }

  private void choose(TrayAction action) {
    if (clicks.tryAcquire()) {
      ui.execute(() -> {
        clicks.release();
        listener.chosen(action);
      });
    }
  }

  @Override
  public boolean hosted() {
    return hosted;
  }

  @Override
  public void close() {
    bus.run(() -> {
      bus.unexport(Panels.ITEM_PATH);
      bus.unexport(Panels.MENU_PATH);
      tell(false);
    });
    bus.close();
  }
}
