package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.box.FrameStream;
import dev.ironclaw.contract.box.FrameStreams;
import dev.ironclaw.controlplane.engine.Attached;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Frames of a box that is in this process lead to the box's socket, or end with the box.
final class StdioRelayTest {
  @TempDir
  Path folder;
  private Path socket;
  private ServerSocketChannel server;
  private final BlockingQueue<String> offences = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> lost = new CompletableFuture<>();
  private final BoxOutput printed = new BoxOutput();
  private final Engine engine = new Engine();
  private StdioRelay relay;

  /// A container's input and output: what the host writes the box reads at once.
  private static final class Engine implements Attached {
    private final BlockingQueue<byte[]> toBox = new LinkedBlockingQueue<>();
    private final FrameStreams box = new FrameStreams(FrameStreams.Side.BOX, new OutputStream() {
      @Override
      public void write(int one) {
        throw new UnsupportedOperationException("frames are written whole");
      }

      @Override
      public void write(byte[] from, int offset, int length) {
        heard().out(Arrays.copyOfRange(from, offset, offset + length));
      }
    }, new FrameStreams.Listener(_ -> {}, _ -> {}));
    private @Nullable Heard heard;

    Heard heard() {
      return Objects.requireNonNull(heard);
    }

    Attached attach(Heard who) {
      heard = who;
      Thread.ofVirtual().start(() -> {
        try {
          while (true) {
            byte[] bytes = toBox.take();
            box.feed(bytes, 0, bytes.length);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      return this;
    }

    @Override
    public OutputStream in() {
      return new OutputStream() {
        @Override
        public void write(int one) {
          toBox.add(new byte[]{(byte) one});
        }

        @Override
        public void write(byte[] from, int offset, int length) {
          toBox.add(Arrays.copyOfRange(from, offset, offset + length));
        }
      };
    }

    @Override
    public void close() {
      heard().err("let go".getBytes(StandardCharsets.UTF_8));
    }
  }

  @BeforeEach
  void listen() throws IOException {
    socket = folder.resolve("host.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    relay = StdioRelay.join(engine::attach, socket, printed, new StdioRelay.Owner() {
      @Override
      public void offended(String what) {
        offences.add(what);
      }

      @Override
      public void lost() {
        lost.complete(null);
      }
    });
  }

  @AfterEach
  void close() throws IOException {
    relay.close();
    server.close();
  }

  private static String read(SocketChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // Until all is there.
    }
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
  }

  @Test
  void leadsToTheBoxesOwnSocketAndBack() throws Exception {
    FrameStream stream = engine.box.open();
    stream.write("ping".getBytes(StandardCharsets.UTF_8), 0, 4);
    try (SocketChannel served = server.accept()) {
      assertThat(read(served, 4)).isEqualTo("ping");
      served.write(ByteBuffer.wrap("pong".getBytes(StandardCharsets.UTF_8)));
      byte[] answer = new byte[4];
      assertThat(stream.read(answer, 0, 4)).isEqualTo(4);
      assertThat(answer).asString(StandardCharsets.UTF_8).isEqualTo("pong");
    }

    assertThat(stream.read(new byte[1], 0, 1)).as("the host hung up").isEqualTo(-1);
    assertThat(offences).isEmpty();
  }

  @Test
  void theHostSeesThatTheBoxHungUp() throws Exception {
    FrameStream stream = engine.box.open();
    try (SocketChannel served = server.accept()) {
      stream.close();
      assertThat(read(served, 1)).isEmpty();
    }
  }

  @Test
  void withoutAListenerTheConnectionEndsAndTheCrossingGoesOn() throws Exception {
    server.close();
    FrameStream stream = engine.box.open();

    assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
    stream.close();
    assertThat(offences).isEmpty();
  }

  @Test
  void aBoxThatBreaksTheRulesIsToldOfOnceAndHeardNoMore() throws Exception {
    FrameStream stream = engine.box.open();
    byte[] wrong = {9, 9, 9, 9, 9, 0, 0, 9, 9, 9, 9};

    engine.heard().out(wrong);
    engine.heard().out(wrong);

    assertThat(offences.poll(5, TimeUnit.SECONDS)).contains("a frame that is none");
    assertThat(offences).isEmpty();
    stream.write(new byte[]{1}, 0, 1);
    assertThat(offences).isEmpty();
  }

  @Test
  void whatIsNoFrameIsOutput() throws Exception {
    engine.heard().err("warning".getBytes(StandardCharsets.UTF_8));
    assertThat(printed.tail()).contains("warning");

    engine.heard().lost();
    lost.get(5, TimeUnit.SECONDS);
    relay.awaitEnd(java.time.Duration.ofSeconds(5));
  }
}
