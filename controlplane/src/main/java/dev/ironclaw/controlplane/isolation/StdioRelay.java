package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.box.CrossingFrames;
import dev.ironclaw.contract.box.FrameStream;
import dev.ironclaw.contract.box.FrameStreams;
import dev.ironclaw.controlplane.engine.Attached;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries the frames of one attached box to that box's own socket on this machine and back, so that the socket says who
/// it is, as for a box that has it mounted. What else it prints is kept like any output.
///
/// Threading: the engine's thread feeds; each connection has two virtual threads, and one gives signs of life.
final class StdioRelay implements Attached.Heard, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StdioRelay.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
  private static final Duration SIGN = Duration.ofSeconds(CrossingFrames.SIGN_SECONDS);

  private final Path socket;
  private final BoxOutput printed;
  private final Owner owner;
  private final Attached attached;
  private final FrameStreams streams;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicBoolean offence = new AtomicBoolean();

  /// Whose crossing it is. Called on the engine's thread.
  interface Owner {
    /// The box broke the rules.
    void offended(String what);

    /// The engine carries it no longer, which may be the box's end.
    void lost();
  }

  private StdioRelay(Function<Attached.Heard, Attached> attach, Path socket, BoxOutput printed, Owner owner) {
    this.socket = socket;
    this.printed = printed;
    this.owner = owner;
    // Nothing that comes before it is asked to begin anew means anything, so nothing is missed while this is made.
    LateHeard late = new LateHeard();
    this.attached = attach.apply(late);
    this.streams = new FrameStreams(FrameStreams.Side.HOST, attached.in(),
        new FrameStreams.Listener(stream -> Thread.ofVirtual().start(() -> serve(stream)), this::offended,
            bytes -> printed.append(bytes, bytes.length)));
    byte[] nonce = new byte[CrossingFrames.NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    streams.begin(nonce);
    late.hear(this);
  }

  /// Attaches, and asks the box to begin anew until it does.
  static StdioRelay join(Function<Attached.Heard, Attached> attach, Path socket, BoxOutput printed, Owner owner) {
    StdioRelay relay = new StdioRelay(attach, socket, printed, owner);
    Thread.ofVirtual().name("signs for " + socket).start(relay::giveSigns);
    return relay;
  }

  private void giveSigns() {
    try {
      boolean answered = streams.sign();
      while (!over.await((answered ? SIGN : ASK_AGAIN).toMillis(), TimeUnit.MILLISECONDS)) {
        answered = streams.sign();
      }
    } catch (IOException e) {
      // silent-ok: nobody is attached any more, which is told apart
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void out(byte[] bytes) {
    if (!offence.get()) {
      streams.feed(bytes, 0, bytes.length);
    }
  }

  @Override
  public void err(byte[] bytes) {
    printed.append(bytes, bytes.length);
  }

  @Override
  public void lost() {
    end();
    owner.lost();
  }

  private void offended(String what) {
    if (offence.compareAndSet(false, true)) {
      streams.lose();
      owner.offended(what);
    }
  }

  private void serve(FrameStream stream) {
    try (stream; SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      Thread answers = Thread.ofVirtual().start(() -> answer(channel, stream));
      byte[] bytes = new byte[CrossingFrames.MAX_DATA_BYTES];
      for (int count = stream.read(bytes, 0, bytes.length); count >= 0; count = stream.read(bytes, 0, bytes.length)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, count);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
      channel.shutdownOutput();
      channel.shutdownInput();
      answers.join();
    } catch (IOException e) {
      // silent-ok: one of the two ends is gone, so the other is closed; the box tries again where it wants to
      LOG.debug("socket={} step=relay problem={}", socket, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(SocketChannel channel, FrameStream stream) {
    byte[] bytes = new byte[CrossingFrames.MAX_DATA_BYTES];
    try (channel; stream) {
      for (int count = channel.read(ByteBuffer.wrap(bytes)); count >= 0; count = channel.read(ByteBuffer.wrap(bytes))) {
        stream.write(bytes, 0, count);
      }
    } catch (IOException e) {
      // silent-ok: as above
      LOG.debug("step=relay-answer problem={}", e.toString());
    }
  }

  /// Waits until all that it printed has come, where it has ended.
  void awaitEnd(Duration most) {
    try {
      if (!over.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("socket={} step=await-output", socket);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    over.countDown();
    streams.lose();
  }

  /// Lets go. The box runs on.
  @Override
  public void close() {
    end();
    attached.close();
  }

  /// Hands on what comes as soon as there is somebody; holds the rest back.
  private static final class LateHeard implements Attached.Heard {
    private final CompletableFuture<Attached.Heard> heard = new CompletableFuture<>();

    void hear(Attached.Heard who) {
      heard.complete(who);
    }

    @Override
    public void out(byte[] bytes) {
      heard.join().out(bytes);
    }

    @Override
    public void err(byte[] bytes) {
      heard.join().err(bytes);
    }

    @Override
    public void lost() {
      heard.join().lost();
    }
  }
}
