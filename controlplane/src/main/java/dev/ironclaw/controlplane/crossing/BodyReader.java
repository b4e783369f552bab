package dev.ironclaw.controlplane.crossing;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a whole request body without holding a thread for a peer that sends it slowly.
public final class BodyReader implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

  private final Request request;
  private final int most;
  private final Allowance budget;
  private final long deadlineNanos;
  private final Duration limit;
  private final Then then;
  private byte[] bytes = new byte[0];
  private int reserved;
  private int length;
  private boolean over;

  /// What to do with the outcome; called once, on the caller's thread or on one of the server's.
  public interface Then {
    void read(ByteBuffer body);

    void failed(IronclawException failure);
  }

  private BodyReader(Request request, int most, Allowance budget, Duration limit, Then then, int expected) {
    this.request = request;
    this.most = most;
    this.budget = budget;
    this.limit = limit;
    this.deadlineNanos = System.nanoTime() + limit.toNanos();
    this.then = then;
    this.reserved = expected;
  }

  /// What it reserved of the budget when it hands the body over is the body's capacity, for the caller to release; a
  /// failure has released it.
  ///
  /// @param most bytes; a longer body is refused when that is known, and not read further
  public static void read(Request request, int most, Allowance budget, Duration limit, Then then) {
    long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    if (announced > most) {
      then.failed(tooLarge(most));
      return;
    }
    int expected = announced < 0 ? Math.min(most, 4096) : (int) announced;
    if (!budget.reserve(expected)) {
      then.failed(busy());
      return;
    }
    new BodyReader(request, most, budget, limit, then, expected).run();
  }

  @Override
  public void run() {
    try {
      readOn();
    } catch (RuntimeException | Error e) {
      if (over) {
        throw e;
      }
      // Where there is no memory left, say: whoever waits is told all the same, and what is reserved is given back.
      LOG.error("step=read-body failed", e);
      fail(new IronclawException(ErrorCode.INTERNAL, "the host failed; try again"));
    }
  }

  private void readOn() {
    if (bytes.length < reserved) {
      bytes = new byte[reserved];
    }
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        fail(new IronclawException(ErrorCode.INVALID_REQUEST, "the body broke off; send it again"));
        return;
      }
      try {
        if (!take(chunk.getByteBuffer())) {
          return;
        }
      } finally {
        chunk.release();
      }
      if (chunk.isLast()) {
        over = true;
        then.read(ByteBuffer.wrap(bytes, 0, length));
        return;
      }
    }
  }

  private boolean take(ByteBuffer chunk) {
    int more = chunk.remaining();
    if (length + (long) more > most) {
      fail(tooLarge(most));
      return false;
    }
    if (System.nanoTime() > deadlineNanos) {
      fail(new IronclawException(ErrorCode.INVALID_REQUEST,
          "the body did not arrive within " + limit.toSeconds() + " s; send it faster"));
      return false;
    }
    if (length + more > bytes.length && !grow(length + more)) {
      fail(busy());
      return false;
    }
    chunk.get(bytes, length, more);
    length += more;
    return true;
  }

  private boolean grow(int needed) {
    int size = Math.min(most, Math.max(needed, bytes.length * 2));
    if (!budget.reserve(size - reserved)) {
      return false;
    }
    reserved = size;
    bytes = Arrays.copyOf(bytes, size);
    return true;
  }

  private void fail(IronclawException failure) {
    over = true;
    budget.release(reserved);
    then.failed(failure);
  }

  private static IronclawException tooLarge(int most) {
    return new IronclawException(ErrorCode.TOO_LARGE, "the body may have " + most + " bytes; send less");
  }

  private static IronclawException busy() {
    return new IronclawException(ErrorCode.RATE_LIMITED, "the host holds too many requests; try again");
  }
}
