package dev.ironclaw.desktop.tray;

import dev.ironclaw.desktop.bus.Bus;
import dev.ironclaw.desktop.tray.Panels.Entry;
import dev.ironclaw.desktop.tray.Panels.Layout;
import dev.ironclaw.desktop.tray.Panels.MenuEvent;
import dev.ironclaw.desktop.tray.Panels.Node;
import dev.ironclaw.desktop.tray.Panels.Stale;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The menu as panels ask for it.
///
/// Threading: panels ask on threads of the bus.
final class MenuDoor implements Panels.Menu, ReadOnlyProperties {
  /// So many items or events of one call are looked at; no menu of ours is so long.
  private static final int MAX_AT_ONCE = 64;

  private final Bus bus;
  private final Consumer<TrayAction> clicked;
  private volatile MenuTree tree = MenuTree.EMPTY;

  MenuDoor(Bus bus, Consumer<TrayAction> clicked) {
    this.bus = bus;
    this.clicked = clicked;
  }

  void show(List<TrayEntry> entries) {
    MenuTree now = tree.with(entries);
    tree = now;
    bus.send(Bus.call("tell of a menu",
        () -> new LayoutUpdated(Panels.MENU_PATH, new UInt32(now.revision()), 0)));
  }

  @Override
  public Layout<UInt32, Node> GetLayout(int parentId, int recursionDepth, List<String> propertyNames) {
    MenuTree now = tree;
    return new Layout<>(new UInt32(now.revision()),
        now.node(parentId, recursionDepth, propertyNames).orElseThrow(() -> unknown(parentId)));
  }

  @Override
  public List<Entry> GetGroupProperties(List<Integer> ids, List<String> propertyNames) {
    MenuTree now = tree;
    return (ids.isEmpty() ? now.items().keySet() : ids).stream().limit(MAX_AT_ONCE)
        .flatMap(id -> now.node(id, 0, propertyNames).stream()).map(node -> new Entry(node.id, node.properties))
        .toList();
  }

  @Override
  public Variant<?> GetProperty(int id, String name) {
    return tree.node(id, 0, List.of(name)).map(node -> node.properties).map(found -> found.get(name))
        .orElseThrow(() -> unknown(id));
  }

  @Override
  public void Event(int id, String eventId, Variant<?> data, UInt32 timestamp) {
    if (eventId.equals("clicked")) {
      tree.clicked(id).ifPresent(clicked);
    }
  }

  @Override
  public List<Integer> EventGroup(List<MenuEvent> events) {
    events.stream().limit(MAX_AT_ONCE).forEach(event -> Event(event.id, event.eventId, event.data, event.timestamp));
    return events.stream().limit(MAX_AT_ONCE).map(event -> event.id).filter(this::isUnknown).toList();
  }

  @Override
  public boolean AboutToShow(int id) {
    return false;
  }

  @Override
  public Stale<List<Integer>, List<Integer>> AboutToShowGroup(List<Integer> ids) {
    return new Stale<>(List.of(), ids.stream().limit(MAX_AT_ONCE).filter(this::isUnknown).toList());
  }

  private boolean isUnknown(int id) {
    return !tree.items().containsKey(id);
  }

  private static DBusExecutionException unknown(int id) {
    return new DBusExecutionException("the menu has nothing with number " + id);
  }

  @Override
  public Map<String, Variant<?>> GetAll(String type) {
    return type.equals(Panels.MENU)
        ? Map.of("Version", new Variant<>(new UInt32(3)), "TextDirection", new Variant<>("ltr"), "Status",
            new Variant<>("normal"), "IconThemePath", new Variant<>(List.of(), "as"))
        : Map.of();
  }

  @Override
  public String getObjectPath() {
    return Panels.MENU_PATH;
  }
}
