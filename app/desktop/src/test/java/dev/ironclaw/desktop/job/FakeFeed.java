package dev.ironclaw.desktop.job;

import java.util.ArrayList;
import java.util.List;
import javafx.util.Subscription;

/// Tells what a test tells it to.
final class FakeFeed implements JobFeed {
  final List<String> followed = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();

  @Override
  public Subscription follow(String job, long after, Listener listener) {
    followed.add(job + " after " + after);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// How many follow now.
  int open() {
    return listeners.size();
  }

  Listener last() {
    return listeners.getLast();
  }
}
