package dev.ironclaw.contract.box;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// All connections among the frames of one box, on either side. What it holds is bounded by [CrossingFrames#MAX_STREAMS]
/// windows. Whoever feeds it never waits for the other side to read, save to answer a reset, so that two of these can't
/// wait for each other.
///
/// Threading: one thread feeds; any other.
public final class FrameStreams {
  private static final int UP_SECONDS = 10;

  private final Side side;
  private final OutputStream out;
  private final Listener listener;
  private final FrameReader reader = new FrameReader(this);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  /// Held while a frame is written, taken before `lock`: what a closed stream sends is never seen after its end.
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Map<Integer, FrameStream> streams = new HashMap<>();
  private volatile Optional<AnswerSearch> search = Optional.empty();
  private byte[] nonce = new byte[0];
  private int last;
  private boolean up;

  /// Who it is. The host decides when all begins anew, the box opens streams.
  public enum Side {
    HOST, BOX
  }

  /// What becomes of it; called by who feeds, and must not wait.
  ///
  /// @param opened gets a stream that the box has opened
  /// @param offended gets what the other did that is not allowed; on the box's side all streams are reset then
  /// @param passed gets what the box printed before it answered the host's reset
  public record Listener(Consumer<FrameStream> opened, Consumer<String> offended, Consumer<byte[]> passed) {
    /// Where nothing is printed but frames.
    public Listener(Consumer<FrameStream> opened, Consumer<String> offended) {
      this(opened, offended, _ -> {});
    }
  }

  public FrameStreams(Side side, OutputStream out, Listener listener) {
    this.side = side;
    this.out = out;
    this.listener = listener;
  }

  /// Takes what came from the other side.
  public void feed(byte[] bytes, int offset, int length) {
    Optional<AnswerSearch> searching = search;
    if (searching.isEmpty()) {
      reader.feed(bytes, offset, length);
      return;
    }
    int from = searching.get().end(bytes, offset, length);
    listener.passed().accept(Arrays.copyOfRange(bytes, offset, from < 0 ? offset + length : from));
    if (from >= 0) {
      search = Optional.empty();
      answered();
      reader.feed(bytes, from, offset + length - from);
    }
  }

  /// The host's side: all begins anew with this, which is unlike any before and sent again until it is answered. Call
  /// before anything is fed.
  public void begin(byte[] random) {
    nonce = random.clone();
    search = Optional.of(new AnswerSearch(nonce));
  }

  /// The host's side: asks the box to begin anew, or where it has, gives a sign of life.
  ///
  /// @return whether it has
  public boolean sign() throws IOException {
    writing.lock();
    try {
      boolean answered = isUp();
      write(answered ? CrossingFrames.sign() : CrossingFrames.resetWithLead(nonce));
      return answered;
    } finally {
      writing.unlock();
    }
  }

  private boolean isUp() {
    lock.lock();
    try {
      return up;
    } finally {
      lock.unlock();
    }
  }

  private void answered() {
    lock.lock();
    try {
      renew();
    } finally {
      lock.unlock();
    }
  }

  /// The box's side: a new connection. Waits a while for a host that is not there.
  public FrameStream open() throws IOException {
    awaitUp();
    writing.lock();
    try {
      FrameStream stream = made();
      write(CrossingFrames.open(stream.number()));
      return stream;
    } finally {
      writing.unlock();
    }
  }

  private void awaitUp() throws IOException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(UP_SECONDS);
      while (!up && left > 0) {
        left = came.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("open a connection to the host: interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private FrameStream made() throws IOException {
    lock.lock();
    try {
      if (!up || streams.size() >= CrossingFrames.MAX_STREAMS) {
        throw new IOException("open a connection to the host: " + (up ? "there are too many" : "it is not there"));
      }
      FrameStream stream = new FrameStream(this, ++last, lock);
      streams.put(stream.number(), stream);
      return stream;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more comes: every stream is lost.
  public void lose() {
    lock.lock();
    try {
      renew();
      up = false;
    } finally {
      lock.unlock();
    }
  }

  /// With the lock held.
  private void renew() {
    List<FrameStream> all = new ArrayList<>(streams.values());
    streams.clear();
    all.forEach(FrameStream::lose);
    last = 0;
    up = true;
    came.signalAll();
  }

  void send(FrameStream stream, byte[] frame) throws IOException {
    writing.lock();
    try {
      lock.lock();
      try {
        stream.requireUsable();
      } finally {
        lock.unlock();
      }
      write(frame);
    } finally {
      writing.unlock();
    }
  }

  void close(FrameStream stream) throws IOException {
    writing.lock();
    try {
      lock.lock();
      try {
        if (!stream.closeHere()) {
          return;
        }
        forgetWhereOver(stream);
      } finally {
        lock.unlock();
      }
      write(CrossingFrames.close(stream.number()));
    } finally {
      writing.unlock();
    }
  }

  private void forgetWhereOver(FrameStream stream) {
    if (stream.isOver()) {
      streams.remove(stream.number(), stream);
    }
  }

  private void write(byte[] frame) throws IOException {
    out.write(frame);
    out.flush();
  }

  void reset(byte[] said) {
    switch (side) {
      case HOST -> {
        if (Arrays.equals(said, nonce)) {
          answered();
        } else {
          broken("an answer to a reset that nobody asked for");
        }
      }
      case BOX -> answer(said);
    }
  }

  private void answer(byte[] said) {
    writing.lock();
    try {
      answered();
      write(CrossingFrames.reset(said));
    } catch (IOException e) {
      // silent-ok: whoever writes next sees it too, and the host asks again
      lose();
    } finally {
      writing.unlock();
    }
  }

  void broken(String why) {
    if (side == Side.BOX) {
      lose();
    }
    listener.offended().accept(why);
  }

  void opened(int number, int length) {
    FrameStream stream = new FrameStream(this, number, lock);
    boolean allowed;
    lock.lock();
    try {
      allowed = side == Side.HOST && length == 0 && number == last + 1 && streams.size() < CrossingFrames.MAX_STREAMS;
      if (allowed) {
        last = number;
        streams.put(number, stream);
      }
    } finally {
      lock.unlock();
    }
    if (allowed) {
      listener.opened().accept(stream);
    } else {
      broken("a connection that it may not open");
    }
  }

  void data(int number, byte[] from, int offset, int length) {
    if (!on(number, stream -> length > 0 && stream.arrive(from, offset, length))) {
      broken("more than it may send");
    }
  }

  void credit(int number, int bytes) {
    if (!on(number, stream -> stream.grant(bytes))) {
      broken("a grant that it may not give");
    }
  }

  void closed(int number, int length) {
    if (!on(number, stream -> length == 0 && stream.closeThere())) {
      broken("the end of a connection that is none");
    }
  }

  /// What a stream does when a frame of it comes.
  private interface Taking {
    boolean take(FrameStream stream);
  }

  private boolean on(int number, Taking taking) {
    lock.lock();
    try {
      FrameStream stream = streams.get(number);
      if (stream == null) {
        // Before the host has begun, what is left of an earlier time means nothing.
        return side == Side.BOX && !up;
      }
      boolean taken = taking.take(stream);
      forgetWhereOver(stream);
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
