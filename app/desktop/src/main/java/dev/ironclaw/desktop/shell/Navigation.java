package dev.ironclaw.desktop.shell;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;

/// Which screen the window shows, and the way from one to a thing in another.
///
/// Threading: the UI thread.
public final class Navigation {
  private final ReadOnlyStringWrapper screen = new ReadOnlyStringWrapper("");
  private final Set<String> offered = new HashSet<>();
  private final Map<String, Consumer<String>> hosts = new HashMap<>();
  /// What a screen is to show that is not open yet.
  private final Map<String, String> wanted = new HashMap<>();

  /// Says which screens the window has.
  public void offer(Collection<String> ids) {
    offered.addAll(ids);
  }

  /// Whether there is such a screen: a link to one that is not there is no link.
  public boolean offers(String id) {
    return offered.contains(id);
  }

  /// Id of the open screen; empty before the window chose its first.
  public ReadOnlyStringProperty screen() {
    return screen.getReadOnlyProperty();
  }

  public void go(String id) {
    screen.set(id);
  }

  /// Opens a screen and shows one thing there.
  ///
  /// @param item an id as that screen takes it: of a change, an agent, a session
  public void go(String id, String item) {
    wanted.put(id, item);
    go(id);
    // A screen that was just opened has taken it already.
    Optional.ofNullable(hosts.get(id)).ifPresent(host -> taken(id).ifPresent(host));
  }

  /// What a screen does with the things that it is to show, while it is open: one that it was opened for at once.
  ///
  /// @param show gets the thing's id
  public Subscription host(String id, Consumer<String> show) {
    hosts.put(id, show);
    taken(id).ifPresent(show);
    return () -> hosts.remove(id, show);
  }

  private Optional<String> taken(String id) {
    return Optional.ofNullable(wanted.remove(id));
  }
}
