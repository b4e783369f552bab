package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What jobs that are over have left: counted, and removed with the oldest of them. It may take long, so no place and no lock of
/// a job waits for it.
///
/// Threading: any thread that may wait for the disk.
final class JobRemains {
  /// Finished jobs that are remembered.
  static final int KEPT = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(JobRemains.class);

  private final JobParts parts;
  private final JobBook book;
  private final JobEvents events;
  private final Runnable later;
  /// The disk has enough to do with one.
  private final ReentrantLock counting = new ReentrantLock();
  /// Two at once would meet in one job's folders.
  private final ReentrantLock forgetting = new ReentrantLock();

  /// @param later is called where something failed and is to be tried again
  JobRemains(JobParts parts, JobBook book, JobEvents events, Runnable later) {
    this.parts = parts;
    this.book = book;
    this.events = events;
    this.later = later;
  }

  /// Counts what lies there of each that was not counted yet, also of those that a crash has cut off.
  void count() {
    counting.lock();
    try {
      for (Job job : book.ledger().read(book.store()::uncounted)) {
        book.counted(job, parts.places().bytes(job.id(), job.spec()));
      }
    } catch (RuntimeException e) {
      LOG.error("step=count-files failed, again soon", e);
      later.run();
    } finally {
      counting.unlock();
    }
  }

  /// Those beyond the newest go, save for what somebody still needs, with those whose removal was cut off.
  void forgetOldest() {
    try {
      for (JobId id : book.ledger().read(connection -> book.store().beyond(connection, KEPT))) {
        if (parts.places().needed(id).isEmpty()) {
          boolean _ = book.ledger().<Boolean>write(connection -> book.store()
              .worksIn(connection, id.value()).isEmpty() && book.store().goes(connection, id));
        }
      }
      book.ledger().read(book.store()::going).forEach(this::forgetOrLater);
    } catch (RuntimeException e) {
      LOG.error("step=forget-oldest failed, again soon", e);
      later.run();
    }
  }

  /// One that can't be removed keeps none of the others.
  private void forgetOrLater(Job job) {
    try {
      forget(job);
    } catch (RuntimeException e) {
      LOG.error("job={} step=forget failed, again soon", job.id(), e);
      later.run();
    }
  }

  /// All that is of it goes, its row last: what a crash leaves is removed at the next start.
  ///
  /// @param job of which it was written down that it goes
  void forget(Job job) {
    forgetting.lock();
    try {
      if (book.find(job.id()).isEmpty()) {
        return;
      }
      parts.places().forget(job.id(), job.spec());
      events.forget(job.id());
      boolean _ = book.ledger().<Boolean>write(connection -> {
        book.store().remove(connection, job.id());
        return true;
      });
    } finally {
      forgetting.unlock();
    }
    book.gone(job.id());
  }
}
