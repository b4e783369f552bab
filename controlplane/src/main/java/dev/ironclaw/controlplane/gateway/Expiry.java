package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends changes that nobody decided. One alarm, for the next one that is due; none while nothing is pending.
///
/// An approval checks the time by itself, so an alarm that comes late lets nothing through.
final class Expiry {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final ChangeStore store;
  private final Ledger ledger;
  private final Timer timer;
  private final Clock clock;
  private final Consumer<ChangeId> expire;
  private Timer.@Nullable Alarm alarm;
  private boolean closed;

  /// @param expire decides the change and finishes it
  Expiry(ChangeStore store, Ledger ledger, Timer timer, Clock clock, Consumer<ChangeId> expire) {
    this.store = store;
    this.ledger = ledger;
    this.timer = timer;
    this.clock = clock;
    this.expire = expire;
  }

  /// Sees to it that an alarm is set where something is pending. Every change waits equally long, so an alarm that is
  /// set already is for an older one.
  void arm() {
    Optional<Instant> next = ledger.read(store::nextExpiry);
    synchronized (this) {
      if (alarm == null && !closed) {
        next.ifPresent(when -> alarm = timer.at(when, this::ring));
      }
    }
  }

  void expireDue() {
    Instant now = clock.instant();
    ledger.read(store::pending).stream().map(StoredChange::change)
        .filter(change -> !now.isBefore(change.expiresAt())).forEach(change -> expire.accept(change.id()));
  }

  synchronized void close() {
    closed = true;
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  private void ring() {
    synchronized (this) {
      alarm = null;
    }
    try {
      expireDue();
      arm();
    } catch (RuntimeException e) {
      LOG.error("step=expire failed, again in {}", AFTER_FAILURE, e);
      synchronized (this) {
        if (alarm == null && !closed) {
          alarm = timer.at(clock.instant().plus(AFTER_FAILURE), this::ring);
        }
      }
    }
  }
}
