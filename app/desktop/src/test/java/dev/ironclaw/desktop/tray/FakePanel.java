package dev.ironclaw.desktop.tray;

import dev.ironclaw.desktop.testing.Heard;
import dev.ironclaw.desktop.testing.SessionBus;
import dev.ironclaw.desktop.tray.Panels.Node;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// A panel: watcher and host in one program, over a real bus.
final class FakePanel implements AutoCloseable {
  private final DBusConnection connection;
  private final Watcher watcher;
  /// Which items registered.
  final Heard<String> registered = new Heard<>();
  /// Revisions of menus.
  final Heard<Long> layouts = new Heard<>();
  final Heard<String> statuses = new Heard<>();

  FakePanel(SessionBus bus, boolean shows) {
    this.connection = bus.connect();
    this.watcher = new Watcher(registered, shows);
    try {
      connection.addSigHandler(Panels.Menu.LayoutUpdated.class, signal -> layouts.accept(signal.revision.longValue()));
      connection.addSigHandler(Panels.Item.NewStatus.class, signal -> statuses.accept(signal.status));
      connection.exportObject(Panels.WATCHER_PATH, watcher);
      connection.requestBusName(Panels.WATCHER);
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A host comes to this watcher or leaves it.
  void shows(boolean now) throws DBusException {
    watcher.shows = now;
    connection.sendMessage(now
        ? new Panels.Watcher.StatusNotifierHostRegistered(Panels.WATCHER_PATH)
        : new Panels.Watcher.StatusNotifierHostUnregistered(Panels.WATCHER_PATH));
  }

  Variant<?> property(String item, String name) {
    return Objects.requireNonNull(remote(item, Panels.ITEM_PATH, Properties.class).GetAll(Panels.ITEM).get(name));
  }

  Panels.Item item(String item) {
    return remote(item, Panels.ITEM_PATH, Panels.Item.class);
  }

  Panels.Menu menu(String item) {
    return remote(item, Panels.MENU_PATH, Panels.Menu.class);
  }

  <T extends DBusInterface> T remote(String owner, String path, Class<T> type) {
    try {
      return connection.getRemoteObject(owner, path, type);
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the menu says, with the numbers of what it says.
  Drawn drawn(String item) {
    Panels.Layout<UInt32, Node> layout = menu(item).GetLayout(0, -1, List.of());
    return new Drawn(lines(layout.root).collect(Collectors.toMap(node -> String.valueOf(label(node)), node -> node.id,
        (one, _) -> one)));
  }

  /// @param numbers by label
  record Drawn(Map<String, Integer> numbers) {
    int at(String label) {
      return Objects.requireNonNull(numbers.get(label), label);
    }
  }

  private static java.util.stream.Stream<Node> lines(Node node) {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(node),
        node.children.stream().map(Variant::getValue).map(FakePanel::node).flatMap(FakePanel::lines));
  }

  @SuppressWarnings("unchecked") // A structure within a variant comes as its parts.
  private static Node node(Object struct) {
    Object[] parts = (Object[]) struct;
    return new Node((Integer) parts[0], (Map<String, Variant<?>>) parts[1], (List<Variant<?>>) parts[2]);
  }

  private static Object label(Node node) {
    Variant<?> label = node.properties.get("label");
    return label == null ? "-" + node.id : label.getValue();
  }

  @Override
  public void close() throws java.io.IOException {
    connection.close();
  }

  /// `org.kde.StatusNotifierWatcher`
  static final class Watcher implements Panels.Watcher, Properties {
    private final Heard<String> registered;
    private volatile boolean shows;

    Watcher(Heard<String> registered, boolean shows) {
      this.registered = registered;
      this.shows = shows;
    }

    @Override
    public void RegisterStatusNotifierItem(String service) {
      registered.accept(service);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // So the library has it.
    public <A> A Get(String type, String name) {
      return (A) new Variant<>(shows);
    }

    @Override
    public <A> void Set(String type, String name, A value) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public Map<String, Variant<?>> GetAll(String type) {
      return Map.of("IsStatusNotifierHostRegistered", new Variant<>(shows));
    }

    @Override
    public String getObjectPath() {
      return Panels.WATCHER_PATH;
    }
  }
}
