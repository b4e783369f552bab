package dev.ironclaw.desktop.notification;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.bus.Bus;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.tray.Balloons;
import dev.ironclaw.desktop.tray.Tray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How this system shows notifications.
public final class Notifiers {
  private static final Logger LOG = LoggerFactory.getLogger(Notifiers.class);
  private static final Path SYSTEM_BUS = Path.of("/run/dbus/system_bus_socket");

  private Notifiers() {}

  /// The session's daemon on Linux; else messages at the icon; else nothing, and the window alone says what waits.
  ///
  /// @param sessionBus its address, on Linux
  public static Notifier open(Optional<String> sessionBus, Tray tray, Texts texts, InstantSource clock, Executor ui,
      NoticeListener listener) {
    return sessionBus.flatMap(Notifiers::connect).<Notifier>map(bus -> new FreedesktopNotifier(bus, texts, clock,
        new FreedesktopScreenLock(bus, systemBus()), ui, listener))
        .orElseGet(
            () -> tray instanceof Balloons balloons ? new BalloonNotifier(balloons, listener) : new NoNotifier());
  }

  private static Optional<String> systemBus() {
    return Files.exists(SYSTEM_BUS) ? Optional.of("unix:path=" + SYSTEM_BUS) : Optional.empty();
  }

  private static Optional<Bus> connect(String address) {
    try {
      return Optional.of(Bus.open(address));
    } catch (IronclawException e) {
      LOG.warn("no notifications: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static final class NoNotifier implements Notifier {
    @Override
    public void show(List<Notice> notices) {
      // There is no place for them.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
