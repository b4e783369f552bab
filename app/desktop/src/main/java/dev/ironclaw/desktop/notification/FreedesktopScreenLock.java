package dev.ironclaw.desktop.notification;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.bus.Bus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the screen savers of the session, and logind for this session's hint. One that says locked is believed. To count
/// as open a screen saver must say so: the hint is never set by the lockers of many desktops, so its "no" says nothing.
///
/// Threading: the session bus's thread.
final class FreedesktopScreenLock implements ScreenLock {
  private static final Logger LOG = LoggerFactory.getLogger(FreedesktopScreenLock.class);
  private static final String LOGIND = "org.freedesktop.login1";

  private final Bus session;
  private final Optional<String> system;

  /// `org.freedesktop.ScreenSaver`, KDE's and others'
  @DBusInterfaceName("org.freedesktop.ScreenSaver")
  public interface FreedesktopSaver extends DBusInterface {
    boolean GetActive();
  }

  /// `org.gnome.ScreenSaver`
  @DBusInterfaceName("org.gnome.ScreenSaver")
  public interface GnomeSaver extends DBusInterface {
    boolean GetActive();
  }

  /// @param system address of the bus that logind is on; connected to for each question alone, which are few
  FreedesktopScreenLock(Bus session, Optional<String> system) {
    this.session = session;
    this.system = system;
  }

  @Override
  public boolean isLocked() {
    List<Boolean> savers = Stream.of(freedesktop(), gnome()).flatMap(Optional::stream).toList();
    return savers.isEmpty() || savers.contains(true) || hint().orElse(false);
  }

  private Optional<Boolean> freedesktop() {
    return asked("org.freedesktop.ScreenSaver", owner -> session
        .remote(owner, "/org/freedesktop/ScreenSaver", FreedesktopSaver.class).GetActive());
  }

  private Optional<Boolean> gnome() {
    return asked("org.gnome.ScreenSaver",
        owner -> session.remote(owner, "/org/gnome/ScreenSaver", GnomeSaver.class).GetActive());
  }

  @FunctionalInterface
  private interface Question {
    boolean to(String owner);
  }

  /// A screen saver that is there and does not answer counts as locked.
  private Optional<Boolean> asked(String name, Question question) {
    return session.owner(name).map(owner -> {
      try {
        return Bus.<Boolean>call("ask " + name, () -> question.to(owner));
      } catch (IronclawException e) {
        LOG.warn("taken as locked: {}", e.getMessage());
        return true;
      }
    });
  }

  private Optional<Boolean> hint() {
    return system.flatMap(address -> {
      try (Bus bus = Bus.open(address)) {
        return bus.owner(LOGIND).map(owner -> Bus.<Boolean>call("ask logind",
            () -> bus.remote(owner, "/org/freedesktop/login1/session/auto", Properties.class)
                .Get(LOGIND + ".Session", "LockedHint")));
      } catch (IronclawException e) {
        // Outside a session there is none to ask for.
        LOG.debug("{}", e.getMessage());
        return Optional.empty();
      }
    });
  }
}
