package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.controlplane.grant.Grants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends changes that nobody decided, and what was granted until a time. One alarm, for the next that is due; none where
/// nothing is.
///
/// An approval checks the time by itself, so an alarm that comes late lets no change through. A grant that is over is
/// withheld from every new box and use; the alarm takes it from the boxes that run.
final class Expiry {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
  /// The timer stands still while the machine sleeps: nothing that is over may live on by that.
  private static final Duration LONGEST_WAIT_FOR_A_GRANT = Duration.ofSeconds(30);

  private final ChangeStore store;
  private final Ledger ledger;
  private final Grants grants;
  private final CapabilityEffect effect;
  private final Timer timer;
  private final Clock clock;
  private final Consumer<ChangeId> expire;
  private Timer.@Nullable Alarm alarm;
  private @Nullable Instant rings;
  private boolean closed;

  /// @param expire decides the change and finishes it
  Expiry(ChangeStore store, Ledger ledger, GatewayParts parts, Consumer<ChangeId> expire) {
    this.store = store;
    this.ledger = ledger;
    this.grants = parts.grants();
    this.effect = parts.effect();
    this.timer = parts.timer();
    this.clock = parts.clock();
    this.expire = expire;
  }

  /// Sees to it that an alarm rings no later than the next thing is over.
  void arm() {
    Optional<Instant> change = ledger.read(store::nextExpiry);
    Instant soon = clock.instant().plus(LONGEST_WAIT_FOR_A_GRANT);
    Optional<Instant> grant = grants.nextExpiry().map(when -> when.isAfter(soon) ? soon : when);
    Optional<Instant> next = Stream.of(change, grant).flatMap(Optional::stream).min(Comparator.naturalOrder());
    synchronized (this) {
      if (!closed && next.isPresent() && (rings == null || next.get().isBefore(rings))) {
        set(next.get());
      }
    }
  }

  private void set(Instant when) {
    if (alarm != null) {
      alarm.cancel();
    }
    rings = when;
    alarm = timer.at(when, this::ring);
  }

  /// Grants first, for taking away is a brake and needs no audit log. One that fails keeps none of the others waiting, and
  /// is tried again.
  void expireDue() {
    boolean done = grants.expireDue(agent -> effect.changed(Optional.of(agent)));
    for (ChangeId overdue : overdue()) {
      done &= expires(overdue);
    }
    if (done) {
      arm();
    } else {
      again();
    }
  }

  /// Tries again what could not be stored.
  synchronized void again() {
    if (!closed) {
      set(clock.instant().plus(AFTER_FAILURE));
    }
  }

  private List<ChangeId> overdue() {
    Instant now = clock.instant();
    return ledger.read(store::pending).stream().map(StoredChange::change)
        .filter(change -> !now.isBefore(change.expiresAt())).map(Change::id).toList();
  }

  private boolean expires(ChangeId id) {
    try {
      expire.accept(id);
      return true;
    } catch (RuntimeException e) {
      LOG.error("change={} step=expire failed, again in {}", id, AFTER_FAILURE, e);
      return false;
    }
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
      rings = null;
    }
    try {
      expireDue();
    } catch (RuntimeException e) {
      LOG.error("step=expire failed, again in {}", AFTER_FAILURE, e);
      again();
    }
  }
}
