package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.job.JobBook.Step;
import dev.ironclaw.controlplane.jobbox.JobExit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// The jobs that have a place, and how each comes to its end: decided once, by whoever is first, with the store as the
/// judge; then its container is stopped, and once that is gone everything that was made for it is closed.
///
/// Threading: any thread that may wait for the disk; what waits for the engine runs on the executor.
final class JobEnds {
  static final Duration GRACE = Duration.ofSeconds(5);
  /// After its last word: until its program has read the answer.
  static final Duration LAST_WORD = Duration.ofSeconds(1);
  static final String SYSTEM = "system";
  static final int MAX_NOTE = 500;
  /// The id of the event that tells what a container printed at last: one that no job can choose, and so told once, however
  /// often its end is tried.
  private static final String PRINTED = "";
  private static final Logger LOG = LoggerFactory.getLogger(JobEnds.class);
  static final List<JobState> AT_WORK = List.of(JobState.CREATING, JobState.RUNNING);

  private final JobParts parts;
  private final JobBook book;
  private final Supplier<JobCrossings> crossings;
  private final JobEvents events;
  private final ExecutorService executor;
  private final After after;
  private final JobRemains remains;
  private final Map<JobId, LiveJob> live = new ConcurrentHashMap<>();

  /// Who goes on.
  interface After {
    /// A place is free.
    void look();

    /// Something failed and is to be tried again.
    void later();
  }

  JobEnds(JobParts parts, JobBook book, JobEvents events, ExecutorService executor,
      Supplier<JobCrossings> crossings, After after) {
    this.parts = parts;
    this.book = book;
    this.crossings = crossings;
    this.events = events;
    this.executor = executor;
    this.after = after;
    this.remains = new JobRemains(parts, book, events, after::later);
  }

  JobRemains remains() {
    return remains;
  }

  Map<JobId, LiveJob> live() {
    return live;
  }

  Optional<LiveJob> live(JobId id) {
    return Optional.ofNullable(live.get(id));
  }

  /// Ends it, if nobody has yet, and stops its container.
  ///
  /// @return whether this was the end
  boolean finish(LiveJob job, List<JobState> from, JobState to, String by, String words, Optional<String> result,
      Optional<String> reason) {
    if (!decide(job, from, to, by, words, result, reason)) {
      return false;
    }
    stop(job, GRACE);
    return true;
  }

  /// As [#finish], but the container has a moment to read the answer.
  void finishSoon(LiveJob job, JobState to, String words, Optional<String> result, Optional<String> reason) {
    if (decide(job, List.of(JobState.RUNNING), to, "job:" + job.id(), words, result, reason)) {
      parts.timer().at(parts.clock().instant().plus(LAST_WORD), () -> stop(job, GRACE));
    }
  }

  /// For one that has no place yet, too.
  boolean cancel(Job job, String by) {
    List<JobState> from = List.of(JobState.QUEUED, JobState.CREATING, JobState.RUNNING);
    Optional<LiveJob> there = live(job.id());
    if (there.isPresent()) {
      return finish(there.get(), from, JobState.CANCELLED, by, "cancelled", Optional.empty(),
          Optional.of("cancelled by " + by));
    }
    boolean cancelled = book.end(job.id(), job.spec(), new Step(from, JobState.CANCELLED, by, "cancelled"),
        Optional.empty(), Optional.of("cancelled by " + by));
    if (cancelled) {
      run(this::tellAgents);
      live(job.id()).ifPresentOrElse(begun -> {
        shut(begun);
        crossings.get().revoke(begun.id());
        stop(begun, GRACE);
      }, () -> run(() -> close(job.id(), job.spec())));
    }
    return cancelled;
  }

  boolean decide(LiveJob job, List<JobState> from, JobState to, String by, String words,
      Optional<String> result, Optional<String> reason) {
    synchronized (job) {
      if (!book.end(job.id(), job.spec(), new Step(from, to, by, words), result, reason)) {
        return false;
      }
      shut(job);
    }
    crossings.get().revoke(job.id());
    run(this::tellAgents);
    return true;
  }

  /// Each agent once: what was told and not noted is told again, which changes nothing.
  void tellAgents() {
    List<Job> untold;
    try {
      untold = book.ledger().read(book.store()::untold);
    } catch (RuntimeException e) {
      LOG.error("step=tell-agents failed, again soon", e);
      after.later();
      return;
    }
    for (Job job : untold) {
      try {
        parts.agents().accept(job);
        boolean _ = book.ledger().<Boolean>write(connection -> book.store().told(connection, job.id()));
      } catch (RuntimeException e) {
        LOG.error("job={} step=tell-agent failed, again soon", job.id(), e);
        after.later();
      }
    }
  }

  private static void shut(LiveJob job) {
    job.shut().forEach(asker -> asker.complete(Optional.empty()));
  }

