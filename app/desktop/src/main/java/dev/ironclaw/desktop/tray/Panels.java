package dev.ironclaw.desktop.tray;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// StatusNotifierItem and com.canonical.dbusmenu, as panels speak them; names and signatures are theirs.
final class Panels {
  static final String WATCHER = "org.kde.StatusNotifierWatcher";
  static final String WATCHER_PATH = "/StatusNotifierWatcher";
  static final String ITEM = "org.kde.StatusNotifierItem";
  static final String ITEM_PATH = "/StatusNotifierItem";
  static final String MENU = "com.canonical.dbusmenu";
  static final String MENU_PATH = "/MenuBar";

  private Panels() {}

  /// `org.kde.StatusNotifierWatcher`
  @DBusInterfaceName(WATCHER)
  public interface Watcher extends DBusInterface {
    void RegisterStatusNotifierItem(String service);

    /// A panel came.
    final class StatusNotifierHostRegistered extends DBusSignal {
      public StatusNotifierHostRegistered(String path) throws DBusException {
        super(path);
      }
    }

    /// The last panel went.
    final class StatusNotifierHostUnregistered extends DBusSignal {
      public StatusNotifierHostUnregistered(String path) throws DBusException {
        super(path);
      }
    }
  }

  /// `org.kde.StatusNotifierItem`
  @DBusInterfaceName(ITEM)
  public interface Item extends DBusInterface {
    void Activate(int x, int y);

    void SecondaryActivate(int x, int y);

    void ContextMenu(int x, int y);

    void Scroll(int delta, String orientation);

    final class NewIcon extends DBusSignal {
      public NewIcon(String path) throws DBusException {
        super(path);
      }
    }

    final class NewAttentionIcon extends DBusSignal {
      public NewAttentionIcon(String path) throws DBusException {
        super(path);
      }
    }

    final class NewToolTip extends DBusSignal {
      public NewToolTip(String path) throws DBusException {
        super(path);
      }
    }

    final class NewStatus extends DBusSignal {
      public final String status;

      public NewStatus(String path, String status) throws DBusException {
        super(path, status);
        this.status = status;
      }
    }
  }

  /// A picture: `(iiay)`, ARGB32, the most significant byte first.
  public static final class Pixmap extends Struct {
    static final String LIST = "a(iiay)";

    @Position(0)
    public final int width;
    @Position(1)
    public final int height;
    @Position(2)
    public final byte[] bytes;

    public Pixmap(int width, int height, byte[] bytes) {
      this.width = width;
      this.height = height;
      this.bytes = bytes;
    }
  }

  /// `(sa(iiay)ss)`
  public static final class ToolTip extends Struct {
    @Position(0)
    public final String iconName;
    @Position(1)
    public final List<Pixmap> pixmaps;
    @Position(2)
    public final String title;
    @Position(3)
    public final String text;

    public ToolTip(String iconName, List<Pixmap> pixmaps, String title, String text) {
      this.iconName = iconName;
      this.pixmaps = pixmaps;
      this.title = title;
      this.text = text;
    }
  }

  /// `com.canonical.dbusmenu`, version 3
  @DBusInterfaceName(MENU)
  public interface Menu extends DBusInterface {
    Layout<UInt32, Node> GetLayout(int parentId, int recursionDepth, List<String> propertyNames);

    List<Entry> GetGroupProperties(List<Integer> ids, List<String> propertyNames);

    Variant<?> GetProperty(int id, String name);

    void Event(int id, String eventId, Variant<?> data, UInt32 timestamp);

    List<Integer> EventGroup(List<MenuEvent> events);

    boolean AboutToShow(int id);

    Stale<List<Integer>, List<Integer>> AboutToShowGroup(List<Integer> ids);

    final class LayoutUpdated extends DBusSignal {
      public final UInt32 revision;
      public final int parent;

      public LayoutUpdated(String path, UInt32 revision, int parent) throws DBusException {
        super(path, revision, parent);
        this.revision = revision;
        this.parent = parent;
      }
    }
  }

  /// `(ia{sv}av)`; each child is a node.
  public static final class Node extends Struct {
    @Position(0)
    public final int id;
    @Position(1)
    public final Map<String, Variant<?>> properties;
    @Position(2)
    public final List<Variant<?>> children;

    public Node(int id, Map<String, Variant<?>> properties, List<Variant<?>> children) {
      this.id = id;
      this.properties = properties;
      this.children = children;
    }
  }

  /// `(ia{sv})`
  public static final class Entry extends Struct {
    @Position(0)
    public final int id;
    @Position(1)
    public final Map<String, Variant<?>> properties;

    public Entry(int id, Map<String, Variant<?>> properties) {
      this.id = id;
      this.properties = properties;
    }
  }

  /// `(isvu)`
  public static final class MenuEvent extends Struct {
    @Position(0)
    public final int id;
    @Position(1)
    public final String eventId;
    @Position(2)
    public final Variant<?> data;
    @Position(3)
    public final UInt32 timestamp;

    public MenuEvent(int id, String eventId, Variant<?> data, UInt32 timestamp) {
      this.id = id;
      this.eventId = eventId;
      this.data = data;
      this.timestamp = timestamp;
    }
  }

  /// Answer of `GetLayout`. Generic, since the library exports no other.
  public static final class Layout<A, B> extends Tuple {
    @Position(0)
    public final A revision;
    @Position(1)
    public final B root;

    public Layout(A revision, B root) {
      this.revision = revision;
      this.root = root;
    }
  }

  /// Answer of `AboutToShowGroup`.
  public static final class Stale<A, B> extends Tuple {
    @Position(0)
    public final A updates;
    @Position(1)
    public final B unknown;

    public Stale(A updates, B unknown) {
      this.updates = updates;
      this.unknown = unknown;
    }
  }
}
