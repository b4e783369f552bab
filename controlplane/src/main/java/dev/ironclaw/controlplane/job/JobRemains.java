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

  void forgetOldest() {
    try {
      for (JobId id : book.ledger().read(connection -> book.store().beyond(connection, KEPT))) {
        book.find(id).ifPresent(this::forget);
      }
    } catch (RuntimeException e) {
      LOG.error("step=forget-oldest failed, again soon", e);
      later.run();
    }
  }

  /// All that is of it goes, its row last: what a crash leaves is removed when somebody asks again.
  void forget(Job job) {
    parts.places().forget(job.id(), job.spec());
    events.forget(job.id());
    boolean _ = book.ledger().<Boolean>write(connection -> {
      book.store().remove(connection, job.id());
      return true;
    });
  }
}
