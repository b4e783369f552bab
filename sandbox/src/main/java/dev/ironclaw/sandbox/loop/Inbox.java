package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Where the event stream meets the loop. A stop, of the host or of a row that says `/stop`, ends the running turn as it
/// comes, and each turn of a row before it as that begins. Threading: the stream's thread puts in, the loop's thread takes out and waits here between
/// turns.
final class Inbox implements Consumer<BoxEvent> {
  private final Deque<MessageIn> rows = new ArrayDeque<>();
  private Optional<BoxConfig> config = Optional.empty();
  private Optional<Running> running = Optional.empty();
  /// Turns of rows up to this seq are cancelled.
  private long cancelled;
  private boolean stopped;

  private record Running(long seq, Cancellation cancellation) {}

  @Override
  public synchronized void accept(BoxEvent event) {
    switch (event) {
      case BoxEvent.Bound bound -> config = Optional.of(bound.config());
      case BoxEvent.Config changed -> config = Optional.of(changed.config());
      case BoxEvent.Message row -> {
        rows.add(row.message());
        if (SlashCommand.isStop(row.message())) {
          cancel(row.message().seq());
        }
      }
      case BoxEvent.Stop stop -> stopped = true;
      case BoxEvent.Cancel(long seq) -> cancel(seq);
    }
    notifyAll();
  }

  /// Waits until the box belongs to a session; false when it was told to stop instead.
  synchronized boolean awaitBound() throws InterruptedException {
    while (config.isEmpty() && !stopped) {
      wait();
    }
    return !stopped;
  }

  /// The configuration as of now; only after [#awaitBound].
  synchronized BoxConfig config() {
    return config.orElseThrow();
  }

  /// Waits for the next row that starts a turn; empty when told to stop.
  synchronized Optional<Work> next() throws InterruptedException {
    while (!stopped && rows.stream().noneMatch(MessageIn::trigger)) {
      wait();
    }
    if (stopped) {
      return Optional.empty();
    }
    List<MessageIn> context = new ArrayList<>();
    MessageIn row = rows.remove();
    while (!row.trigger()) {
      context.add(row);
      row = rows.remove();
    }
    return Optional.of(new Work(context, row));
  }

  /// From now on a stop of what was asked up to this seq ends this turn, and no other.
  synchronized void running(long seq, Cancellation turn) {
    running = Optional.of(new Running(seq, turn));
    cancel(cancelled);
  }

  /// No turn runs.
  synchronized void idle() {
    running = Optional.empty();
  }

  private void cancel(long upTo) {
    cancelled = Math.max(cancelled, upTo);
    running.filter(turn -> turn.seq() <= cancelled).ifPresent(turn -> turn.cancellation().cancel());
  }
}
