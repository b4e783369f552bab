package dev.ironclaw.desktop.notification;

import dev.ironclaw.desktop.testing.Heard;
import dev.ironclaw.desktop.testing.SessionBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// A notification daemon over a real bus. Its numbers start at 1, as those of every new daemon do.
final class FakeDaemon implements AutoCloseable {
  static final List<String> ALL = List.of("actions", "body", "body-markup");

  private final DBusConnection connection;
  final Heard<Shown> shown = new Heard<>();
  final Heard<Long> closed = new Heard<>();

  /// What it was asked to show.
  record Shown(long id, long replaces, String summary, String body, List<String> actions, int urgency, int millis) {
    List<String> keys() {
      List<String> keys = new ArrayList<>();
      for (int at = 0; at < actions.size(); at += 2) {
        keys.add(actions.get(at));
      }
      return keys;
    }
  }

  FakeDaemon(SessionBus bus, List<String> can) {
    this(bus, "fake", can);
  }

  FakeDaemon(SessionBus bus, String name, List<String> can) {
    this.connection = bus.connect();
    try {
      connection.exportObject(Notifications.PATH, new Door(name, can, shown, closed, new AtomicLong()));
      connection.requestBusName(Notifications.NAME);
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  void click(long id, String key) throws DBusException {
    invoke(connection, id, key);
  }

  /// Says that there was a click, as whoever it is.
  static void invoke(DBusConnection as, long id, String key) throws DBusException {
    as.sendMessage(new Notifications.ActionInvoked(Notifications.PATH, new UInt32(id), key));
  }

  void close(long id, int reason) throws DBusException {
    connection.sendMessage(new Notifications.NotificationClosed(Notifications.PATH, new UInt32(id),
        new UInt32(reason)));
  }

  @Override
  public void close() throws java.io.IOException {
    connection.close();
  }

  private record Door(String name, List<String> can, Heard<Shown> shown, Heard<Long> closed, AtomicLong last)
      implements
        Notifications {
    @Override
    public UInt32 Notify(String application, UInt32 replaces, String icon, String summary, String body,
        List<String> actions, Map<String, Variant<?>> hints, int expires) {
      long id = replaces.longValue() == 0 ? last.incrementAndGet() : replaces.longValue();
      shown.accept(new Shown(id, replaces.longValue(), summary, body, List.copyOf(actions),
          ((Byte) Objects.requireNonNull(hints.get("urgency")).getValue()).intValue(), expires));
      return new UInt32(id);
    }

    @Override
    public List<String> GetCapabilities() {
      return can;
    }

    @Override
    public Server<String, String, String, String> GetServerInformation() {
      return new Server<>(name, "test", "1", "1.2");
    }

    @Override
    public void CloseNotification(UInt32 id) {
      closed.accept(id.longValue());
    }

    @Override
    public String getObjectPath() {
      return Notifications.PATH;
    }
  }
}
