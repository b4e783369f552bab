package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.gateway.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The commands of one [WarmKey], one after another, in one container that stays until it is idle for long or not to be
/// trusted any more.
///
/// Threading: any thread; starting and stopping containers is left to the executor.
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  static final Duration IDLE = Duration.ofMinutes(10);
  /// Beyond the time limit of the command, for its container to say so.
  static final Duration GRACE = Duration.ofSeconds(10);
  private static final int KILLED = 137;
  private static final CommandResult.Stream NOTHING = new CommandResult.Stream("", 0, false);

  private final WarmKey key;
  private final CommandParts parts;
  private final CommandBoxes boxes;
  private final Executor slow;
  private final Runnable room;
  private final Runnable emptied;
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private @Nullable Pending current;
  private @Nullable WarmBox box;
  private Timer.@Nullable Alarm idle;
  private long lastUsed;

  /// @param room makes place for one more container, where it can; may wait
  /// @param emptied called when the container has gone
  Lane(WarmKey key, CommandParts parts, CommandBoxes boxes, Executor slow, Runnable room, Runnable emptied) {
    this.key = key;
    this.parts = parts;
    this.boxes = boxes;
    this.slow = slow;
    this.room = room;
    this.emptied = emptied;
  }

  /// Puts it at the end; [#advance] runs it.
  synchronized void add(Pending pending) {
    waiting.add(pending);
  }

  /// Whether nothing of it is left.
  synchronized boolean isEmpty() {
    return current == null && waiting.isEmpty() && box == null;
  }

  /// When it was last used, where it has a container that does nothing; for whoever needs the place.
  synchronized Optional<Long> idleSince() {
    return current == null && waiting.isEmpty() && box != null && box.isOpen()
        ? Optional.of(lastUsed)
        : Optional.empty();
  }

  /// Runs the next command where none runs.
  void advance() {
    Pending next;
    WarmBox ready;
    synchronized (this) {
      if (current != null || waiting.isEmpty()) {
        return;
      }
      next = waiting.remove();
      current = next;
      if (idle != null) {
        idle.cancel();
        idle = null;
      }
      ready = next.request.fresh() || box == null || !box.isOpen() ? null : box;
    }
    if (next.result.isDone()) {
      done(next);
    } else if (ready == null) {
      slow.execute(() -> startFor(next));
    } else {
      guarded(next, () -> give(next, ready));
    }
  }

  private void startFor(Pending pending) {
    guarded(pending, () -> {
      parts.mayRun(pending.request, pending.by);
      retire("another takes its place");
      room.run();
      WarmBox fresh = boxes.start(key);
      synchronized (this) {
        box = fresh;
      }
      give(pending, fresh);
    });
  }

  /// Whatever goes wrong on the way to its container ends this command alone: the next one is not held up.
  private void guarded(Pending pending, Runnable way) {
    try {
      way.run();
    } catch (IronclawException e) {
      pending.result.completeExceptionally(e);
      done(pending);
    } catch (RuntimeException | Error e) {
      LOG.error("command={} step=start", pending.id, e);
      pending.result.completeExceptionally(
          new IronclawException(ErrorCode.INTERNAL, "run a command: the host failed; see its log", e));
      done(pending);
      if (e instanceof Error fatal) {
        throw fatal;
      }
    }
  }

  private void give(Pending pending, WarmBox to) {
    // What it may do can have been taken away since it was asked for.
    parts.mayRun(pending.request, pending.by);
    byte[] ask = CommandWire.ask(pending.id, pending.request);
    pending.limit = Optional.of(parts.timer().at(parts.clock().instant().plus(pending.request.timeout()).plus(GRACE),
        () -> {
          pending.late = true;
          to.end(new IronclawException(ErrorCode.BOX_FAILED,
              "run a command: its container did not end it in time and was stopped"));
        }));
    var _ = pending.result.whenComplete((_, failure) -> {
      if (failure != null) {
        // Nobody waits for it any more.
        to.end(new IronclawException(ErrorCode.BOX_FAILED, "run a command: it was given up"));
      }
    });
    var _ = to.run(pending.id, ask).whenComplete((said, failure) -> {
      pending.limit.ifPresent(Timer.Alarm::cancel);
      if (failure == null) {
        finish(pending, to, said);
      } else {
        fail(pending, to, failure instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure);
      }
    });
  }

  private void finish(Pending pending, WarmBox in, CommandWire.Said said) {
    int each = pending.request.maxOutput() / 2;
    CommandResult.Stream out = clean(in, CommandWire.stream(said.out(), said.outBytes(), each));
    CommandResult.Stream error = clean(in, CommandWire.stream(said.error(), said.errorBytes(), each));
    CommandResult result = new CommandResult(said.exitCode(), said.timedOut(), out, error, pending.millis(),
        in.id().value(), in.weaker());
    if (said.left() > 0 || pending.request.fresh()) {
      in.end(new IronclawException(ErrorCode.BOX_FAILED, "it is not used again"));
    }
    pending.result.complete(result);
    done(pending);
  }

  private CommandResult.Stream clean(WarmBox in, CommandResult.Stream stream) {
    return new CommandResult.Stream(parts.leaks().redact("command " + in.id(), stream.text()), stream.bytes(),
        stream.cut());
  }

  private void fail(Pending pending, WarmBox in, Throwable why) {
    if (pending.late) {
      pending.result.complete(new CommandResult(KILLED, true, NOTHING, NOTHING, pending.millis(), in.id().value(),
          in.weaker()));
      done(pending);
      return;
    }
    if (why instanceof WarmBox.NeverTaken && !pending.tried && !pending.result.isDone()) {
      pending.tried = true;
      slow.execute(() -> startFor(pending));
      return;
    }
    pending.result.completeExceptionally(why instanceof WarmBox.NeverTaken never ? never.why() : why);
    done(pending);
  }

  private void done(Pending pending) {
    WarmBox bad = null;
    synchronized (this) {
      if (current == pending) {
        current = null;
      }
      lastUsed = System.nanoTime();
      if (box != null && !box.isOpen()) {
        bad = box;
        box = null;
      }
      if (box != null && waiting.isEmpty()) {
        idle = parts.timer().at(parts.clock().instant().plus(IDLE), () -> slow.execute(() -> stopIdle("it was idle")));
      }
    }
    WarmBox removed = bad;
    if (removed != null) {
      slow.execute(() -> boxes.stop(removed, "it is not used again"));
    }
    advance();
  }

  /// Stops the container where it does nothing, and forgets one that is gone.
  void stopIdle(String why) {
    WarmBox old;
    synchronized (this) {
      if (current != null || !waiting.isEmpty()) {
        return;
      }
      old = box;
      box = null;
    }
    if (old != null) {
      boxes.stop(old, why);
    }
    emptied.run();
  }

  private void retire(String why) {
    WarmBox old;
    synchronized (this) {
      old = box;
      box = null;
    }
    if (old != null) {
      boxes.stop(old, why);
    }
  }
}
