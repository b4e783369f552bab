package dev.ironclaw.controlplane.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One alarm that is set anew and anew: the last moment counts.
///
/// Threading: any thread.
public final class OneAlarm implements AutoCloseable {
  private final Timer timer;
  private final Runnable ring;
  private Timer.@Nullable Alarm alarm;
  private boolean closed;

  /// @param ring runs at the moment, on the timer's thread
  public OneAlarm(Timer timer, Runnable ring) {
    this.timer = timer;
    this.ring = ring;
  }

  /// Instead of the moment that was set before. Does nothing once it is closed.
  public synchronized void set(Instant when) {
    if (closed) {
      return;
    }
    if (alarm != null) {
      alarm.cancel();
    }
    alarm = timer.at(when, ring);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (alarm != null) {
      alarm.cancel();
    }
  }
}
