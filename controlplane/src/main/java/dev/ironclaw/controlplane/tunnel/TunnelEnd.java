package dev.ironclaw.controlplane.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;

/// One of the two ends of a [Passage]: reads what comes here and writes it there, never more than one buffer ahead.
final class TunnelEnd extends AbstractConnection implements Connection.UpgradeTo {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final Passage passage;
  private final Side side;
  private final Pump pump = new Pump();
  private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

  /// Which way the bytes go that come in here.
  enum Side {
    /// The container's.
    INSIDE,
    /// The host's that was asked for.
    OUTSIDE
  }

  TunnelEnd(EndPoint endPoint, Executor executor, Passage passage, Side side) {
    super(endPoint, executor);
    this.passage = passage;
    this.side = side;
  }

  Passage passage() {
    return passage;
  }

  Side side() {
    return side;
  }

  /// What the container said before it was answered.
  @Override
  public void onUpgradeTo(ByteBuffer came) {
    early = BufferUtil.copy(came);
  }

  @Override
  public void onOpen() {
    super.onOpen();
    passage.opened(this);
  }

  /// Begins to read.
  void start() {
    pump.iterate();
  }

  @Override
  public void onFillable() {
    pump.iterate();
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    passage.cut("the connection broke off");
  }

  /// The passage is idle where both ways are.
  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    passage.idle();
    return false;
  }

  @Override
  public void onClose(Throwable cause) {
    super.onClose(cause);
    passage.cut("closed");
  }

  private final class Pump extends IteratingCallback {
    private final ByteBuffer buffer = BufferUtil.allocate(BUFFER_BYTES);

    @Override
    protected Action process() throws IOException {
      while (true) {
        int count = fill();
        if (count == 0) {
          fillInterested();
          return Action.IDLE;
        }
        if (count < 0) {
          passage.finished(TunnelEnd.this);
          return Action.SUCCEEDED;
        }
        Optional<ByteBuffer> onward = passage.through(TunnelEnd.this, buffer);
        if (onward.isPresent()) {
          passage.other(TunnelEnd.this).getEndPoint().write(this, onward.get());
          return Action.SCHEDULED;
        }
        if (passage.isOver()) {
          return Action.SUCCEEDED;
        }
      }
    }

    private int fill() throws IOException {
      BufferUtil.clear(buffer);
      if (early.hasRemaining()) {
        return BufferUtil.append(buffer, early);
      }
      return getEndPoint().fill(buffer);
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      passage.cut("the connection broke off");
    }
  }
}
