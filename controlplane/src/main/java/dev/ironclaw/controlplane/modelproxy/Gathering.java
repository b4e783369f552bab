package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.crossing.Allowance;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Callback;

/// Keeps a model's answer until it is whole, up to a bound.
final class Gathering implements ModelSink, Callback {
  private final int most;
  private final Allowance room;
  private final CompletableFuture<ModelAnswer> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private HttpFields.Mutable headers = HttpFields.build();
  private int status;
  private long reserved;
  private boolean over;

  Gathering(int most, Allowance room) {
    this.most = most;
    this.room = room;
  }

  CompletableFuture<ModelAnswer> whole() {
    return whole;
  }

  @Override
  public HttpFields.Mutable headers() {
    return headers;
  }

  @Override
  public void status(int status) {
    this.status = status;
  }

  @Override
  public void write(boolean last, ByteBuffer more, Callback callback) {
    if (bytes.size() + (long) more.remaining() > most) {
      refused(new IronclawException(ErrorCode.UPSTREAM_FAILED, "call the model: it answered more than " + most
          + " bytes; ask for less"));
      callback.failed(new IllegalStateException("the answer is too long"));
      return;
    }
    if (!reserve(more.remaining())) {
      refused(
          new IronclawException(ErrorCode.RATE_LIMITED, "call the model: the host holds too many answers; try again"));
      callback.failed(new IllegalStateException("no room"));
      return;
    }
    byte[] copy = new byte[more.remaining()];
    more.get(copy);
    bytes.writeBytes(copy);
    callback.succeeded();
  }

  /// Nobody sees a part of it.
  @Override
  public boolean takenBack() {
    headers = HttpFields.build();
    bytes.reset();
    return true;
  }

  private synchronized boolean reserve(int bytes) {
    if (over || !room.reserve(bytes)) {
      return false;
    }
    reserved += bytes;
    return true;
  }

  /// Gives the room back once the answer has been taken, or there is none.
  private synchronized void release() {
    if (!over) {
      over = true;
      room.release(reserved);
    }
  }

  void refused(IronclawException failure) {
    failed(failure);
  }

  @Override
  public void succeeded() {
    whole.complete(new ModelAnswer(status, headers.asImmutable(), bytes.toByteArray()));
    release();
  }

  @Override
  public void failed(Throwable failure) {
    whole.completeExceptionally(failure instanceof IronclawException known
        ? known
        : new IronclawException(ErrorCode.UPSTREAM_FAILED, "call the model: nobody waited for the answer"));
    release();
  }
}
