package dev.ironclaw.controlplane.tunnel;

import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.tunnel.ClientHello.Reading;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One open tunnel: two ends, and what passes between them. The first words of TLS are held until they have named the host
/// that was asked for.
///
/// Threading: each end calls from one thread at a time; any thread may cut.
final class Passage {
  private final TunnelTarget target;
  private final TunnelLimits limits;
  private final Consumer<Passage> ended;
  private final long begun = System.nanoTime();
  private final Set<TunnelEnd.Side> finished = EnumSet.noneOf(TunnelEnd.Side.class);
  private @Nullable ByteBuffer hello;
  private @Nullable TunnelEnd inside;
  private @Nullable TunnelEnd outside;
  private long sent;
  private long received;
  private long lastByte = begun;
  private Optional<String> over = Optional.empty();
  private Runnable onEnd = () -> {};

  /// @param ended called once, when nothing passes any more
  Passage(TunnelTarget target, TunnelLimits limits, Consumer<Passage> ended) {
    this.target = target;
    this.limits = limits;
    this.ended = ended;
    // What is not TLS by its port is passed as it is.
    hello = target.port() == HostPattern.PLAIN ? null : ByteBuffer.allocate(ClientHello.MOST);
  }

  TunnelTarget target() {
    return target;
  }

  /// Before anything is read at either end.
  synchronized void ends(TunnelEnd container, TunnelEnd host) {
    inside = container;
    outside = host;
  }

  /// The container has been told that the way is open: only then may anything else be written to it.
  void opened(TunnelEnd end) {
    if (end.side() == TunnelEnd.Side.INSIDE) {
      end.start();
      other(end).start();
    }
  }

  /// Called besides once it is over, at once where it is already.
  void onEnd(Runnable then) {
    boolean late;
    synchronized (this) {
      onEnd = then;
      late = over.isPresent();
    }
    if (late) {
      then.run();
    }
  }

  synchronized TunnelEnd other(TunnelEnd end) {
    TunnelEnd other = end.side() == TunnelEnd.Side.INSIDE ? outside : inside;
    if (other == null) {
      throw new IllegalStateException("the passage has one end");
    }
    return other;
  }

  synchronized boolean isOver() {
    return over.isPresent();
  }

  /// What of it goes on now; empty where it waits for more, or the passage has been cut.
  Optional<ByteBuffer> through(TunnelEnd from, ByteBuffer bytes) {
    Optional<String> objection;
    Optional<ByteBuffer> onward = Optional.empty();
    synchronized (this) {
      if (over.isPresent()) {
        return Optional.empty();
      }
      lastByte = System.nanoTime();
      objection = count(from, bytes.remaining());
      if (objection.isEmpty()) {
        ByteBuffer held = hello;
        if (held == null || from.side() == TunnelEnd.Side.OUTSIDE) {
          onward = Optional.of(bytes);
        } else if (bytes.remaining() > held.remaining()) {
          objection = Optional.of("its first words are too long");
        } else {
          held.put(bytes);
          switch (ClientHello.read(held.duplicate().flip())) {
            case Reading.More _ -> {
              // The rest follows.
            }
            case Reading.Wrong(String why) -> objection = Optional.of(why);
            case Reading.Names(String host) when !host.equals(target.host()) ->
              objection = Optional.of("its TLS names another host than " + target.host());
            case Reading.Names _ -> {
              hello = null;
              onward = Optional.of(held.flip());
            }
          }
        }
      }
    }
    objection.ifPresent(this::cut);
    return onward;
  }

  private Optional<String> count(TunnelEnd from, int bytes) {
    if (from.side() == TunnelEnd.Side.INSIDE) {
      sent += bytes;
    } else {
      received += bytes;
    }
    return sent + received > limits.bytes()
        ? Optional.of("more than " + limits.bytes() + " bytes")
        : Optional.empty();
  }

  /// No more comes from this end; the other may still speak.
  void finished(TunnelEnd end) {
    boolean all;
    synchronized (this) {
      finished.add(end.side());
      all = finished.size() == TunnelEnd.Side.values().length || hello != null;
    }
    if (all) {
      cut("closed");
    } else {
      other(end).getEndPoint().shutdownOutput();
    }
  }

  /// Cuts it where nothing has passed either way for long.
  void idle() {
    boolean tooLong;
    synchronized (this) {
      tooLong = System.nanoTime() - lastByte >= limits.idle().toNanos();
    }
    if (tooLong) {
      cut("idle for " + limits.idle().toSeconds() + " s");
    }
  }

  /// Ends it at both ends. The first reason counts.
  void cut(String why) {
    TunnelEnd container;
    TunnelEnd host;
    Runnable then;
    synchronized (this) {
      if (over.isPresent()) {
        return;
      }
      over = Optional.of(why);
      container = inside;
      host = outside;
      then = onEnd;
    }
    then.run();
    close(container);
    close(host);
    ended.accept(this);
  }

  private static void close(@Nullable TunnelEnd end) {
    if (end != null) {
      end.getEndPoint().close();
    }
  }

  /// How it went, for the log.
  synchronized String words() {
    return target + ": " + over.orElse("open") + ", " + sent + " bytes sent, " + received + " received in "
        + (System.nanoTime() - begun) / 1_000_000 + " ms";
  }
}
