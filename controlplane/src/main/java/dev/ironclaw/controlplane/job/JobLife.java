package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.controlplane.gateway.OneAlarm;
import dev.ironclaw.controlplane.job.JobBook.Step;
import dev.ironclaw.controlplane.jobbox.JobBoxPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of a job from its place in the queue to the moment when nothing of it is left. Each step is in the store before
/// it is taken, so that a crash between any two is finished or undone by [#recover].
///
/// Threading: any thread that may wait for the disk; what waits for the engine runs on the executor.
final class JobLife implements JobEnds.After, AutoCloseable {
  static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
  private static final String WHILE_MADE = "the control plane ended while its container was made";
  /// How long the engine is let be before it is looked for again: at first, and at most.
  static final Duration ENGINE_FIRST = Duration.ofSeconds(1);
  static final Duration ENGINE_MOST = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(JobLife.class);

  private final JobParts parts;
  private final JobBook book;
  private final Supplier<JobCrossings> crossings;
  private final JobEnds ends;
  private final OneAlarm again;
  private final OneAlarm engineAgain;
  private final JobQueue queue = new JobQueue();
  private final Object adoption = new Object();
  /// Belongs to the lock of adoption.
  private boolean adopted;
  /// Until then nothing starts: the first start removes every container that is not among those that run on.
  private volatile boolean recovered;
  /// Whether there may be containers of an earlier control plane that nobody has looked for yet.
  private volatile boolean owed;
  /// Whether the alarm for that is set: who asks meanwhile does not put it off.
  private final AtomicBoolean asksEngine = new AtomicBoolean();
  /// The same for what failed.
  private final AtomicBoolean asksLater = new AtomicBoolean();
  private volatile Duration engineWait = ENGINE_FIRST;
  private volatile boolean closed;

  JobLife(JobParts parts, JobBook book, JobEvents events, ExecutorService executor,
      Supplier<JobCrossings> crossings) {
    this.parts = parts;
    this.book = book;
    this.crossings = crossings;
    this.ends = new JobEnds(parts, book, events, executor, crossings, this);
    this.again = new OneAlarm(parts.timer(), () -> {
      asksLater.set(false);
      ends.run(this::goOn);
      ends.tidy();
    });
    this.engineAgain = new OneAlarm(parts.timer(), () -> {
      asksEngine.set(false);
      ends.run(this::goOn);
    });
  }

  JobEnds ends() {
    return ends;
  }

  /// Starts what waits, as far as there are places.
  @Override
  public void look() {
    try {
      if (recovered && !closed && !parts.brake().isOn()) {
        startWaiting();
      }
    } catch (RuntimeException e) {
      LOG.error("step=start-jobs failed, again in {}", AFTER_FAILURE, e);
      later();
    }
  }

  private synchronized void startWaiting() {
    List<Job> all = book.unsettled();
    List<Job> waiting = new ArrayList<>(all.stream().filter(job -> job.state() == JobState.QUEUED).toList());
    if (waiting.isEmpty()) {
      return;
    }
    // Those that wait are not lost with the engine.
    if (!parts.boxes().isReachable()) {
      whenEngineIsBack();
      return;
    }
    engineWait = ENGINE_FIRST;
    List<Job> busy = new ArrayList<>(all.stream().filter(job -> job.state() != JobState.QUEUED).toList());
    while (busy.size() < parts.settings().maxConcurrent()) {
      Optional<Job> next = queue.next(waiting, busy);
      if (next.isEmpty()) {
        return;
      }
      waiting.remove(next.get());
      if (begin(next.get())) {
        queue.started(next.get());
        busy.add(next.get());
      }
    }
  }

  private boolean begin(Job job) {
    String token = token();
    LiveJob begun = new LiveJob(job);
    ends.live().put(job.id(), begun);
    boolean mine = false;
    try {
      mine = book.step(job.id(), job.spec(),
          new Step(List.of(JobState.QUEUED), JobState.CREATING, JobEnds.SYSTEM, "its turn has come"),
          connection -> book.store().token(connection, job.id(), Sha256.hex(token)));
    } finally {
      if (!mine) {
        // Somebody cancelled it, or the log can't be written and it waits on.
        begun.launched().complete(null);
        ends.live().remove(job.id(), begun);
        // Not here: what its end makes room for would begin within this round.
        ends.run(() -> ends.settle(begun));
      }
    }
    if (mine) {
      ends.run(() -> launch(begun, token));
    }
    return mine;
  }

