package dev.ironclaw.controlplane.isolation;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Stops every process of every box of one run folder, and lets them run on. By the kernel's own signals to what `/proc`
/// shows, never by a verb of the runtime, which may hang: the sandbox and its gofer are known by their arguments, the
/// processes that run a guest's code (they have none) by whose children they are.
///
/// Threading: any thread; the caller keeps freezing and thawing apart.
public final class BoxFreezer implements Freezer {
  private static final int MOST_LOOKS = 8;

  private final HostProcesses processes;
  private final Path runFolder;
  private final Signals signals = new Signals();

  BoxFreezer(HostProcesses processes, Path runFolder) {
    this.processes = processes;
    this.runFolder = runFolder;
  }

  /// Of a state folder's run folder, whichever isolators use it. Needs no control plane.
  public static BoxFreezer of(Path runFolder) {
    return new BoxFreezer(new HostProcesses(Path.of("/proc")), runFolder.toAbsolutePath().normalize());
  }

  /// First those that make new processes, then all below them until a look finds no new one.
  ///
  /// @return how many processes stand still
  @Override
  public int freeze() {
    return freeze(this::isOurs);
  }

  /// One box.
  int freeze(Bundle bundle) {
    return freeze(arguments -> RunscProcesses.ofBundle(arguments, bundle.folder()));
  }

  private int freeze(Predicate<List<String>> which) {
    Set<Integer> tops = new LinkedHashSet<>(tops(which));
    tops.removeIf(pid -> !signals.stop(pid));
    Set<Integer> stopped = new LinkedHashSet<>(tops);
    for (int look = 0; look < MOST_LOOKS; look++) {
      List<Integer> found = below(tops).stream().filter(pid -> !stopped.contains(pid)).toList();
      if (found.isEmpty()) {
        break;
      }
      found.stream().filter(signals::stop).forEach(stopped::add);
    }
    return stopped.size();
  }

  /// Lets all of them run on.
  ///
  /// @return how many processes were let go
  @Override
  public int thaw() {
    List<Integer> tops = tops(this::isOurs);
    List<Integer> all = new ArrayList<>(below(tops));
    // The children first: their supervisor must find them able to answer.
    all.addAll(tops);
    return (int) all.stream().filter(signals::letGo).count();
  }

  private List<Integer> tops(Predicate<List<String>> which) {
    return processes.matching(which).stream().map(HostProcesses.Seen::pid).toList();
  }

  private boolean isOurs(List<String> arguments) {
    return RunscProcesses.isBelow(arguments, runFolder) || ProcessIsolator.isBelow(arguments, runFolder);
  }

  private Set<Integer> below(Collection<Integer> tops) {
    Map<Integer, List<Integer>> children = new HashMap<>();
    processes.parents().forEach((pid, parent) -> children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(pid));
    Set<Integer> below = new LinkedHashSet<>();
    Deque<Integer> open = new ArrayDeque<>(tops);
    while (!open.isEmpty()) {
      for (int child : children.getOrDefault(open.remove(), List.of())) {
        if (below.add(child)) {
          open.add(child);
        }
      }
    }
    tops.forEach(below::remove);
    return below;
  }
}
