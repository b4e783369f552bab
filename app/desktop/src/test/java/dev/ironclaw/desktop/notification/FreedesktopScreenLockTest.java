package dev.ironclaw.desktop.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.bus.Bus;
import dev.ironclaw.desktop.testing.SessionBus;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreedesktopScreenLockTest {
  @TempDir
  Path folder;
  private SessionBus daemon;
  private Bus bus;
  private DBusConnection desktop;
  private FreedesktopScreenLock lock;

  @BeforeEach
  void start() {
    daemon = SessionBus.start(folder);
    bus = Bus.open(daemon.address());
    desktop = daemon.connect();
    lock = new FreedesktopScreenLock(bus, Optional.of(daemon.address()));
  }

  @AfterEach
  void stop() throws Exception {
    desktop.close();
    bus.close();
    daemon.close();
  }

  private void offers(String name, DBusInterface object) throws Exception {
    desktop.exportObject(object.getObjectPath(), object);
    desktop.requestBusName(name);
  }

  @Test
  void nobodyKnowsSoItIsLocked() throws Exception {
    assertThat(lock.isLocked()).isTrue();
    offers("org.freedesktop.login1", new Hint(false));
    assertThat(lock.isLocked()).as("a hint that nobody sets").isTrue();
  }

  @Test
  void isOpenWhereAScreenSaverSaysSo() throws Exception {
    offers("org.gnome.ScreenSaver", new Gnome(false));
    assertThat(lock.isLocked()).isFalse();
    assertThat(new FreedesktopScreenLock(bus, Optional.empty()).isLocked()).isFalse();
    offers("org.freedesktop.login1", new Hint(true));
    assertThat(lock.isLocked()).as("logind says locked").isTrue();
  }

  @Test
  void isLockedWhereOneOfThemSaysSo() throws Exception {
    offers("org.freedesktop.ScreenSaver", new Kde(Optional.of(false)));
    assertThat(lock.isLocked()).isFalse();
    offers("org.gnome.ScreenSaver", new Gnome(true));
    assertThat(lock.isLocked()).isTrue();
  }

  @Test
  void isLockedWhereOneOfThemDoesNotAnswer() throws Exception {
    offers("org.gnome.ScreenSaver", new Gnome(false));
    offers("org.freedesktop.ScreenSaver", new Kde(Optional.empty()));
    assertThat(lock.isLocked()).isTrue();
  }

  private record Kde(Optional<Boolean> active) implements FreedesktopScreenLock.FreedesktopSaver {
    @Override
    public boolean GetActive() {
      return active.orElseThrow(() -> new DBusExecutionException("broken"));
    }

    @Override
    public String getObjectPath() {
      return "/org/freedesktop/ScreenSaver";
    }
  }

  private record Gnome(boolean active) implements FreedesktopScreenLock.GnomeSaver {
    @Override
    public boolean GetActive() {
      return active;
    }

    @Override
    public String getObjectPath() {
      return "/org/gnome/ScreenSaver";
    }
  }

  private record Hint(boolean locked) implements Properties {
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // So the library has it.
    public <A> A Get(String type, String name) {
      return (A) new Variant<>(type.equals("org.freedesktop.login1.Session") && name.equals("LockedHint") && locked);
    }

    @Override
    public <A> void Set(String type, String name, A value) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public Map<String, Variant<?>> GetAll(String type) {
      return Map.of();
    }

    @Override
    public String getObjectPath() {
      return "/org/freedesktop/login1/session/auto";
    }
  }
}
