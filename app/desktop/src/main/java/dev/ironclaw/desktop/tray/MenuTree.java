package dev.ironclaw.desktop.tray;

import dev.ironclaw.desktop.tray.Panels.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.types.Variant;

/// A menu with numbers. An action keeps its number as long as it is in the menu, and no number comes back with another
/// meaning: a click on a menu that was drawn before is either what it said or nothing. Other lines keep theirs too,
/// but for submenus: libdbusmenu draws one empty that it had before, so with every change it is a new one with new lines.
///
/// @param revision grows with every change
/// @param next the first number that nobody had
/// @param items by number; 0 is the root
/// @param actions numbers of the actions that are in the menu
/// @param places numbers of the other lines, each kind in its order
record MenuTree(int revision, int next, Map<Integer, Item> items, Map<TrayAction, Integer> actions,
    Map<Place, Integer> places) {
  static final MenuTree EMPTY = new MenuTree(0, 1, Map.of(0, new Item(Map.of(), List.of(), Optional.empty())),
      Map.of(), Map.of());
  /// Of dbusmenu: all the way down.
  static final int WHOLE = -1;

  /// One line.
  ///
  /// @param does present where it can be clicked
  record Item(Map<String, Variant<?>> properties, List<Integer> children, Optional<TrayAction> does) {}

  /// The n-th line of a kind.
  record Place(String kind, int at) {}

  MenuTree {
    items = Map.copyOf(items);
    actions = Map.copyOf(actions);
    places = Map.copyOf(places);
  }

  /// The next tree.
  MenuTree with(List<TrayEntry> entries) {
    Builder builder = new Builder(this);
    List<Integer> top = entries.stream().map(builder::add).toList();
    builder.items.put(0, new Item(Map.of("children-display", new Variant<>("submenu")), top, Optional.empty()));
    return new MenuTree(revision + 1, builder.next, builder.items, builder.actions, builder.places);
  }

  /// @param depth how many levels below, or [#WHOLE]
  /// @param names of the properties that are wanted; none: all
  Optional<Node> node(int id, int depth, List<String> names) {
    return Optional.ofNullable(items.get(id)).map(item -> {
      List<Variant<?>> children = new ArrayList<>();
      if (depth != 0) {
        item.children.forEach(child -> node(child, depth - 1, names)
            .ifPresent(node -> children.add(new Variant<>(node, "(ia{sv}av)"))));
      }
      return new Node(id, properties(item, names), children);
    });
  }

  static Map<String, Variant<?>> properties(Item item, List<String> names) {
    Map<String, Variant<?>> wanted = new HashMap<>(item.properties);
    if (!names.isEmpty()) {
      wanted.keySet().retainAll(names);
    }
    return wanted;
  }

  Optional<TrayAction> clicked(int id) {
    return Optional.ofNullable(items.get(id)).flatMap(Item::does);
  }

  private static final class Builder {
    private final MenuTree before;
    private final Map<TrayAction, Integer> actions = new HashMap<>();
    private final Map<Place, Integer> places = new HashMap<>();
    private final Map<Integer, Item> items = new HashMap<>();
    private int next;

    Builder(MenuTree before) {
      this.before = before;
      this.next = before.next;
    }

    int add(TrayEntry entry) {
      return switch (entry) {
        case TrayEntry.Separator _ -> put(place("separator"), entry);
        case TrayEntry.Info _ -> put(place("info"), entry);
        case TrayEntry.Action action -> put(number(action.action()), entry);
        case TrayEntry.Submenu _ -> put(next++, entry);
      };
    }

    private int put(int id, TrayEntry entry) {
      items.put(id, switch (entry) {
        case TrayEntry.Separator _ ->
          new Item(Map.of("type", new Variant<>("separator")), List.of(), Optional.empty());
        case TrayEntry.Info info -> new Item(words(info.text(), false), List.of(), Optional.empty());
        case TrayEntry.Action action -> new Item(words(action.text(), action.enabled()), List.of(),
            action.enabled() ? Optional.of(action.action()) : Optional.empty());
        case TrayEntry.Submenu submenu -> {
          Map<String, Variant<?>> properties = new HashMap<>(words(submenu.text(), true));
          properties.put("children-display", new Variant<>("submenu"));
          yield new Item(properties, submenu.entries().stream().map(below -> put(next++, below)).toList(),
              Optional.empty());
        }
      });
      return id;
    }

    private int number(TrayAction action) {
      Integer had = before.actions.get(action);
      int id = had == null || actions.containsKey(action) ? next++ : had;
      actions.put(action, id);
      return id;
    }

    private int place(String kind) {
      long others = places.keySet().stream().filter(place -> place.kind.equals(kind)).count();
      Place place = new Place(kind, Math.toIntExact(others));
      Integer had = before.places.get(place);
      int id = had == null ? next++ : had;
      places.put(place, id);
      return id;
    }

    /// An underscore marks a key in dbusmenu; two are one.
    private static Map<String, Variant<?>> words(String text, boolean enabled) {
      return Map.of("label", new Variant<>(text.replace("_", "__")), "enabled", new Variant<>(enabled));
    }
  }
}
