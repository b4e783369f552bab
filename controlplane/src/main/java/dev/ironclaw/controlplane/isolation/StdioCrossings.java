package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.ContainerFacts;
import dev.ironclaw.controlplane.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The crossing of one box over its container's input and output, joined again where the engine lets go of it.
///
/// Threading: any thread.
final class StdioCrossings implements StdioRelay.Owner, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StdioCrossings.class);
  private static final Duration LONGEST = Duration.ofSeconds(4);
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final Engine engine;
  private final String container;
  private final Path socket;
  private final Consumer<String> offended;
  private final Runnable look;
  private final BoxOutput printed = new BoxOutput();
  private final AtomicInteger untold = new AtomicInteger();
  private @Nullable StdioRelay relay;
  private boolean closed;

  /// @param socket the box's own, on this machine
  /// @param offended gets why the box must end
  /// @param look asks whether it has ended
  StdioCrossings(Engine engine, String container, Path socket, Consumer<String> offended, Runnable look) {
    this.engine = engine;
    this.container = container;
    this.socket = socket;
    this.offended = offended;
    this.look = look;
  }

  /// Fails where the engine can't attach to it.
  synchronized void join() {
    if (!closed) {
      untold.incrementAndGet();
      relay = StdioRelay.join(heard -> engine.attach(container, heard), socket, printed, this);
    }
  }

  /// Call for each time that the engine tells of somebody who attached. What it does not tell, while it is away, leaves room
  /// for as many others.
  boolean wasOurs() {
    return untold.decrementAndGet() >= 0;
  }

  @Override
  public void offended(String what) {
    offended.accept("it sent " + what + " over its crossing");
  }

  @Override
  public void lost() {
    Thread.ofVirtual().name("rejoin " + container).start(this::rejoin);
  }

  private void rejoin() {
    Duration pause = Duration.ofMillis(250);
    try {
      while (!isClosed() && !joined()) {
        Thread.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// True where there is no more to do: it is joined, or has ended.
  private boolean joined() {
    try {
      Optional<ContainerFacts> facts = engine.inspect(container);
      if (facts.isEmpty() || !facts.get().state().running()) {
        look.run();
        return true;
      }
      if (facts.get().state().paused()) {
        return false;
      }
      join();
      LOG.info("container={} step=rejoin-crossing", container);
      return true;
    } catch (IronclawException e) {
      LOG.debug("container={} step=rejoin-crossing problem={}", container, e.getMessage());
      return false;
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /// The last that it printed beside its frames.
  String tail() {
    return printed.tail();
  }

  /// The same, once it has ended and all has come.
  String lastWords() {
    StdioRelay last;
    synchronized (this) {
      last = relay;
    }
    if (last != null) {
      last.awaitEnd(LAST_WORDS);
    }
    return printed.tail();
  }

  /// Lets go. The box runs on.
  @Override
  public synchronized void close() {
    closed = true;
    if (relay != null) {
      relay.close();
    }
  }
}
