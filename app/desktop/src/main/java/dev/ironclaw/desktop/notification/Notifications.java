package dev.ironclaw.desktop.notification;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The Desktop Notifications Specification 1.2; names and signatures are its.
@DBusInterfaceName("org.freedesktop.Notifications")
public interface Notifications extends DBusInterface {
  String NAME = "org.freedesktop.Notifications";
  String PATH = "/org/freedesktop/Notifications";

  /// Shows one.
  ///
  /// @param replaces number of the one to replace, or 0
  /// @param actions keys and labels in turn
  /// @param expires milliseconds; 0: never
  UInt32 Notify(String application, UInt32 replaces, String icon, String summary, String body, List<String> actions,
      Map<String, Variant<?>> hints, int expires);

  List<String> GetCapabilities();

  Server<String, String, String, String> GetServerInformation();

  void CloseNotification(UInt32 id);

  /// A button or the notification itself was clicked.
  final class ActionInvoked extends DBusSignal {
    public final UInt32 id;
    public final String key;

    public ActionInvoked(String path, UInt32 id, String key) throws DBusException {
      super(path, id, key);
      this.id = id;
      this.key = key;
    }
  }

  /// It went: expired (1), dismissed (2), closed by us (3), otherwise (4).
  final class NotificationClosed extends DBusSignal {
    public final UInt32 id;
    public final UInt32 reason;

    public NotificationClosed(String path, UInt32 id, UInt32 reason) throws DBusException {
      super(path, id, reason);
      this.id = id;
      this.reason = reason;
    }
  }

  /// Answer of `GetServerInformation`. Generic, since the library exports no other.
  final class Server<A, B, C, D> extends Tuple {
    @Position(0)
    public final A name;
    @Position(1)
    public final B vendor;
    @Position(2)
    public final C version;
    @Position(3)
    public final D specification;

    public Server(A name, B vendor, C version, D specification) {
      this.name = name;
      this.vendor = vendor;
      this.version = version;
      this.specification = specification;
    }
  }
}
