package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.controlplane.isolation.Box.Cause;
import dev.ironclaw.controlplane.isolation.Bundle.Bound;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/// Looks after the folders that one box has mounted: an offence ends it, a full workspace ends it where it may write and
/// one with room again outgrows it where it may only read.
///
/// Threading: called on the watch's thread; closed by anybody.
final class BoxWatch implements AutoCloseable {
  private final HeldFiles held;
  private final BiConsumer<Cause, String> end;
  private final CompletableFuture<String> outgrown;
  private final List<FolderWatch.Handle> handles = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /// @param end gets why the box must end
  /// @param outgrown completed when the workspace of a box that may only read it has room
  BoxWatch(HeldFiles held, BiConsumer<Cause, String> end, CompletableFuture<String> outgrown) {
    this.held = held;
    this.end = end;
    this.outgrown = outgrown;
  }

  /// What it finds at once may end the box, and close this, before it returns.
  void begin(FolderWatch watch, List<Bound> folders) {
    for (Bound folder : folders) {
      handles.add(watch.watch(folder.path(), folder.quota().isPresent(), new Looking(folder)));
    }
    if (closed) {
      close();
    }
  }

  /// Idempotent.
  @Override
  public void close() {
    closed = true;
    handles.forEach(FolderWatch.Handle::close);
  }

  /// One of its folders.
  private final class Looking implements FolderWatch.Owner {
    private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final Bound folder;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Quota.Usage inFolders = new Quota.Usage(0, 0);
    private volatile long deleted;

    Looking(Bound folder) {
      this.folder = folder;
    }

    @Override
    public void offended(String sentence) {
      end.accept(Cause.OFFENCE, sentence);
    }

    @Override
    public void used(Quota.Usage usage) {
      inFolders = usage;
      judge();
    }

    private void judge() {
      folder.quota().ifPresent(quota -> {
        Quota.Usage usage = new Quota.Usage(inFolders.bytes() + deleted, inFolders.entries());
        if (folder.writable() && quota.isOver(usage)) {
          end.accept(Cause.FULL, "its workspace is full: " + quota.words(usage));
        } else if (folder.wantedWritable() && !folder.writable() && !quota.isOver(usage)) {
          outgrown.complete("its workspace has room again: " + quota.words(usage));
        }
      });
    }

    /// No event tells how a file grows that is deleted and still open, so while there is one it is looked at each second.
    @Override
    public void deleted() {
      if (folder.writable() && !closed && looking.compareAndSet(false, true)) {
        SOON.execute(() -> {
          looking.set(false);
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
