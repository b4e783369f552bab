package dev.ironclaw.desktop.tray;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.bus.Bus;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which icon this system can show.
public final class Trays {
  private static final Logger LOG = LoggerFactory.getLogger(Trays.class);

  private Trays() {}

  /// A panel that speaks StatusNotifierItem; else the platform's place for icons; else the bus, where a panel may still
  /// come; else nothing, and [Tray#hosted] stays false. Waits for the bus: not for the UI thread.
  ///
  /// @param sessionBus its address, on Linux
  public static Tray open(Optional<String> sessionBus, Texts texts, Executor ui, TrayListener listener) {
    return open(sessionBus, () -> AwtTray.open(texts, ui, listener), texts, ui, listener);
  }

  static Tray open(Optional<String> sessionBus, Supplier<Optional<? extends Tray>> platform, Texts texts, Executor ui,
      TrayListener listener) {
    Optional<Bus> bus = sessionBus.flatMap(Trays::connect);
    boolean watched = bus.flatMap(open -> open.owner(Panels.WATCHER)).isPresent();
    Optional<? extends Tray> other = watched ? Optional.empty() : platform.get();
    if (other.isPresent()) {
      bus.ifPresent(Bus::close);
      return other.get();
    }
    return bus.<Tray>map(open -> new StatusNotifierTray(open, texts, ui, listener)).orElseGet(NoTray::new);
  }

  private static Optional<Bus> connect(String address) {
    try {
      return Optional.of(Bus.open(address));
    } catch (IronclawException e) {
      LOG.warn("no icon: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static final class NoTray implements Tray {
    @Override
    public void show(TrayState state, TrayMenu menu) {
      // There is no place for it.
    }

    @Override
    public boolean hosted() {
      return false;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
