package dev.ironclaw.desktop.shell;

import java.time.Duration;

/// Work that is done once, a while after it was first asked for, however often it is asked for meanwhile. On the thread of
/// the view models.
public final class Soon {
  private final Delay delay;
  private final Duration after;
  private final Runnable work;
  private int visit;
  private boolean due;

  public Soon(Delay delay, Duration after, Runnable work) {
    this.delay = delay;
    this.after = after;
    this.work = work;
  }

  /// Asks for it.
  public void ask() {
    if (!due) {
      due = true;
      int since = visit;
      delay.after(after, () -> {
        if (since == visit) {
          due = false;
          work.run();
        }
      });
    }
  }

  /// What was asked for until now is not done any more.
  public void forget() {
    visit++;
    due = false;
  }
}
