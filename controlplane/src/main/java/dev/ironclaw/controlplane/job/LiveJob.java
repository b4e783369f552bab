package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.gateway.OneAlarm;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A job that has a place: what of it is in memory alone. Its monitor is the lock under which its events are added and its
/// end is decided, so that none comes after its end.
final class LiveJob {
  private final Job job;
  /// Whether its launch is over, well or not.
  private final CompletableFuture<Void> launched = new CompletableFuture<>();
  private final Deque<Asker> askers = new ArrayDeque<>();
  private @Nullable TurnClock turns;
  private @Nullable OneAlarm alarm;
  private boolean open = true;
  private boolean box;
  private boolean settling;
  private boolean refused;

  LiveJob(Job job) {
    this.job = job;
  }

  JobId id() {
    return job.id();
  }

  JobSpec spec() {
    return job.spec();
  }

  CompletableFuture<Void> launched() {
    return launched;
  }

  /// Whether it may still say something.
  synchronized boolean isOpen() {
    return open;
  }

  /// Nothing that it says counts any more.
  ///
  /// @return who waits for a prompt that will not come
  synchronized List<Asker> shut() {
    open = false;
    if (alarm != null) {
      alarm.close();
    }
    List<Asker> left = List.copyOf(askers);
    askers.clear();
    return left;
  }

  /// No alarm of it rings any more; it runs on.
  synchronized void hush() {
    if (alarm != null) {
      alarm.close();
    }
  }

  synchronized void boxStarts() {
    box = true;
  }

  synchronized void boxIsGone() {
    box = false;
  }

  synchronized boolean hasBox() {
    return box;
  }

  /// True once: for the one who closes what is left of it.
  synchronized boolean beginSettling() {
    boolean mine = !open && launched.isDone() && !box && !settling;
    settling |= mine;
    return mine;
  }

  /// True once: a refusal is told of once.
  synchronized boolean firstRefusal() {
    boolean first = !refused;
    refused = true;
    return first;
  }

  /// Its time begins.
  synchronized void begin(Instant now, OneAlarm end, boolean still) {
    if (!open) {
      end.close();
      return;
    }
    turns = new TurnClock(job.spec().limits().timeout(), now);
    alarm = end;
    if (still) {
      turns.standsStill(now);
    }
    set();
  }

  /// @param still whether it does at last: it may move on before it was noted to stand still
  synchronized void standsStill(Instant now, BooleanSupplier still) {
    if (turns != null && still.getAsBoolean()) {
      turns.standsStill(now);
    }
  }

  synchronized void movesOn(Instant now) {
    if (turns != null) {
      turns.movesOn(now);
      set();
    }
  }

  /// Why its time is over; else its alarm is set anew.
  synchronized Optional<String> verdict(Instant now) {
    Optional<String> why = turns == null || !open ? Optional.empty() : turns.verdict(now);
    if (why.isEmpty()) {
      set();
    }
    return why;
  }

  /// Its alarm rings once more then, whatever its clock says.
  synchronized void ringAt(Instant when) {
    if (alarm != null && open) {
      alarm.set(when);
    }
  }

  synchronized void takesPrompt(Instant now) {
    if (turns != null) {
      turns.turn(now);
      set();
    }
  }

  /// Waits for a prompt.
  synchronized Asker ask(boolean acknowledges, Instant now) {
    Asker asker = new Asker(acknowledges);
    askers.add(asker);
    if (turns != null) {
      turns.waits(now);
      set();
    }
    return asker;
  }

  /// It waits no more.
  @SuppressWarnings("CollectionUndefinedEquality") // The very one that was added.
  synchronized void asked(Asker asker, Instant now) {
    askers.remove(asker);
    if (turns != null) {
      turns.goesOn(now);
      set();
    }
  }

  /// The one who asked first and still waits.
  synchronized Optional<Asker> asker() {
    askers.removeIf(CompletableFuture::isDone);
    return Optional.ofNullable(askers.peek());
  }

  private void set() {
    if (turns != null && alarm != null && open) {
      turns.end().ifPresent(alarm::set);
    }
  }
}
