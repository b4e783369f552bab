package dev.ironclaw.controlplane.event;

/// One reader's place in the feed. Closing it twice does nothing.
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
