package dev.ironclaw.controlplane.crossing;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// Notices that the peer hangs up while its answer is still to come: HTTP/1.1 reads nothing then, so the server would
/// only learn of it from the next write, minutes later for a model that thinks. A peer that sends more before its answer
/// has come is taken as gone too.
///
/// Threading: any thread; `hungUp` runs at most once.
public final class HangUpWatch implements Callback {
  /// One for all, for nobody looks at it and there is one a call.
  @SuppressWarnings("StaticAssignmentOfThrowable") // It has no trace of its own.
  private static final Complete COMPLETE = new Complete();

  private static final class Complete extends RuntimeException {
    private static final long serialVersionUID = 1;

    Complete() {
      super("the response is complete", null, false, false);
    }
  }

  private final AbstractEndPoint endPoint;
  private final Runnable hungUp;
  private boolean over;

  private HangUpWatch(AbstractEndPoint endPoint, Runnable hungUp) {
    this.endPoint = endPoint;
    this.hungUp = hungUp;
  }

  /// One that does not watch yet.
  public static HangUpWatch on(EndPoint endPoint, Runnable hungUp) {
    return new HangUpWatch((AbstractEndPoint) endPoint, hungUp);
  }

  /// Watches, where the answer is not over already. Only once the request has been read to its end; and after its work
  /// has begun, which would else wait for the thread that is woken for this.
  public synchronized void begin() {
    if (!over) {
      endPoint.tryFillInterested(this);
    }
  }

  /// Gives the connection back to HTTP. Before the response's callback is completed.
  public synchronized void release() {
    over = true;
    endPoint.getFillInterest().onFail(COMPLETE);
  }

  @Override
  public void succeeded() {
    synchronized (this) {
      if (over || isQuiet()) {
        return;
      }
      over = true;
    }
    hungUp.run();
  }

  @Override
  public void failed(Throwable failure) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    hungUp.run();
  }

  /// True where there was nothing to read after all; then it watches on.
  private boolean isQuiet() {
    ByteBuffer one = BufferUtil.allocate(1);
    try {
      return endPoint.fill(one) == 0 && endPoint.tryFillInterested(this);
    } catch (IOException e) {
      // silent-ok: a connection that can't be read is gone, which is the answer.
      return false;
    }
  }
}
