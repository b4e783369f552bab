package dev.ironclaw.controlplane.jobbox;

import dev.ironclaw.controlplane.isolation.FolderWatch;
import dev.ironclaw.controlplane.isolation.HeldFiles;
import dev.ironclaw.controlplane.isolation.Quota;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Looks after what lies in one job's folders: what may not lie there, and how much it has added.
///
/// Threading: told on the watch's thread; closed by anybody.
final class JobFolders implements AutoCloseable {
  /// Folders, files and links.
  private static final long MOST_ENTRIES = 500_000;
  private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final long mostBytes;
  private final HeldFiles held;
  private final CompletableFuture<String> offence = new CompletableFuture<>();
  private final Map<BoundFolder, Looking> counted = new ConcurrentHashMap<>();
  private final List<FolderWatch.Handle> handles = new CopyOnWriteArrayList<>();
  private volatile Quota.Usage before = new Quota.Usage(Long.MAX_VALUE, Long.MAX_VALUE);
  private volatile boolean closed;

  /// @param mostBytes that it may add
  /// @param held files without a name that its processes hold
  JobFolders(long mostBytes, HeldFiles held) {
    this.mostBytes = mostBytes;
    this.held = held;
  }

  /// Begins before the job does.
  ///
  /// @return what lies there now
  Quota.Usage begin(FolderWatch watch, List<BoundFolder> folders) {
    for (BoundFolder folder : folders) {
      Looking looking = new Looking(folder);
      if (folder.writable()) {
        counted.put(folder, looking);
      }
      handles.add(watch.watch(folder.path(), folder.writable(), looking));
    }
    return used();
  }

  /// From here on it may add so much to what there was.
  void limit(Quota.Usage wasThere) {
    before = wasThere;
    judge();
  }

  /// Gets one sentence, at once where there is one already.
  void whenOffended(Consumer<String> told) {
    CompletableFuture<Void> _ = offence.thenAccept(told);
  }

  /// What was found so far.
  Optional<String> offence() {
    return offence.isDone() ? Optional.of(offence.join()) : Optional.empty();
  }

  private Quota.Usage used() {
    return counted.values().stream().map(looking -> looking.inFolder)
        .reduce(new Quota.Usage(0, 0), (one, other) -> new Quota.Usage(one.bytes() + other.bytes(),
            one.entries() + other.entries()));
  }

  private void judge() {
    Quota.Usage now = used();
    long bytes = now.bytes() + counted.values().stream().mapToLong(looking -> looking.deleted).sum() - before.bytes();
    if (bytes > mostBytes) {
      offence.complete("it wrote more than it may leave: " + (bytes >> 20) + " MiB of " + (mostBytes >> 20) + " MiB in "
          + "its project and its output together");
    } else if (now.entries() - before.entries() > MOST_ENTRIES) {
      offence.complete("it made more than " + MOST_ENTRIES + " files and folders");
    }
  }

  @Override
  public void close() {
    closed = true;
    handles.forEach(FolderWatch.Handle::close);
  }

  /// One of its folders.
  private final class Looking implements FolderWatch.Owner {
    private final BoundFolder folder;
    private final AtomicBoolean soon = new AtomicBoolean();
    private volatile Quota.Usage inFolder = new Quota.Usage(0, 0);
    private volatile long deleted;

    Looking(BoundFolder folder) {
      this.folder = folder;
    }

    @Override
    public void offended(String sentence) {
      offence.complete(sentence);
    }

    /// Its own names can only lead to its own files: the rest was searched for before it began.
    @Override
    public boolean mayLink() {
      return true;
    }

    @Override
    public void used(Quota.Usage usage) {
      inFolder = usage;
      judge();
    }

    /// No event tells how a file grows that is deleted and still open, so while there is one it is looked at each second.
    @Override
    public void deleted() {
      if (folder.writable() && !closed && soon.compareAndSet(false, true)) {
        SOON.execute(() -> {
          soon.set(false);
          deleted = closed ? 0 : held.bytes(folder.path());
          judge();
          if (deleted > 0) {
            deleted();
          }
        });
      }
    }
  }
}
