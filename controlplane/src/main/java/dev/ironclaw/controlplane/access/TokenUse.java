package dev.ironclaw.controlplane.access;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When each token was last used: in memory, and written at most once in [#PERIOD], by a thread of its own, for a call
/// must not cost a commit. A crash loses that much.
final class TokenUse implements AutoCloseable {
  static final Duration PERIOD = Duration.ofMinutes(10);
  private static final Logger LOG = LoggerFactory.getLogger(TokenUse.class);
  private static final long STOP_SECONDS = 5;

  private final Database state;
  private final TokenStore store;
  private final Clock clock;
  private final Map<TokenId, Instant> used = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> written;
  private final ExecutorService writer = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().name("token-use").daemon().factory());

  TokenUse(Database state, TokenStore store, Clock clock) {
    this.state = state;
    this.store = store;
    this.clock = clock;
    this.written = new AtomicReference<>(clock.instant());
  }

  void note(TokenId id) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    used.put(id, now);
    Instant before = written.get();
    if (!now.isBefore(before.plus(PERIOD)) && written.compareAndSet(before, now)) {
      try {
        writer.execute(this::flush);
      } catch (RejectedExecutionException e) {
        LOG.debug("the last use is written by close", e);
      }
    }
  }

  Optional<Instant> last(TokenId id) {
    return Optional.ofNullable(used.get(id));
  }

  private void flush() {
    if (used.isEmpty()) {
      return;
    }
    try {
      state.<Boolean>write(connection -> {
        store.use(connection, used);
        return true;
      });
    } catch (IronclawException e) {
      LOG.warn("when tokens were last used could not be written; it is tried again later", e);
    }
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the last use of tokens is still being written");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    flush();
  }
}