  void run(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the next start goes on with it", e);
    }
  }

  void stop(LiveJob job, Duration grace) {
    run(() -> {
      try {
        job.launched().join();
        if (job.hasBox()) {
          parts.boxes().stop(job.id(), grace);
        } else {
          settle(job);
        }
      } catch (RuntimeException e) {
        LOG.error("job={} step=stop failed, again soon", job.id(), e);
        after.later();
      }
    });
  }

  /// For [dev.ironclaw.controlplane.jobbox.JobBoxes#listen].
  void boxEnded(JobId id, JobExit exit) {
    live(id).ifPresent(job -> run(() -> {
      job.launched().join();
      boxEnded(job, exit);
    }));
  }

  /// Until its end is decided it counts as one that has its container, or whoever goes on meanwhile would end it without the
  /// cause that its container had.
  private void boxEnded(LiveJob job, JobExit exit) {
    try {
      showPrinted(job, exit.printed());
      boolean _ = decide(job, List.of(JobState.RUNNING), state(exit), SYSTEM, exit.cause() + ", code " + exit.code(),
          Optional.empty(), Optional.of(reason(job, exit)));
    } catch (RuntimeException e) {
      LOG.error("job={} step=end failed, again in {}", job.id(), JobLife.AFTER_FAILURE, e);
      parts.timer().at(parts.clock().instant().plus(JobLife.AFTER_FAILURE), () -> run(() -> boxEnded(job, exit)));
      return;
    }
    job.boxIsGone();
    settle(job);
  }

  /// For one that ended before its last word: why a program could not even begin stands nowhere else.
  private void showPrinted(LiveJob job, String printed) {
    synchronized (job) {
      if (job.isOpen() && !printed.isBlank()) {
        tellPrinted(job.id(), parts.redact().apply("output of job " + job.id(), printed));
      }
    }
  }

  /// What can't be kept must not keep the end from being decided.
  private void tellPrinted(JobId id, String printed) {
    try {
      events.add(id, Optional.of(PRINTED), "status",
          JsonMapper.shared().createObjectNode().put("message", "its container printed at last: " + printed),
          book::isOver);
    } catch (RuntimeException e) {
      LOG.warn("job={} step=show-printed failed", id, e);
    }
  }

  /// What the host does for it before it runs: in its log, and beside its state. What can't be kept is left out: the image
  /// that is being built meanwhile is for others too.
  void say(LiveJob job, String words) {
    try {
      synchronized (job) {
        if (!job.isOpen()) {
          return;
        }
        boolean _ = book.ledger().<Boolean>write(
            connection -> book.store().says(connection, job.id(), Optional.of(Excerpt.of(words, MAX_NOTE)), 0));
        events.add(job.id(), Optional.empty(), "status",
            JsonMapper.shared().createObjectNode().put("message", words), book::isOver);
      }
    } catch (RuntimeException e) {
      LOG.warn("job={} step=say failed", job.id(), e);
    }
    book.tellPassing(job.id(), JobState.CREATING);
  }

  /// Without a last word nothing is completed.
  private static JobState state(JobExit exit) {
    return switch (exit.cause()) {
      case ENDED, OFFENCE, OUT_OF_MEMORY -> JobState.FAILED;
      case STOPPED, OUTSIDE, ENGINE_LOST -> JobState.INTERRUPTED;
    };
  }

  private static String reason(LiveJob job, JobExit exit) {
    return switch (exit.cause()) {
      case ENDED -> "its program ended with code " + exit.code() + " before it said that it was done";
      case OUT_OF_MEMORY -> "it needed more than its " + (job.spec().limits().memoryBytes() >> 20) + " MiB of memory";
      case OFFENCE -> "it was stopped for what it did: " + exit.words();
      case STOPPED -> "its container was stopped";
      case OUTSIDE -> "somebody else ended or changed its container: " + exit.words();
      case ENGINE_LOST -> "the container engine was lost: " + exit.words();
    };
  }

  void settle(LiveJob job) {
    if (job.beginSettling()) {
      close(job.id(), job.spec());
    }
  }

  /// Closes what was made for it; what fails is tried again.
  void close(JobId id, JobSpec spec) {
    try {
      crossings.get().close(id);
      parts.places().ended(id, spec);
      book.settle(id);
      if (spec.review()) {
        // From now on somebody may decide, which its state does not say.
        book.find(id).ifPresent(job -> book.tell(id, job.state()));
      }
    } catch (RuntimeException e) {
      LOG.error("job={} step=close failed, again soon", id, e);
      after.later();
    }
    // The next one gets its place before anybody looks at what this one left.
    live.remove(id);
    after.look();
    tidy();
  }

  /// What of those that are over is left to do and holds nobody up.
  void tidy() {
    run(() -> {
      remains.forgetOldest();
      remains.count();
    });
  }

  void interrupt(LiveJob job, String why) {
    boolean _ = decide(job, AT_WORK, JobState.INTERRUPTED, SYSTEM, why, Optional.empty(), Optional.of(why));
  }
}
