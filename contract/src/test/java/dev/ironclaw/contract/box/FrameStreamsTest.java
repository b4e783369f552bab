package dev.ironclaw.contract.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections among frames: what arrives, who waits for whom, and what a hostile box can't do.
final class FrameStreamsTest {
  private static final byte[] NONCE = new byte[CrossingFrames.NONCE_BYTES];
  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> toBox = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> toHost = new LinkedBlockingQueue<>();
  private final BlockingQueue<FrameStream> accepted = new LinkedBlockingQueue<>();
  private final List<String> offences = new ArrayList<>();
  private final FrameStreams host = new FrameStreams(FrameStreams.Side.HOST, into(toBox),
      new FrameStreams.Listener(accepted::add, offences::add));
  private final FrameStreams box = new FrameStreams(FrameStreams.Side.BOX, into(toHost),
      new FrameStreams.Listener(_ -> {}, _ -> {}));

  private static OutputStream into(BlockingQueue<byte[]> queue) {
    return new OutputStream() {
      @Override
      public void write(int one) {
        queue.add(new byte[]{(byte) one});
      }

      @Override
      public void write(byte[] from, int offset, int length) {
        queue.add(Arrays.copyOfRange(from, offset, offset + length));
      }
    };
  }

  /// As the two programs do: each reads on a thread of its own.
  private void run() throws IOException {
    host.begin(NONCE);
    Thread.ofVirtual().start(() -> pump(toHost, host));
    Thread.ofVirtual().start(() -> pump(toBox, box));
    host.sign();
  }

