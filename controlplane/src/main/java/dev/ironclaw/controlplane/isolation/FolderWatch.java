package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Goes on looking after [MountGuard] has looked: tells the owner of a mounted folder when a socket, a FIFO, a device or
/// a hard link appears in it, and how much lies in a folder that is counted. Folders that can't be watched any more, or
/// that are not where they were mounted from, count as offences too. A folder in which nothing happens costs nothing.
///
/// Threading: one thread takes the events of all folders and calls the owners; any thread adds and removes.
public final class FolderWatch implements AutoCloseable {
  private static final String RAISE = "; remove some, or raise fs.inotify.max_user_watches";
  private static final WatchEvent.Kind<?>[] NEWCOMERS = {StandardWatchEventKinds.ENTRY_CREATE};
  private static final WatchEvent.Kind<?>[] ALL = {StandardWatchEventKinds.ENTRY_CREATE,
      StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY};

  /// Whoever has a folder mounted. Its methods return at once.
  public interface Owner {
    /// Gets one sentence, perhaps more than once.
    void offended(String sentence);

    /// Whether files may have more than one name there; see [FolderEntry].
    default boolean mayLink() {
      return false;
    }

    /// So much lies there now; only where it is counted.
    default void used(Quota.Usage usage) {}

    /// Something was deleted; only where it is counted.
    default void deleted() {}
  }

  /// One mounted folder. Two boxes that share a folder are two of these.
  private record Mounted(Path top, FolderIdentity identity, Owner owner) {}

  private final FolderShare share;
  private final WatchService events;
  private final Map<WatchKey, Path> folders = new ConcurrentHashMap<>();
  private final Map<Path, WatchKey> keys = new ConcurrentHashMap<>();
  private final Map<Path, AtomicInteger> watchedBelow = new ConcurrentHashMap<>();
  private final Map<Path, FolderTally> tallies = new ConcurrentHashMap<>();
  private final List<Mounted> mounted = new CopyOnWriteArrayList<>();
  /// Between a look at a folder and the events of it, one folder at a time: else what is counted could be older than
  /// the event that told of it.
  private final ReentrantLock order = new ReentrantLock();

  public FolderWatch(FolderShare share) {
    this.share = share;
    try {
      events = Path.of("/").getFileSystem().newWatchService();
    } catch (IOException e) {
      throw new UncheckedIOException("watch mounted folders: no inotify instance is left", e);
    }
    Thread.ofPlatform().daemon().name("folder-watch").start(this::take);
  }

  /// Watches a folder and all below it until the returned handle is closed.
  ///
  /// @param counted whether the owner is told how much lies there
  public Handle watch(Path top, boolean counted, Owner owner) {
    Mounted entry = new Mounted(top, FolderIdentity.of(top), owner);
    watchedBelow.computeIfAbsent(top, path -> new AtomicInteger());
    if (counted) {
      tallies.computeIfAbsent(top, path -> new FolderTally());
    }
    mounted.add(entry);
    enter(top, true);
    tellUsed(top);
    return () -> leave(entry);
  }

  /// Ends the watching of one folder for one owner.
  public interface Handle extends AutoCloseable {
    @Override
    void close();
  }

  private void leave(Mounted entry) {
    mounted.remove(entry);
    if (mounted.stream().noneMatch(other -> other.top().equals(entry.top()))) {
      watchedBelow.remove(entry.top());
      tallies.remove(entry.top());
      folders.forEach((key, folder) -> {
        if (mounted.stream().noneMatch(other -> folder.startsWith(other.top()))) {
          release(key);
        }
      });
    }
  }

  private void register(Path folder) throws IOException {
    WatchKey key = folder.register(events, tallies.keySet().stream().anyMatch(folder::startsWith) ? ALL : NEWCOMERS);
    Path before = folders.put(key, folder);
    keys.put(folder, key);
    if (before != null) {
      if (!before.equals(folder)) {
        // It was moved here.
        keys.remove(before, key);
        tally(before, tally -> tally.forget(before));
      }
      return;
    }
    count(folder, 1);
    for (Map.Entry<Path, AtomicInteger> below : watchedBelow.entrySet()) {
      if (folder.startsWith(below.getKey()) && below.getValue().get() > share.one()) {
        release(key);
        throw new IOException(below.getKey() + " has more than " + share.one() + " folders" + RAISE);
      }
    }
    if (folders.size() > share.all()) {
      offendLargest();
    }
  }

  /// Whoever comes last may have made few: the room is taken by another.
  private void offendLargest() {
    watchedBelow.entrySet().stream().max(Comparator.comparingInt(below -> below.getValue().get()))
        .ifPresent(largest -> mounted.stream().filter(entry -> entry.top().equals(largest.getKey()))
            .forEach(entry -> entry.owner().offended(entry.top() + " has the most folders, " + largest.getValue()
                + ", of all mounted ones, which together have more than " + share.all() + RAISE)));
  }

  private void release(WatchKey key) {
    key.cancel();
    forget(key);
  }

