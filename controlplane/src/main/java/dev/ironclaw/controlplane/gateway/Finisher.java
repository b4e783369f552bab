package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.panic.Brake;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps at a decided change until it is done: what fails now is tried again later, and at the latest at the next start.
/// The decision stands meanwhile.
final class Finisher {
  private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private static final Set<ErrorCode> AUDIT = Set.of(ErrorCode.AUDIT_UNAVAILABLE, ErrorCode.AUDIT_BROKEN);

  private final Completion completion;
  private final Timer timer;
  private final Clock clock;
  private final Brake brake;
  private final Set<ChangeId> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Finisher(Completion completion, Timer timer, Clock clock, Brake brake) {
    this.brake = brake;
    this.completion = completion;
    this.timer = timer;
    this.clock = clock;
  }

  /// Does what is left, now or later.
  ///
  /// @return why it is not done now, for people; empty where it is, or where another thread is at it
  Optional<String> finish(ChangeId id) {
    return finish(id, FIRST_WAIT);
  }

  void close() {
    closed = true;
  }

  private Optional<String> finish(ChangeId id, Duration wait) {
    if (closed) {
      return Optional.empty();
    }
    if (brake.isOn()) {
      return Optional.of("approved; waits until the panic is over (`ironctl resume`)");
    }
    try {
      completion.finish(id);
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.error("change={} step=finish failed, again in {}", id, wait, e);
      again(id, wait);
      return Optional.of(e instanceof IronclawException known && AUDIT.contains(known.code())
          ? "approved; waits until the audit log can be written"
          : "approved; a step after that failed and is tried again");
    }
  }

  /// One alarm a change, however often it is asked for meanwhile.
  private void again(ChangeId id, Duration wait) {
    if (waiting.add(id)) {
      Duration doubled = wait.multipliedBy(2);
      Duration next = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
      timer.at(clock.instant().plus(wait), () -> {
        waiting.remove(id);
        finish(id, next);
      });
    }
  }
}