  private void launch(LiveJob job, String token) {
    try {
      adoptOnce();
      String image = parts.images().idOf(job.spec().mode(), words -> ends.say(job, words));
      JobPlaces.Place place = parts.places().open(job.id(), job.spec());
      if (job.isOpen()) {
        JobBoxPlan plan = new JobBoxPlan(job.id(), image,
            List.of("--mode=" + job.spec().mode().wireName(), "--job=" + job.id()), Map.of(),
            crossings.get().open(job.id(), token), place.workspace(), true, place.output(), job.spec().limits());
        parts.brake().check("start job " + job.id());
        // Again: an end that came before there was a crossing could not revoke its token.
        if (job.isOpen()) {
          start(job, plan);
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("job={} step=launch failed", job.id(), e);
      notStarted(job, e);
    } finally {
      job.launched().complete(null);
      ends.settle(job);
    }
  }

  private void notStarted(LiveJob job, RuntimeException why) {
    try {
      if (closed) {
        ends.interrupt(job, WHILE_MADE);
      } else if (isEngineAway(why)) {
        if (owed) {
          whenEngineIsBack();
        }
        ends.interrupt(job, "the container engine was lost while its container was made: " + words(why));
      } else if (why instanceof IronclawException known && known.code() == ErrorCode.NOT_READY) {
        ends.interrupt(job, "it could not be started: " + words(why));
      } else {
        boolean _ = ends.finish(job, List.of(JobState.CREATING), JobState.FAILED, JobEnds.SYSTEM,
            "it could not be started", Optional.empty(), Optional.of("it could not be started: " + words(why)));
      }
    } catch (RuntimeException e) {
      LOG.error("job={} step=end-launch failed, again in {}", job.id(), AFTER_FAILURE, e);
      later();
    }
  }

  private void start(LiveJob job, JobBoxPlan plan) {
    job.boxStarts();
    try {
      parts.boxes().start(plan);
    } catch (RuntimeException e) {
      job.boxIsGone();
      throw e;
    }
    parts.brake().whileOn(parts.boxes()::freeze);
    time(job);
    boolean runs = false;
    try {
      Optional<String> weaker = parts.weaker().get();
      runs = book.step(job.id(), job.spec(), new Step(List.of(JobState.CREATING), JobState.RUNNING, JobEnds.SYSTEM,
          "its container has started" + weaker.map(words -> "; weaker: " + words).orElse("")),
          connection -> book.store().weaker(connection, job.id(), weaker));
    } finally {
      if (!runs) {
        ends.stop(job, JobEnds.GRACE);
      }
    }
  }

  private void time(LiveJob job) {
    job.begin(book.now(), new OneAlarm(parts.timer(), () -> ends.run(() -> overtime(job))),
        parts.brake().isOn());
  }

  private void overtime(LiveJob job) {
    try {
      job.verdict(book.now()).ifPresent(why -> {
        boolean _ = ends.finish(job, JobEnds.AT_WORK, JobState.FAILED, JobEnds.SYSTEM, why, Optional.empty(),
            Optional.of(why));
      });
    } catch (RuntimeException e) {
      LOG.error("job={} step=overtime failed, again in {}", job.id(), AFTER_FAILURE, e);
      job.ringAt(book.now().plus(AFTER_FAILURE));
    }
  }

  /// At start, before anything else is asked of jobs; does not wait for the engine.
  void recover() {
    for (Job job : book.unsettled()) {
      if (job.state() == JobState.RUNNING) {
        LiveJob running = new LiveJob(job);
        running.boxStarts();
        running.launched().complete(null);
        ends.live().put(job.id(), running);
      } else if (job.state() == JobState.CREATING) {
        ends.interrupt(new LiveJob(job), WHILE_MADE);
      }
    }
    recovered = true;
    owed = parts.boxes().mayHaveSome();
    ends.run(this::goOn);
    ends.tidy();
  }

  /// What is left from before or could not be done, then what waits.
  private void goOn() {
    try {
      ends.tellAgents();
      if (owed || book.unsettled().stream().anyMatch(job -> job.state() != JobState.QUEUED)) {
        adoptOnce();
        ends.live().values().stream().filter(job -> job.launched().isDone() && !(job.isOpen() && job.hasBox()))
            .forEach(job -> {
              ends.interrupt(job, "its container was gone");
              ends.stop(job, JobEnds.GRACE);
            });
        book.unsettled().stream().filter(job -> job.state().isOver() && ends.live(job.id()).isEmpty())
            .forEach(job -> ends.close(job.id(), job.spec()));
      }
    } catch (RuntimeException e) {
      if (isEngineAway(e)) {
        LOG.warn("step=recover-jobs problem={}; again soon", e.getMessage());
        whenEngineIsBack();
      } else {
        LOG.error("step=recover-jobs failed, again in {}", AFTER_FAILURE, e);
        later();
      }
    }
    look();
  }

  /// Once in this process, before the first container is started: those that run on are ours, every other one goes.
  private void adoptOnce() {
    synchronized (adoption) {
      if (adopted) {
        return;
      }
      List<LiveJob> before = ends.live().values().stream().filter(LiveJob::hasBox).toList();
      Set<JobId> running = Set.of();
      try {
        running = parts.boxes().adopt(before.stream().map(LiveJob::id).collect(Collectors.toSet()));
        adopted = true;
        engineWait = ENGINE_FIRST;
      } finally {
        owed = !adopted;
        // Where the engine does not answer, whatever it has is removed when it does, and before anything is started.
        for (LiveJob job : before) {
          takeUpOrStop(job, running.contains(job.id()));
        }
      }
      crossings.get().sweep();
    }
  }

  /// One that can't be taken up takes nothing from the others. Its end is decided when its container has gone, or later.
  private void takeUpOrStop(LiveJob job, boolean runs) {
    try {
      takeUp(job, runs);
    } catch (RuntimeException e) {
      LOG.error("job={} step=take-up failed; its container is stopped", job.id(), e);
      later();
      if (runs) {
        ends.stop(job, JobEnds.GRACE);
      } else {
        job.boxIsGone();
      }
    }
  }

  private void takeUp(LiveJob job, boolean runs) {
    if (!runs) {
      ends.interrupt(job, "its container was gone when the control plane started again");
      job.boxIsGone();
      ends.settle(job);
      return;
    }
    try {
      Optional<String> hash = book.ledger().read(connection -> book.store().tokenHash(connection, job.id()));
      crossings.get().reopen(job.id(), hash.orElseThrow());
      if (!job.isOpen()) {
        // It ended before there was a crossing to close.
        crossings.get().close(job.id());
      }
      parts.brake().whileOn(parts.boxes()::freeze);
      time(job);
    } catch (RuntimeException e) {
      LOG.warn("job={} step=adopt failed", job.id(), e);
      ends.interrupt(job, "it could not be taken up again: " + words(e));
      ends.stop(job, JobEnds.GRACE);
    }
  }

  /// For the brake: every process stands still, and so does the time.
  void freeze() {
    parts.boxes().freeze();
    // A job's lock may wait for the disk, which the brake may not.
    ends.run(() -> ends.live().values().forEach(job -> job.standsStill(book.now(), parts.brake()::isOn)));
  }

  void thaw() {
    parts.boxes().thaw();
    ends.live().values().forEach(job -> job.movesOn(book.now()));
  }

  @Override
  public void later() {
    if (asksLater.compareAndSet(false, true)) {
      again.set(parts.clock().instant().plus(AFTER_FAILURE));
    }
  }

  /// One that was never found tells nobody that it is there.
  private void whenEngineIsBack() {
    if (asksEngine.compareAndSet(false, true)) {
      Duration wait = engineWait;
      engineWait = Collections.min(List.of(wait.plus(wait), ENGINE_MOST));
      engineAgain.set(parts.clock().instant().plus(wait));
    }
  }

  private static boolean isEngineAway(RuntimeException e) {
    return e instanceof IronclawException known && known.code() == ErrorCode.RUNTIME_UNAVAILABLE;
  }

  private String token() {
    byte[] bytes = new byte[32];
    parts.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String words(RuntimeException e) {
    return e instanceof IronclawException known
        ? String.valueOf(known.getMessage())
        : "see the log of the control plane";
  }

  @Override
  public void close() {
    closed = true;
    again.close();
    engineAgain.close();
    ends.live().values().forEach(LiveJob::hush);
  }
}
