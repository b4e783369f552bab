package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Wakes whoever waits for news of a job. What the news is stands in the store.
final class JobBells {
  private final Map<JobId, Bell> bells = new ConcurrentHashMap<>();

  /// There is news.
  void ring(JobId job) {
    Bell bell = bells.get(job);
    if (bell != null) {
      bell.ring();
    }
  }

  /// Everybody looks.
  void ringAll() {
    bells.values().forEach(Bell::ring);
  }

  /// For one who waits, until it is closed.
  Bell open(JobId job) {
    return bells.compute(job, (_, there) -> {
      Bell bell = there == null ? new Bell(this, job) : there;
      bell.listeners++;
      return bell;
    });
  }

  private void leave(Bell bell) {
    bells.computeIfPresent(bell.job, (_, there) -> --there.listeners == 0 ? null : there);
  }

  /// One job's.
  static final class Bell implements AutoCloseable {
    private final JobBells all;
    private final JobId job;
    /// Belongs to the map's entry.
    private int listeners;
    private long rung;

    private Bell(JobBells all, JobId job) {
      this.all = all;
      this.job = job;
    }

    private synchronized void ring() {
      rung++;
      notifyAll();
    }

    /// To be asked before the look at the store.
    synchronized long rung() {
      return rung;
    }

    /// Returns when it has rung more often than that, or when the time is over.
    synchronized void await(long seen, Duration longest) throws InterruptedException {
      long end = System.nanoTime() + longest.toNanos();
      for (long left = end - System.nanoTime(); rung == seen && left > 0; left = end - System.nanoTime()) {
        wait(left / 1_000_000 + 1);
      }
    }

    @Override
    public void close() {
      all.leave(this);
    }
  }
}
