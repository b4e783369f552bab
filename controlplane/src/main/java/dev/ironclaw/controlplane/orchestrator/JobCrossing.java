package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.crossing.BufferBudget;
import dev.ironclaw.controlplane.crossing.Refusals;
import dev.ironclaw.controlplane.crossing.SocketFile;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.contract.job.WorkerApi;
import io.github.bucket4j.Bucket;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.jetty.util.IO;

/// One job as the orchestrator sees it: its socket, its token's hash, what it may still ask.
///
/// Threading: any thread.
final class JobCrossing {
  private final JobId job;
  private final SocketFile file;
  private final OrchestratorLimits limits;
  private final Refusals refusals;
  private final Bucket requestBucket;
  private final Bucket modelBucket;
  private final Bucket statusBucket = bucket(OrchestratorLimits.STATUS_PER_SECOND, OrchestratorLimits.STATUS_BURST);
  private final Semaphore requests;
  private final Semaphore modelCalls;
  private final Semaphore prompts = new Semaphore(OrchestratorLimits.CONCURRENT_PROMPTS);
  private final BufferBudget buffers = new BufferBudget(4L * WorkerApi.MAX_MODEL_REQUEST_BYTES);
  private final AtomicLong called = new AtomicLong();
  private final AtomicLong spent = new AtomicLong();
  private final AtomicLong said = new AtomicLong();
  private final AtomicLong lastResults = new AtomicLong();
  private final AtomicReference<Optional<JobMode>> mode = new AtomicReference<>(Optional.empty());
  private volatile Optional<String> tokenHash;
  private volatile Closeable listening = () -> {};

  JobCrossing(JobId job, String tokenHash, SocketFile file, OrchestratorLimits limits, JobRefusals listener,
      Clock clock) {
    this.job = job;
    this.tokenHash = Optional.of(tokenHash);
    this.file = file;
    this.limits = limits;
    refusals = new Refusals((door, status, why, times) -> listener.refused(job, door, status, why, times), clock);
    requestBucket = bucket(limits.requestsPerSecond(), limits.requestBurst());
    modelBucket = bucket(limits.modelCallsPerSecond(), limits.modelCallBurst());
    requests = new Semaphore(limits.concurrentRequests());
    modelCalls = new Semaphore(limits.concurrentModelCalls());
  }

  private static Bucket bucket(long perSecond, long burst) {
    return Bucket.builder().addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }

  JobId job() {
    return job;
  }

  SocketFile file() {
    return file;
  }

  Refusals refusals() {
    return refusals;
  }

  BufferBudget buffers() {
    return buffers;
  }

  Optional<String> tokenHash() {
    return tokenHash;
  }

  void listens(Closeable on) {
    listening = on;
  }

  void revoke() {
    tokenHash = Optional.empty();
  }

  /// The name that a job's model calls are counted and looked at under: conversations have no other ids.
  SessionId session() {
    return session(job);
  }

  static SessionId session(JobId job) {
    return new SessionId("ses_" + job.value().replace("-", "").substring(0, 16));
  }

  /// It never changes, so it is looked up once.
  JobMode mode(Supplier<JobMode> look) {
    JobMode known = mode.get().orElseGet(look);
    mode.set(Optional.of(known));
    return known;
  }

  void spent(long tokens) {
    spent.addAndGet(tokens);
  }

  /// Takes one request's place, or refuses. Each success is followed by one [#leave].
  void enter(Endpoint endpoint) {
    if (!bucketOf(endpoint).tryConsume(1)) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "this job asks too often; wait a second and try again");
    }
    if (!placesAt(endpoint).tryAcquire()) {
      throw new IronclawException(ErrorCode.RATE_LIMITED,
          "this job has too many requests open; wait for one to end and try again");
    }
  }

  void leave(Endpoint endpoint) {
    placesAt(endpoint).release();
  }

  /// Counts one more event, or refuses it for good: what is kept of a job must not fill the disk.
  void say(long bytes, boolean result) {
    if (said.addAndGet(bytes) > limits.eventBytes()
        && !(result && lastResults.incrementAndGet() <= OrchestratorLimits.LAST_RESULTS)) {
      throw new IronclawException(ErrorCode.DENIED, "this job has said all that is kept of one, " + limits.eventBytes()
          + " bytes of events; it may still say its result");
    }
  }

  /// Counts one more call of a model, or refuses it for good.
  void callModel() {
    if (spent.get() >= limits.modelTokens()) {
      throw new IronclawException(ErrorCode.DENIED, "this job has used its " + limits.modelTokens()
          + " tokens; end it and start another");
    }
    if (called.incrementAndGet() > limits.modelCalls()) {
      throw new IronclawException(ErrorCode.DENIED, "this job has made its " + limits.modelCalls()
          + " model calls; end it and start another");
    }
  }

  private Bucket bucketOf(Endpoint endpoint) {
    return endpoint.isModel() ? modelBucket : endpoint == Endpoint.STATUS ? statusBucket : requestBucket;
  }

  /// What waits long has places of its own, so that it can't keep an event out.
  private Semaphore placesAt(Endpoint endpoint) {
    return endpoint.isModel() ? modelCalls : endpoint == Endpoint.PROMPT ? prompts : requests;
  }

  /// Stops listening; the folder stays, for the container that has it.
  void suspend() {
    IO.close(listening);
    refusals.close();
    file.deleteSocket();
  }
}
