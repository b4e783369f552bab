package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.controlplane.crossing.Refusals;
import dev.ironclaw.controlplane.crossing.SocketFile;
import io.github.bucket4j.Bucket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One box as the host sees it: what it is bound to, its event stream, its allowances.
///
/// Threading: any thread.
final class Crossing implements BoxSocket {
  private final BoxId box;
  private final SocketFile file;
  private final BoxAnswers answers;
  private final Refusals refusals;
  private final AtomicBoolean greeted = new AtomicBoolean();
  private final Bucket requestBucket;
  private final Bucket modelBucket;
  private final Bucket systemBucket = bucket(BoxLimits.SYSTEM_ROWS_PER_SECOND, BoxLimits.SYSTEM_ROW_BURST);
  private final Semaphore requests;
  private final Semaphore modelCalls;
  private final Bucket toolBucket = bucket(BoxLimits.TOOL_CALLS_PER_SECOND, BoxLimits.TOOL_CALL_BURST);
  private final Semaphore toolCalls = new Semaphore(BoxApi.MAX_CONCURRENT_TOOL_CALLS);
  private final Semaphore stateReads = new Semaphore(1);
  private final StoppedTurns stops = new StoppedTurns();
  private final BufferBudgets.Share buffers = new BufferBudgets.Share();
  private final Runnable stopListening;
  private final ReadWriteLock rights = new ReentrantReadWriteLock();
  private @Nullable Bound bound;
  private @Nullable EventStream stream;
  private boolean closed;

  /// @param stopListening closes the socket and its connections
  Crossing(BoxId box, SocketFile file, BoxLimits limits, BoxAnswers answers,
      BoxListener listener, Clock clock, Runnable stopListening) {
    this.box = box;
    this.file = file;
    this.answers = answers;
    this.stopListening = stopListening;
    refusals = new Refusals((door, status, why, times) -> listener.refused(box, door, status, why, times), clock);
    requestBucket = bucket(limits.requestsPerSecond(), limits.requestBurst());
    modelBucket = bucket(limits.modelCallsPerSecond(), limits.modelCallBurst());
    requests = new Semaphore(limits.concurrentRequests());
    modelCalls = new Semaphore(limits.concurrentModelCalls());
  }

  /// True once.
  boolean isFirstHello() {
    return !greeted.getAndSet(true);
  }

  private static Bucket bucket(long perSecond, long burst) {
    return Bucket.builder().addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }

  @Override
  public BoxId box() {
    return box;
  }

  @Override
  public Path folder() {
    return file.folder();
  }

  BufferBudgets.Share buffers() {
    return buffers;
  }

  /// One at a time: an answer may be large. Each success is followed by one [#leaveState].
  void enterState() {
    if (!stateReads.tryAcquire()) {
      throw new IronclawException(ErrorCode.RATE_LIMITED,
          "this box reads its state already; wait for that answer and try again");
    }
  }

  void leaveState() {
    stateReads.release();
  }

  StoppedTurns stops() {
    return stops;
  }

  Refusals refusals() {
    return refusals;
  }

  Optional<Bound> bound() {
    synchronized (this) {
      return Optional.ofNullable(bound);
    }
  }

  /// Runs a deed under the rights that hold until it is done: once [#update] has returned, nothing happens under the old
  /// ones. The deed must be short and must not call back into [#update].
  <T> T underRights(Function<Bound, T> deed) {
    rights.readLock().lock();
    try {
      return deed.apply(bound().orElseThrow(() -> new IronclawException(ErrorCode.BOX_UNBOUND,
          "this box belongs to no session yet; wait for the bound event")));
    } finally {
      rights.readLock().unlock();
    }
  }

  @Override
  public void bind(BoxBinding binding) {
    bind(Bound.of(binding));
  }

  void bind(Bound binding) {
    EventStream waiting;
    synchronized (this) {
      if (bound != null) {
        throw new IronclawException(ErrorCode.CONFLICT, "bind " + box + " to " + binding.session()
            + ": a box is bound once, for good; start another");
      }
      bound = binding;
      waiting = stream;
    }
    if (waiting != null) {
      feed(waiting, binding);
    }
  }

