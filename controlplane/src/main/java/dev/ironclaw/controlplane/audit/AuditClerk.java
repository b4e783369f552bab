package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.audit.AuditTable.Row;
import dev.ironclaw.controlplane.store.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What follows the log without anybody waiting for it: the checkpoint after a while of traffic, the witnesses, the
/// search index, whoever watches. Each is set off by an entry, and a silent log wakes nobody.
///
/// Threading: [#appended] from any thread; the work on one of its own.
final class AuditClerk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditClerk.class);

  private static final Duration TELL_AFTER = Duration.ofMillis(500);

  private final Database state;
  private final Supplier<byte[]> head;
  private final Runnable checkpoint;
  private final AuditIndex index;
  private final AuditSettings settings;
  private final List<Post> posts = new ArrayList<>();
  private final Consumer<AuditEvent> log;
  private final ScheduledThreadPoolExecutor worker = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().daemon().name("audit-clerk").factory());
  private final AtomicBoolean checkpointDue = new AtomicBoolean();
  private final AtomicBoolean headDue = new AtomicBoolean();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final AtomicLong newest = new AtomicLong();
  private final AtomicLong indexedAt = new AtomicLong();

  /// @param log records what the clerk has to say
  AuditClerk(Database state, AuditFiles files, Runnable checkpoint, AuditIndex index, AuditSettings settings,
      Consumer<AuditEvent> log) {
    this.state = state;
    this.head = files::coveredHead;
    this.checkpoint = checkpoint;
    this.index = index;
    this.settings = settings;
    this.log = log;
    worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    settings.witnesses().forEach(witness -> posts.add(new Post(witness)));
  }

  /// One witness and what it has.
  private static final class Post {
    private final Witness witness;
    private long checkpointSeq;
    private byte[] head = new byte[0];
    private volatile Optional<String> problem = Optional.empty();

    Post(Witness witness) {
      this.witness = witness;
    }
  }

  /// From this line on witnesses get checkpoints; what was before is theirs already, or is covered by the next one.
  void startAt(long seq) {
    indexedAt.set(seq);
    posts.forEach(post -> post.checkpointSeq = seq);
  }

  /// A line is on disk.
  ///
  /// @param checkpointed a checkpoint is among the lines since the last call
  void appended(long seq, boolean checkpointed) {
    if (checkpointDue.compareAndSet(false, true)) {
      after(settings.checkpointEvery(), () -> {
        checkpointDue.set(false);
        checkpoint.run();
      });
    }
    if (!posts.isEmpty()) {
      if (checkpointed) {
        after(Duration.ZERO, this::tellCheckpoints);
      }
      tellHeadSoon();
    }
    long before = indexedAt.get();
    if (seq - before >= 2L * AuditIndex.BATCH && indexedAt.compareAndSet(before, seq)) {
      after(Duration.ZERO, index::catchUp);
    }
  }

  /// A line can be read.
  ///
  /// @param seq 0 for none
  void committed(long seq) {
    if (seq > 0) {
      newest.accumulateAndGet(seq, Math::max);
      if (telling.compareAndSet(false, true)) {
        after(TELL_AFTER, () -> {
          telling.set(false);
          settings.appended().accept(newest.get());
        });
      }
    }
  }

  private void tellHeadSoon() {
    if (headDue.compareAndSet(false, true)) {
      after(settings.headEvery(), () -> {
        headDue.set(false);
        tell();
      });
    }
  }

  /// What the witnesses can't be told, one line for each.
  List<String> problems() {
    return posts.stream().flatMap(post -> post.problem.stream()).toList();
  }

  /// Brings every witness up to now.
  void tell() {
    tellCheckpoints();
    for (Post post : posts) {
      byte[] now = head.get();
      if (post.problem.isEmpty() && !Arrays.equals(now, post.head)) {
        attempt(post, () -> {
          post.witness.send(now);
          post.head = now;
        });
      }
    }
  }

  private void tellCheckpoints() {
    for (Post post : posts) {
      attempt(post, () -> {
        List<Row> missing = state.read(connection -> AuditTable.checkpointsAfter(connection, post.checkpointSeq));
        for (Row row : missing) {
          post.witness.send(row.line().bytes());
          post.checkpointSeq = row.seq();
        }
        if (missing.isEmpty() && post.problem.isPresent()) {
          post.witness.send(head.get());
        }
      });
    }
  }

  /// Something that is sent.
  @FunctionalInterface
  private interface Sending {
    void run() throws IOException;
  }

  private void attempt(Post post, Sending sending) {
    Optional<String> before = post.problem;
    try {
      sending.run();
      post.problem = Optional.empty();
      if (before.isPresent()) {
        log.accept(event("reached", "the audit witness " + post.witness.name() + " is reached again"));
      }
    } catch (IOException | RuntimeException e) {
      String why = "the audit witness " + post.witness.name() + " can't be reached: " + e.getMessage();
      post.problem = Optional.of(why);
      LOG.warn("audit: {}", why);
      if (before.isEmpty()) {
        log.accept(event("lost", why));
      }
      tellHeadSoon();
    }
  }

  private static AuditEvent event(String kind, String detail) {
    return new AuditEvent("witness", "", kind, "system", detail);
  }

  private void after(Duration delay, Runnable work) {
    try {
      // What fails in it is logged there.
      var _ = worker.schedule(() -> {
        try {
          work.run();
        } catch (RuntimeException e) {
          LOG.error("audit: what follows the log failed; the next entry tries again", e);
        }
      }, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("audit: an entry came while the log was being closed", e);
    }
  }

  /// Ends the thread; what was set off by then is done by [#tell] where the caller wants it.
  @Override
  public void close() {
    // Never interrupted: that would close the log's files under its hands.
    worker.shutdown();
    try {
      if (!worker.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.error("audit: the clerk is still busy after 30 s; its witness gets the rest at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// True for a witness's line that this log has, or can't have had yet.
  static boolean agrees(Database state, long seq, String hash) {
    return hash.equals(AuditFormat.NO_HASH)
        || state.read(connection -> AuditTable.at(connection, seq)).filter(row -> row.line().hash().equals(hash))
            .isPresent();
  }
}
