package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Goes on looking after [MountGuard] has looked: tells the owner of a mounted folder when a socket, a FIFO, a device or
/// a hard link appears in it. Folders that can't be watched any more count as offences too.
///
/// Threading: one thread takes the events of all folders and calls the owners; any thread adds and removes.
final class WorkspaceWatch implements AutoCloseable {
  static final int FOLDER_LIMIT = 8192;

  /// Over all mounted folders: well above what one may have, so that one owner alone can't reach it.
  static final int ALL_FOLDERS_LIMIT = 16 * FOLDER_LIMIT;

  /// One mounted folder. Two boxes that share a folder are two of these.
  private record Mounted(Path top, Consumer<String> offended) {}

  private final int mostBelowOne;
  private final int mostOfAll;
  private final WatchService events;
  private final Map<WatchKey, Path> folders = new ConcurrentHashMap<>();
  private final Map<Path, AtomicInteger> watchedBelow = new ConcurrentHashMap<>();
  private final List<Mounted> mounted = new CopyOnWriteArrayList<>();

  WorkspaceWatch() {
    this(FOLDER_LIMIT, ALL_FOLDERS_LIMIT);
  }

  WorkspaceWatch(int mostBelowOne, int mostOfAll) {
    this.mostBelowOne = mostBelowOne;
    this.mostOfAll = mostOfAll;
    try {
      events = Path.of("/").getFileSystem().newWatchService();
    } catch (IOException e) {
      throw new UncheckedIOException("watch workspaces: no inotify instance is left", e);
    }
    Thread.ofPlatform().daemon().name("workspace-watch").start(this::take);
  }

  /// Watches a folder and all below it until the returned handle is closed. `offended` gets one sentence, perhaps more
  /// than once.
  Handle watch(Path top, Consumer<String> offended) {
    Mounted entry = new Mounted(top, offended);
    watchedBelow.computeIfAbsent(top, path -> new AtomicInteger());
    mounted.add(entry);
    enter(top);
    return () -> leave(entry);
  }

  /// Ends the watching of one folder for one owner.
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }

  private void leave(Mounted entry) {
    mounted.remove(entry);
    if (mounted.stream().noneMatch(other -> other.top().equals(entry.top()))) {
      watchedBelow.remove(entry.top());
      folders.forEach((key, folder) -> {
        if (mounted.stream().noneMatch(other -> folder.startsWith(other.top()))) {
          release(key);
        }
      });
    }
  }

  private void register(Path folder) throws IOException {
    WatchKey key = folder.register(events, StandardWatchEventKinds.ENTRY_CREATE);
    if (folders.put(key, folder) != null) {
      return;
    }
    count(folder, 1);
    for (Map.Entry<Path, AtomicInteger> below : watchedBelow.entrySet()) {
      if (folder.startsWith(below.getKey()) && below.getValue().get() > mostBelowOne) {
        release(key);
        throw new IOException("it has more than " + mostBelowOne + " folders; remove some");
      }
    }
    if (folders.size() > mostOfAll) {
      release(key);
      throw new IOException("all workspaces together have more than " + mostOfAll + " folders; start it again when "
          + "another has ended");
    }
  }

  private void release(WatchKey key) {
    key.cancel();
    forget(key);
  }

  private void forget(WatchKey key) {
    Path folder = folders.remove(key);
    if (folder != null) {
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

  /// Registers before it looks: what appears in between is then seen twice and never missed.
  private void enter(Path folder) {
    try {
      Files.walkFileTree(folder, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
          register(dir);
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
          examine(file);
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (NoSuchFileException e) {
      // silent-ok: it was removed while we looked
    } catch (IOException e) {
      tell(folder, folder + " can't be watched: " + e.getMessage());
    }
  }

  private void take() {
    try {
      while (true) {
        WatchKey key = events.take();
        Path folder = folders.get(key);
        List<WatchEvent<?>> batch = key.pollEvents();
        if (folder != null) {
          batch.forEach(event -> happened(folder, event));
        }
        if (!key.reset()) {
          forget(key);
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // silent-ok: this is how the watch is closed
    }
  }

  private void happened(Path folder, WatchEvent<?> event) {
    if (event.context() instanceof Path name) {
      Path child = folder.resolve(name);
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        enter(child);
      } else {
        examine(child);
      }
    } else {
      // Events were lost: look at everything again.
      enter(folder);
    }
  }

  private void examine(Path file) {
    Optional<String> offence = MountGuard.offence(file);
    offence.ifPresent(why -> tell(file, file + " appeared in the workspace: " + why));
  }

  private void tell(Path where, String sentence) {
    mounted.stream().filter(entry -> where.startsWith(entry.top())).forEach(entry -> entry.offended().accept(sentence));
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException e) {
      throw new UncheckedIOException("close the workspace watch", e);
    }
  }
}
