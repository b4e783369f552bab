package dev.ironclaw.controlplane.box;

import dev.ironclaw.controlplane.crossing.HangUpWatch;
import dev.ironclaw.controlplane.queue.SessionQueue;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/// One open event stream. A line is written on the thread that brings it, without a hop; what the socket does not take
/// waits in a bounded queue. A reader that lets the queue overflow gets what is in it and then the end, and resumes
/// after the last row that it has seen.
///
/// Threading: any thread; never blocks.
final class EventStream {
  private static final int BATCH_BYTES = 64 * 1024;

  private final Response response;
  private final Callback callback;
  private final EndPoint endPoint;
  private final long after;
  private final long mostWaiting;
  private final Flusher flusher = new Flusher();
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private volatile @Nullable HangUpWatch watch;
  private boolean ending;
  private boolean over;
  private SessionQueue.@Nullable Subscription following;

  EventStream(Request request, Response response, Callback callback, long after, long mostWaiting) {
    this.response = response;
    this.callback = callback;
    this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    this.after = after;
    this.mostWaiting = mostWaiting;
    // A quiet stream is not idle. A write that is stuck is failed by the server before it asks here.
    request.addIdleTimeoutListener(timeout -> false);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
  }

  /// Sends the response's head, so that the box knows that it listens.
  void open() {
    HangUpWatch watching = HangUpWatch.on(endPoint, this::cut);
    watch = watching;
    watching.begin();
    send(new byte[0]);
  }

  /// Seq after which the box wants rows.
  long after() {
    return after;
  }

  /// The stream ends what it follows.
  void follows(SessionQueue.Subscription subscription) {
    boolean late;
    synchronized (this) {
      late = ending || over;
      if (!late) {
        following = subscription;
      }
    }
    if (late) {
      subscription.close();
    }
  }

  void send(byte[] line) {
    synchronized (this) {
      if (ending || over) {
        return;
      }
      if (waitingBytes > 0 && waitingBytes + line.length > mostWaiting) {
        ending = true;
      } else {
        waiting.add(line);
        waitingBytes += line.length;
      }
    }
    flusher.iterate();
  }

  /// Writes what waits, and then the end.
  void end() {
    synchronized (this) {
      ending = true;
    }
    unfollow();
    flusher.iterate();
  }

  private void cut() {
    synchronized (this) {
      over = true;
    }
    unfollow();
    endPoint.close();
    flusher.abort(new EOFException("the box closed its event stream"));
  }

  private void unfollow() {
    SessionQueue.Subscription subscription;
    synchronized (this) {
      subscription = following;
      following = null;
    }
    if (subscription != null) {
      subscription.close();
    }
  }

  private synchronized byte @Nullable [] batch() {
    byte[] first = waiting.poll();
    if (first == null) {
      return null;
    }
    byte[] next = waiting.peek();
    if (next == null) {
      waitingBytes -= first.length;
      return first;
    }
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    batch.writeBytes(first);
    while (next != null && batch.size() + next.length <= BATCH_BYTES) {
      batch.writeBytes(next);
      waiting.poll();
      next = waiting.peek();
    }
    waitingBytes -= batch.size();
    return batch.toByteArray();
  }

  private synchronized boolean isOver() {
    if (ending) {
      over = true;
    }
    return over;
  }

  private final class Flusher extends IteratingCallback {
    private boolean lastWritten;

    @Override
    protected Action process() {
      if (lastWritten) {
        return Action.SUCCEEDED;
      }
      byte[] batch = batch();
      if (batch != null) {
        response.write(false, ByteBuffer.wrap(batch), this);
        return Action.SCHEDULED;
      }
      if (isOver()) {
        lastWritten = true;
        HangUpWatch watching = watch;
        if (watching != null) {
          watching.release();
        }
        response.write(true, BufferUtil.EMPTY_BUFFER, this);
        return Action.SCHEDULED;
      }
      return Action.IDLE;
    }

    @Override
    protected void onCompleteSuccess() {
      unfollow();
      callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable failure) {
      synchronized (EventStream.this) {
        over = true;
        waiting.clear();
      }
      unfollow();
      callback.failed(failure);
    }
  }
}
