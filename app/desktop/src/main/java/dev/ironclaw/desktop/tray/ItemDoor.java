package dev.ironclaw.desktop.tray;

import dev.ironclaw.desktop.bus.Bus;
import dev.ironclaw.desktop.tray.Panels.Pixmap;
import dev.ironclaw.desktop.tray.Panels.ToolTip;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.Variant;

/// The icon as panels ask for it.
///
/// Threading: panels ask on threads of the bus.
final class ItemDoor implements Panels.Item, ReadOnlyProperties {
  private static final List<Integer> SIZES = List.of(16, 22, 24, 32, 48, 64);

  private final Bus bus;
  private final Runnable activated;
  private volatile Map<String, Variant<?>> properties;

  ItemDoor(Bus bus, String name, Runnable activated) {
    this.bus = bus;
    this.activated = activated;
    Map<String, Variant<?>> fixed = new HashMap<>();
    fixed.put("Category", new Variant<>("SystemServices"));
    fixed.put("Id", new Variant<>("ironclaw"));
    fixed.put("Title", new Variant<>(name));
    fixed.put("WindowId", new Variant<>(0));
    fixed.put("ItemIsMenu", new Variant<>(false));
    fixed.put("Menu", new Variant<>(new DBusPath(Panels.MENU_PATH)));
    for (String none : List.of("IconName", "AttentionIconName", "AttentionMovieName", "OverlayIconName",
        "IconThemePath")) {
      fixed.put(none, new Variant<>(""));
    }
    fixed.put("OverlayIconPixmap", new Variant<>(List.of(), Pixmap.LIST));
    this.properties = Map.copyOf(fixed);
  }

  /// @param name of the program
  void show(TrayState state, String name, String sentence) {
    List<Pixmap> pixmaps = SIZES.stream().map(size -> pixmap(state, size)).toList();
    String status = state instanceof TrayState.NeedsYou ? "NeedsAttention" : "Active";
    Map<String, Variant<?>> now = new HashMap<>(properties);
    now.put("Status", new Variant<>(status));
    now.put("IconPixmap", new Variant<>(pixmaps, Pixmap.LIST));
    now.put("AttentionIconPixmap", new Variant<>(pixmaps, Pixmap.LIST));
    now.put("IconAccessibleDesc", new Variant<>(sentence));
    now.put("AttentionAccessibleDesc", new Variant<>(sentence));
    now.put("ToolTip", new Variant<>(new ToolTip("", List.of(), name, sentence), "(sa(iiay)ss)"));
    properties = Map.copyOf(now);
    bus.send(Bus.call("tell of an icon", () -> new NewIcon(Panels.ITEM_PATH)));
    bus.send(Bus.call("tell of an icon", () -> new NewAttentionIcon(Panels.ITEM_PATH)));
    bus.send(Bus.call("tell of an icon", () -> new NewStatus(Panels.ITEM_PATH, status)));
    bus.send(Bus.call("tell of an icon", () -> new NewToolTip(Panels.ITEM_PATH)));
  }

  private static Pixmap pixmap(TrayState state, int size) {
    ByteBuffer bytes = ByteBuffer.allocate(size * size * Integer.BYTES);
    bytes.asIntBuffer().put(TrayPicture.argb(state, size));
    return new Pixmap(size, size, bytes.array());
  }

  @Override
  public void Activate(int x, int y) {
    activated.run();
  }

  @Override
  public void SecondaryActivate(int x, int y) {
    activated.run();
  }

  /// Panels draw the menu themselves.
  @Override
  public void ContextMenu(int x, int y) {
    activated.run();
  }

  @Override
  public void Scroll(int delta, String orientation) {
    // Nothing to scroll through.
  }

  @Override
  public Map<String, Variant<?>> GetAll(String type) {
    return type.equals(Panels.ITEM) ? properties : Map.of();
  }

  @Override
  public String getObjectPath() {
    return Panels.ITEM_PATH;
  }
}
