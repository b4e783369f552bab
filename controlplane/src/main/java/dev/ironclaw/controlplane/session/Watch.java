package dev.ironclaw.controlplane.session;

import dev.ironclaw.controlplane.panic.Brake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds stuck and idle boxes with one timer for all of them, set to the earliest moment at which one of them may need
/// something: no ticking. Threading: the supervisor's loop alone.
final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration SOON = Duration.ofMillis(50);

  private final Loop loop;
  private final Collection<Slot> slots;
  private final SupervisorSettings settings;
  private final Clock clock;
  private final Brake brake;
  private final BiConsumer<Slot, String> stuck;
  private final Consumer<Slot> idle;
  private Loop.@Nullable Alarm timer;

  /// @param stuck gets a box that must be ended, and why
  /// @param idle gets a box that nobody used for long
  Watch(Loop loop, Collection<Slot> slots, SupervisorSettings settings, Clock clock, Brake brake,
      BiConsumer<Slot, String> stuck, Consumer<Slot> idle) {
    this.loop = loop;
    this.slots = slots;
    this.settings = settings;
    this.clock = clock;
    this.brake = brake;
    this.stuck = stuck;
    this.idle = idle;
  }

  /// Sets the timer anew; call when a box comes, is bound or says hello.
  void schedule() {
    if (timer != null) {
      timer.cancel();
    }
    Instant now = clock.instant();
    slots.stream().filter(slot -> slot.state != BoxStatus.State.STOPPING).map(slot -> slot.nextLook(settings))
        .min(Instant::compareTo).ifPresent(next -> {
          Duration wait = Duration.between(now, next);
          timer = loop.after(wait.compareTo(SOON) < 0 ? SOON : wait, this::look);
        });
  }

  /// Everybody's patience begins anew: what stood still had no chance to give a sign.
  void afresh() {
    Instant now = clock.instant();
    slots.forEach(slot -> slot.afresh(now));
  }

  /// A frozen box gives no sign and is not to blame; [#schedule] is called again after the panic.
  private void look() {
    if (brake.isOn()) {
      return;
    }
    Instant now = clock.instant();
    for (Slot slot : List.copyOf(slots)) {
      try {
        look(slot, now);
      } catch (RuntimeException e) {
        // One session's fault must not end the watch over the others.
        LOG.error("box={} step=watch", slot.socket.box(), e);
      }
    }
    schedule();
  }

  private void look(Slot slot, Instant now) {
    if (slot.state == BoxStatus.State.STOPPING) {
      return;
    }
    Optional<String> how = slot.stuck(settings, now);
    if (how.isPresent()) {
      stuck.accept(slot, how.get());
    } else if (slot.isIdle(settings, now)) {
      idle.accept(slot);
    }
  }
}