  @Override
  public void update(BoxBinding binding) {
    update(Bound.of(binding));
  }

  void update(Bound binding) {
    EventStream listening = replace(binding);
    if (listening != null) {
      listening.send(answers.event(new BoxEvent.Config(binding.config())));
    }
  }

  /// Waits for the deeds that run under the old rights.
  private @Nullable EventStream replace(Bound binding) {
    rights.writeLock().lock();
    try {
      return exchange(binding);
    } finally {
      rights.writeLock().unlock();
    }
  }

  private @Nullable EventStream exchange(Bound binding) {
    synchronized (this) {
      if (bound == null || !bound.session().equals(binding.session())) {
        throw new IronclawException(ErrorCode.CONFLICT, "update " + box + " for " + binding.session()
            + ": it is not bound to that session; bind it first");
      }
      bound = binding;
      return stream;
    }
  }

  /// Takes over as the box's one stream; the former one ends.
  void listen(EventStream fresh) {
    EventStream former;
    Bound binding;
    boolean late;
    synchronized (this) {
      late = closed;
      former = stream;
      stream = fresh;
      binding = bound;
    }
    if (former != null) {
      former.end();
    }
    fresh.open();
    if (late) {
      fresh.end();
    } else if (binding != null) {
      feed(fresh, binding);
    }
  }

  /// Called once for each stream, either by [#bind] or by [#listen]: whichever saw the other's half.
  private void feed(EventStream to, Bound binding) {
    to.send(answers.event(new BoxEvent.Bound(binding.session(), binding.config())));
    if (stops.seq() > 0) {
      to.send(answers.event(new BoxEvent.Cancel(stops.seq())));
    }
    to.follows(binding.queue().follow(to.after(),
        message -> to.send(answers.event(new BoxEvent.Message(message)))));
  }

  @Override
  public void tell(BoxEvent event) {
    EventStream listening;
    synchronized (this) {
      listening = stream;
    }
    if (listening != null) {
      listening.send(answers.event(event));
    }
  }

  /// The box hears it first: then it takes the end of its calls for what it is.
  @Override
  public void stopTurns(long seq) {
    tell(new BoxEvent.Cancel(seq));
    stops.stop(seq);
  }

  /// Takes one request's place, or refuses. Each success is followed by one [#leave].
  void enter(Door door) {
    if (!bucketOf(door).tryConsume(1)) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "this box asks too often; wait a second and try again");
    }
    if (!placesAt(door).tryAcquire()) {
      throw new IronclawException(ErrorCode.RATE_LIMITED,
          "this box has too many requests open; wait for one to end and try again");
    }
  }

  /// Takes the place of rows that ask something of the host, or refuses: each may end in an audit entry and a notice.
  void askHost(long rows) {
    if (rows > 0 && !systemBucket.tryConsume(rows)) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "commit: at most " + BoxLimits.SYSTEM_ROWS_PER_SECOND
          + " requests a second, " + BoxLimits.SYSTEM_ROW_BURST + " at once; wait and try again");
    }
  }

  void leave(Door door) {
    placesAt(door).release();
  }

  private Bucket bucketOf(Door door) {
    return switch (door) {
      case MODEL -> modelBucket;
      case TOOLS -> toolBucket;
      case HELLO, EVENTS, COMMIT, STATE, PARTIAL, HEARTBEAT, PERSONA -> requestBucket;
    };
  }

  /// What waits long has places of its own, so that it can't keep a commit or a heartbeat out.
  private Semaphore placesAt(Door door) {
    return switch (door) {
      case MODEL -> modelCalls;
      case TOOLS -> toolCalls;
      case HELLO, EVENTS, COMMIT, STATE, PARTIAL, HEARTBEAT, PERSONA -> requests;
    };
  }

  /// Stops listening but leaves the folder, which is mounted into a box that may outlive this process.
  void suspend() {
    EventStream listening;
    synchronized (this) {
      closed = true;
      listening = stream;
      stream = null;
    }
    if (listening != null) {
      listening.end();
    }
    stopListening.run();
    refusals.close();
    file.deleteSocket();
  }

  @Override
  public void close() {
    suspend();
    file.deleteAll();
  }
}