  private void forget(WatchKey key) {
    Path folder = folders.remove(key);
    if (folder != null) {
      keys.remove(folder, key);
      tally(folder, tally -> tally.forget(folder));
      count(folder, -1);
    }
  }

  private void count(Path folder, int change) {
    watchedBelow.forEach((top, count) -> {
      if (folder.startsWith(top)) {
        count.addAndGet(change);
      }
    });
  }

  private void tally(Path folder, Consumer<FolderTally> change) {
    tallies.forEach((top, tally) -> {
      if (folder.startsWith(top)) {
        change.accept(tally);
      }
    });
  }

  /// @param again whether folders that are known already are looked at too
  private void enter(Path top, boolean again) {
    Deque<Path> open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty()) {
      Path folder = open.remove();
      try {
        look(folder, again, open);
      } catch (NoSuchFileException | NotDirectoryException e) {
        // silent-ok: it was removed while we looked
      } catch (IOException e) {
        tell(folder, folder + " can't be watched: " + e.getMessage());
        return;
      }
    }
  }

  /// Registers before it looks: what appears in between is then seen twice and never missed.
  private void look(Path folder, boolean again, Deque<Path> open) throws IOException {
    order.lock();
    try {
      register(folder);
      Map<String, Long> found = children(folder, again, open);
      tally(folder, tally -> tally.replace(folder, found));
    } finally {
      order.unlock();
    }
  }

  private Map<String, Long> children(Path folder, boolean again, Deque<Path> open) throws IOException {
    Map<String, Long> found = new HashMap<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        FolderEntry entry = examine(child);
        if (entry != null) {
          found.put(child.getFileName().toString(), entry.size());
          if (entry.isFolder() && (again || !keys.containsKey(child))) {
            open.add(child);
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private void take() {
    try {
      while (true) {
        WatchKey key = events.take();
        Path folder = folders.get(key);
        List<WatchEvent<?>> batch = key.pollEvents();
        if (folder != null) {
          happened(folder, batch);
        }
        if (!key.reset()) {
          forget(key);
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // silent-ok: this is how the watch is closed
    }
  }

  private void happened(Path folder, List<WatchEvent<?>> batch) {
    order.lock();
    try {
      batch.forEach(event -> happened(folder, event));
      moved(folder);
      tellUsed(folder);
    } finally {
      order.unlock();
    }
  }

  private void happened(Path folder, WatchEvent<?> event) {
    if (!(event.context() instanceof Path name)) {
      // Events were lost, and every folder is told so: each looks at itself again.
      enter(folder, false);
      return;
    }
    Path child = folder.resolve(name);
    FolderEntry entry = StandardWatchEventKinds.ENTRY_DELETE.equals(event.kind()) ? null : examine(child);
    if (entry == null) {
      gone(folder, child);
      return;
    }
    tally(folder, tally -> tally.put(folder, name.toString(), entry.size()));
    if (entry.isFolder() && StandardWatchEventKinds.ENTRY_CREATE.equals(event.kind())) {
      enter(child, true);
    }
  }

  private void gone(Path folder, Path child) {
    tally(folder, tally -> tally.remove(folder, child.getFileName().toString()));
    if (keys.containsKey(child) && !Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
      folders.forEach((key, path) -> {
        if (path.startsWith(child)) {
          release(key);
        }
      });
    }
    owners(folder, Owner::deleted);
  }

  /// Null where it is gone.
  private @Nullable FolderEntry examine(Path child) {
    try {
      FolderEntry entry = FolderEntry.of(child);
      entry.offence().ifPresent(why -> mounted.stream()
          .filter(top -> child.startsWith(top.top()) && !(entry.isFile() && top.owner().mayLink()))
          .forEach(top -> top.owner().offended(child + " appeared in a mounted folder: " + why)));
      return entry;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      tell(child, child + " appeared in a mounted folder: it can't be examined");
      return null;
    }
  }

  /// What a box has mounted stays mounted wherever it is moved, but is no longer seen by its path.
  private void moved(Path folder) {
    for (Mounted entry : mounted) {
      if (folder.startsWith(entry.top()) && !isInPlace(entry)) {
        entry.owner().offended(entry.top() + " was moved away or replaced while it was mounted");
      }
    }
  }

  private static boolean isInPlace(Mounted entry) {
    try {
      return FolderIdentity.of(entry.top()).equals(entry.identity());
    } catch (IronclawException e) {
      return false;
    }
  }

  private void tellUsed(Path folder) {
    tallies.forEach((top, tally) -> {
      if (folder.startsWith(top)) {
        Quota.Usage usage = tally.usage();
        mounted.stream().filter(entry -> entry.top().equals(top)).forEach(entry -> entry.owner().used(usage));
      }
    });
  }

  private void tell(Path where, String sentence) {
    owners(where, owner -> owner.offended(sentence));
  }

  private void owners(Path where, Consumer<Owner> word) {
    mounted.stream().filter(entry -> where.startsWith(entry.top())).forEach(entry -> word.accept(entry.owner()));
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException e) {
      throw new UncheckedIOException("close the watch over mounted folders", e);
    }
  }
}