  @SuppressWarnings("ReferenceEquality") // The end is that array and none like it.
  private static void pump(BlockingQueue<byte[]> from, FrameStreams to) {
    try {
      for (byte[] bytes = from.take(); bytes != END; bytes = from.take()) {
        to.feed(bytes, 0, bytes.length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void end() {
    toBox.add(END);
    toHost.add(END);
    host.lose();
    box.lose();
  }

  @Test
  void carriesManyConnectionsAtOnceInBothDirections() throws Exception {
    run();
    List<CompletableFuture<Boolean>> echoes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] sent = new byte[1 << 20];
      new Random(i).nextBytes(sent);
      FrameStream stream = box.open();
      FrameStream served = accepted();
      Thread.ofVirtual().start(() -> echo(served));
      Thread.ofVirtual().start(() -> write(stream, sent));
      echoes.add(CompletableFuture.supplyAsync(() -> Arrays.equals(read(stream, sent.length), sent)));
    }

    for (CompletableFuture<Boolean> echo : echoes) {
      assertThat(echo.get(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(offences).isEmpty();
  }

  private FrameStream accepted() throws InterruptedException {
    FrameStream stream = accepted.poll(5, TimeUnit.SECONDS);
    assertThat(stream).isNotNull();
    return stream;
  }

  private static void echo(FrameStream stream) {
    byte[] buffer = new byte[10_000];
    try {
      for (int count = stream.read(buffer, 0, buffer.length); count >= 0; count = stream.read(buffer, 0,
          buffer.length)) {
        stream.write(buffer, 0, count);
      }
      stream.close();
    } catch (IOException e) {
      // silent-ok: the test is over and has ended all
    }
  }

  private static void write(FrameStream stream, byte[] bytes) {
    try {
      stream.write(bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(FrameStream stream, int length) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[7_000];
    try {
      while (all.size() < length) {
        all.write(buffer, 0, stream.read(buffer, 0, Math.min(buffer.length, length - all.size())));
      }
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSlowReaderStopsItsOwnConnectionAlone() throws Exception {
    run();
    FrameStream slow = box.open();
    FrameStream slowServed = accepted();
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(slow,
        new byte[CrossingFrames.WINDOW + 1]));

    FrameStream other = box.open();
    FrameStream otherServed = accepted();
    write(other, new byte[]{42});
    assertThat(read(otherServed, 1)).containsExactly(42);
    assertThat(writing).isNotDone();
    read(slowServed, CrossingFrames.WINDOW + 1);

    writing.get(5, TimeUnit.SECONDS);
  }

  @Test
  void whatWasSentBeforeTheEndIsReadBeforeTheEnd() throws Exception {
    run();
    FrameStream stream = box.open();
    FrameStream served = accepted();
    write(served, new byte[]{1, 2, 3});
    served.close();

    assertThat(read(stream, 3)).containsExactly(1, 2, 3);
    assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
    assertThatThrownBy(() -> stream.write(new byte[1], 0, 1)).isInstanceOf(IOException.class);
    stream.close();
    assertThatThrownBy(() -> stream.read(new byte[1], 0, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void closingEndsABlockedReadAndABlockedWrite() throws Exception {
    run();
    FrameStream stream = box.open();
    CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(() -> read(stream, 1));
    FrameStream full = box.open();
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(full,
        new byte[CrossingFrames.WINDOW + 1]));

    stream.close();
    full.close();

    assertThatThrownBy(() -> reading.get(5, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> writing.get(5, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void placesComeBackWhenBothHaveClosed() throws Exception {
    run();
    for (int i = 0; i < 4 * CrossingFrames.MAX_STREAMS; i++) {
      FrameStream stream = box.open();
      FrameStream served = accepted();
      served.close();
      assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
      stream.close();
    }
    assertThat(offences).isEmpty();
    List<FrameStream> kept = new ArrayList<>();
    for (int i = 0; i < CrossingFrames.MAX_STREAMS; i++) {
      kept.add(box.open());
    }
    assertThatThrownBy(box::open).hasMessageContaining("too many");
    assertThat(kept).hasSize(CrossingFrames.MAX_STREAMS);
  }

  @Test
  void whatABoxMayNotSendIsAnOffence() {
    byte[] full = new byte[CrossingFrames.MAX_DATA_BYTES];
    byte[] damaged = CrossingFrames.data(1, full, 0, 5);
    damaged[9] ^= 1;
    byte[] huge = CrossingFrames.data(1, full, 0, 5);
    huge[5] = (byte) 0xff;

    assertThat(offence(CrossingFrames.data(7, full, 0, 1))).as("an unknown connection").isEqualTo(1);
    assertThat(offence(CrossingFrames.close(7))).isEqualTo(1);
    assertThat(offence(CrossingFrames.open(1))).as("the same again").isEqualTo(1);
    assertThat(offence(CrossingFrames.open(9))).as("out of order").isEqualTo(1);
    assertThat(offence(CrossingFrames.credit(1, 1))).as("more than a window").isEqualTo(1);
    assertThat(offence(CrossingFrames.credit(1, -1))).isEqualTo(1);
    assertThat(offence(CrossingFrames.data(1, full, 0, 0))).as("nothing, at no cost").isEqualTo(1);
    assertThat(offence(damaged)).isEqualTo(1);
    assertThat(offence(huge, new byte[CrossingFrames.MAX_FRAME_BYTES])).isPositive();
    assertThat(offence(CrossingFrames.reset(new byte[]{1}))).isEqualTo(1);
    assertThat(offence(CrossingFrames.close(1), CrossingFrames.data(1, full, 0, 1))).as("after its end").isEqualTo(1);
    assertThat(offence(CrossingFrames.close(1), CrossingFrames.close(1))).isEqualTo(1);
    byte[][] flood = new byte[CrossingFrames.WINDOW / full.length + 1][];
    Arrays.setAll(flood, _ -> CrossingFrames.data(1, full, 0, full.length));
    assertThat(offence(flood)).as("more than a window that nobody reads").isEqualTo(1);
    byte[][] many = new byte[CrossingFrames.MAX_STREAMS][];
    Arrays.setAll(many, i -> CrossingFrames.open(i + 2));
    assertThat(offence(many)).as("too many").isEqualTo(1);
    assertThat(offence(CrossingFrames.data(1, full, 0, full.length))).as("none").isZero();
  }

  /// How often a host that has connection 1 is offended by these.
  private static int offence(byte[]... frames) {
    List<String> said = new ArrayList<>();
    FrameStreams host = new FrameStreams(FrameStreams.Side.HOST, OutputStream.nullOutputStream(),
        new FrameStreams.Listener(_ -> {}, said::add));
    host.begin(NONCE);
    byte[] answer = CrossingFrames.reset(NONCE);
    host.feed(answer, 0, answer.length);
    byte[] open = CrossingFrames.open(1);
    host.feed(open, 0, open.length);
    for (byte[] frame : frames) {
      host.feed(frame, 0, frame.length);
    }
    return said.size();
  }

  @Test
  void aFrameThatWasCutOffAnywhereEndsInTheNextReset() throws Exception {
    byte[] cut = CrossingFrames.data(1, new byte[200], 0, 200);
    byte[] nonce = {5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    for (int length = 0; length < cut.length; length += 3) {
      BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
      FrameStreams fresh = new FrameStreams(FrameStreams.Side.BOX, into(said),
          new FrameStreams.Listener(_ -> {}, _ -> {}));
      fresh.reset(NONCE);
      FrameStream before = fresh.open();
      said.clear();

      fresh.feed(cut, 0, length);
      byte[] again = CrossingFrames.resetWithLead(nonce);
      fresh.feed(again, 0, again.length);

      assertThat(said.poll()).as("cut after %d", length).isEqualTo(CrossingFrames.reset(nonce));
      assertThatThrownBy(() -> before.read(new byte[1], 0, 1)).hasMessageContaining("reset");
      fresh.open();
      assertThat(said.poll()).as("numbers begin anew").isEqualTo(CrossingFrames.open(1));
    }
  }

  @Test
  void whatCameBeforeTheAnswerIsPassedOnAndMeansNothing() throws Exception {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    FrameStreams late = new FrameStreams(FrameStreams.Side.HOST, into(toBox),
        new FrameStreams.Listener(accepted::add, offences::add, passed::writeBytes));
    byte[] nonce = {5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    late.begin(nonce);
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    came.writeBytes(new byte[]{'h', 'i', 1, 0, 0, 1, 1});
    came.writeBytes(CrossingFrames.open(77));
    came.writeBytes(CrossingFrames.reset(NONCE));
    int before = came.size();
    came.writeBytes(CrossingFrames.reset(nonce));
    came.writeBytes(CrossingFrames.open(1));

    assertThat(late.sign()).as("it has not answered yet").isFalse();
    for (byte one : came.toByteArray()) {
      late.feed(new byte[]{one}, 0, 1);
    }

    assertThat(passed.toByteArray()).startsWith('h', 'i').hasSize(before + CrossingFrames.reset(nonce).length);
    assertThat(accepted).hasSize(1);
    assertThat(offences).isEmpty();
    assertThat(late.sign()).isTrue();
  }

  @Test
  void aBoxSaysNothingToAHostThatHasNotBegun() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(box::open).isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(toHost).isEmpty();
  }
}
