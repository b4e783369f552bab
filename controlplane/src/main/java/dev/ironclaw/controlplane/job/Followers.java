package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.event.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whoever follows the events of a job, each with a thread of its own that reads the store: what was kept while it read, it
/// reads next, so nothing is lost or told twice, and a slow one costs no memory.
final class Followers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
  private static final int MOST = 100;
  private static final int BATCH = 200;
  /// A thread that nobody rings looks again all the same.
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(10);

  private final JobEvents events;
  private final JobBook book;
  private final JobBells bells;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

  Followers(JobEvents events, JobBook book, JobBells bells) {
    this.events = events;
    this.book = book;
    this.bells = bells;
  }

  /// See [Jobs#follow].
  Subscription follow(JobId job, long after, Consumer<JobEvent> consumer, Runnable ended, Runnable closed) {
    if (followers.size() >= MOST) {
      throw new IronclawException(ErrorCode.RATE_LIMITED,
          "follow a job: " + MOST + " followers are there already; end one, or ask for a page of events instead");
    }
    Follower follower = new Follower(job, after, consumer, ended, closed);
    followers.add(follower);
    Thread.ofPlatform().daemon().name("job-follower").start(follower);
    return follower::leave;
  }

  @Override
  public void close() {
    followers.forEach(Follower::leave);
  }

  /// One of them.
  private final class Follower implements Runnable {
    private final JobId job;
    private final Consumer<JobEvent> consumer;
    private final Runnable ended;
    private final Runnable closed;
    private long at;
    private volatile boolean left;

    Follower(JobId job, long after, Consumer<JobEvent> consumer, Runnable ended, Runnable closed) {
      this.job = job;
      this.at = after;
      this.consumer = consumer;
      this.ended = ended;
      this.closed = closed;
    }

    void leave() {
      left = true;
      bells.ring(job);
    }

    @Override
    public void run() {
      try (JobBells.Bell bell = bells.open(job)) {
        while (tell(bell)) {
          LOG.trace("job={} step=follow at={}", job, at);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        broke(e);
      } finally {
        followers.remove(this);
        close();
      }
    }

    /// One whose connection broke, or whom the store failed, ends its own following and nobody else's.
    private void broke(RuntimeException why) {
      if (left) {
        LOG.debug("job={} step=follow ended", job, why);
      } else {
        LOG.warn("job={} step=follow at={} problem=it is closed, to be followed again from there", job, at, why);
      }
    }

    /// Whoever waits for more must not wait for ever.
    private void close() {
      if (!left) {
        try {
          closed.run();
        } catch (RuntimeException e) {
          LOG.debug("job={} step=follow nobody listens any more", job, e);
        }
      }
    }

    /// False where there is nothing more to tell.
    private boolean tell(JobBells.Bell bell) throws InterruptedException {
      long rung = bell.rung();
      // After that: whoever leaves from here on rings once more.
      if (left) {
        return false;
      }
      // Before the events: none comes after the end.
      boolean over = book.isOver(job);
      List<JobEvent> next = events.after(job, at, BATCH);
      for (JobEvent event : next) {
        if (left) {
          return false;
        }
        consumer.accept(event);
        at = event.id();
      }
      if (next.isEmpty() && over) {
        ended.run();
        return false;
      }
      if (next.isEmpty()) {
        bell.await(rung, LONGEST_SLEEP);
      }
      return true;
    }
  }
}
