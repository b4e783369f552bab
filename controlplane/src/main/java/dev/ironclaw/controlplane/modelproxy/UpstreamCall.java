package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.End;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.ModelCall;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.CyclicTimeouts;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// One running call: the upstream's response is written to the box as it comes. Ends once, whoever ends it.
final class UpstreamCall
    implements
      Response.HeadersListener,
      Response.ContentSourceListener,
      Response.CompleteListener,
      CyclicTimeouts.Expirable {
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;
  private static final int MOST_AT_ONCE = 64 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ModelRequest request;
  private final ModelLimits limits;
  private final ModelCallListener listener;
  private final ModelSink sink;
  private final BoxCall.Ends ends;
  private final ModelGuard.Admission admission;
  private final Consumer<Breakers.Outcome> told;
  private final Optional<Runnable> instead;
  private final boolean fallback;
  private final Wire wire;
  private final long startedNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Request exchange;
  private volatile Runnable over = () -> {};
  private volatile boolean stopped;
  private volatile int status;
  private volatile Optional<AwsEvents> frames = Optional.empty();
  private volatile Breakers.Outcome outcome = Breakers.Outcome.UNKNOWN;
  private long responseBytes;
  /// What is written together with the end.
  private ByteBuffer held = NOTHING;

  /// @param admission sees what goes out and comes back, and the end
  /// @param told hears once what this call told of its upstream
  /// @param instead runs where the upstream can't answer and the box has not heard of it
  /// @param fallback whether this is not the agent's own upstream
  UpstreamCall(ModelRequest request, Wire wire, ModelLimits limits, ModelCallListener listener, BoxCall.Ends ends,
      ModelGuard.Admission admission, Consumer<Breakers.Outcome> told, Optional<Runnable> instead, boolean fallback) {
    this.request = request;
    this.wire = wire;
    this.limits = limits;
    this.listener = listener;
    this.sink = ends.sink();
    this.ends = ends;
    this.admission = admission;
    this.told = told;
    this.instead = instead;
    this.fallback = fallback;
  }

  ByteBuffer admitted(ByteBuffer body) {
    return admission.request(body);
  }

  /// @param over runs once, when the call has ended
  void start(HttpClient client, UpstreamRequest asked, Runnable over) {
    this.over = over;
    if (ended.get()) {
      over.run();
      return;
    }
    Request started = asked.on(client, limits.total());
    exchange = started;
    started.send(this);
    if (stopped) {
      stopUpstream();
    }
  }

  @Override
  public long getExpireNanoTime() {
    return startedNanos + (status == 0 ? limits.firstByte() : limits.total()).toNanos();
  }

  void overdue() {
    if (status == 0) {
      outcome = Breakers.Outcome.FAILED;
      end(End.TIMED_OUT, "did not answer in time");
    } else {
      end(End.TIMED_OUT, "took longer than " + limits.total());
    }
  }

  @Override
  public void onComplete(Result result) {
    Throwable failure = result.getResponseFailure();
    if (failure == null) {
      complete();
    } else if (status == 0) {
      unanswered(failure);
    } else {
      outcome = Breakers.Outcome.FAILED;
      end(End.UPSTREAM_FAILED, "broke off");
    }
  }

  private void unanswered(Throwable failure) {
    boolean untrusted = isUntrusted(failure) || isUntrusted(failure.getCause());
    // A time limit that is reached here is the name server's: the call's own are not the client's.
    boolean reached = !untrusted && !(failure instanceof ConnectException || failure instanceof SocketTimeoutException
        || failure instanceof UnknownHostException || failure instanceof TimeoutException);
    if (!ended.get()) {
      outcome = reached ? Breakers.Outcome.FAILED : Breakers.Outcome.UNREACHED;
    }
    if (fellBack()) {
      return;
    }
    end(End.UPSTREAM_FAILED, untrusted
        ? "has no certificate that is trusted here"
        : reached ? "broke off before its answer" : "could not be reached");
  }

  private static boolean isUntrusted(@Nullable Throwable failure) {
    return failure instanceof SSLHandshakeException || failure instanceof SSLPeerUnverifiedException;
  }

  /// Nothing of this try has reached the box.
  private boolean fellBack() {
    if (instead.isEmpty() || !ended.compareAndSet(false, true)) {
      return false;
    }
    stopUpstream();
    report(End.FELL_BACK);
    instead.get().run();
    return true;
  }

  /// The box is gone: nobody reads what the upstream says.
  void hungUp() {
    end(End.BOX_HUNG_UP, "was not waited for");
  }

  /// Its turn is stopped.
  void stopped() {
    end(End.STOPPED, "was cut off, for a person stopped the answer");
  }

  /// It never started; the caller tells the box.
  void refused() {
    if (ended.compareAndSet(false, true)) {
      report(End.REFUSED);
    }
  }

  /// Everything is stopped.
  void cut() {
    end(End.CUT, "was cut off by a panic");
  }

  @Override
  public void onHeaders(Response upstream) {
    status = upstream.getStatus();
    outcome = status >= SERVER_ERROR ? Breakers.Outcome.FAILED : Breakers.Outcome.ANSWERED;
    if (status >= SERVER_ERROR && fellBack()) {
      return;
    }
    Optional<String> unfit = unfit(upstream);
    if (unfit.isPresent()) {
      end(End.UPSTREAM_FAILED, unfit.get());
      return;
    }
    if (ended.get()) {
      return;
    }
    sink.status(status);
    HeaderPolicy.toBox(upstream.getHeaders(), sink.headers());
    String type = contentType(upstream.getHeaders());
    if (wire == Wire.BEDROCK && type.equals(AwsEvents.CONTENT_TYPE)) {
      frames = Optional.of(new AwsEvents());
      type = "text/event-stream";
      sink.headers().put("content-type", type);
    }
    admission.head(status, type);
  }

  /// Why an answer is kept from the box: what it says is the operator's, as where its key is refused.
  private static Optional<String> unfit(Response upstream) {
    int status = upstream.getStatus();
    if (status / 100 == 3) {
      return Optional.of("answers with a redirect, which is never followed; correct its address");
    }
    if (status == 401 || status == 403 || status == 407) {
      return Optional.of("refuses the host's key (status " + status + "); see `ironctl provider test`");
    }
    if (status < OK) {
      return Optional.of("answers with status " + status + ", which was not asked for");
    }
    return Optional.ofNullable(upstream.getHeaders().get("content-encoding"))
        .filter(coding -> !coding.equalsIgnoreCase("identity"))
        .map(_ -> "answers in a compressed form, which was not asked for");
  }

  private static String contentType(HttpFields headers) {
    return Optional.ofNullable(headers.get("content-type"))
        .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)).orElse("");
  }

  @Override
  public void onContentSource(Response upstream, Content.Source source) {
    handOn(source);
  }

  /// Writes all that is there in one piece, and waits for nothing with something in hand.
  private void handOn(Content.Source source) {
    ByteBuffer there = NOTHING;
    Content.Chunk chunk = source.read();
    while (chunk != null && !Content.Chunk.isFailure(chunk)) {
      there = taken(there, chunk);
      boolean last = chunk.isLast();
      chunk.release();
      if (last || ended.get()) {
        held = there;
        return;
      }
      if (there.remaining() >= MOST_AT_ONCE) {
        break;
      }
      chunk = source.read();
    }
    Runnable next = Invocable.from(Invocable.InvocationType.NON_BLOCKING, () -> handOn(source));
    if (there.hasRemaining()) {
      sink.write(false, there, Callback.from(() -> source.demand(next), _ -> hungUp()));
    } else if (chunk == null || !Content.Chunk.isFailure(chunk)) {
      source.demand(next);
    }
  }

  /// What the guard lets through of it, behind what is there.
  private ByteBuffer taken(ByteBuffer there, Content.Chunk chunk) {
    responseBytes += chunk.remaining();
    if (responseBytes > limits.responseBytes()) {
      end(End.TOO_LONG, "answered more than " + limits.responseBytes() + " bytes");
      return there;
    }
    if (!chunk.hasRemaining()) {
      return there;
    }
    try {
      ByteBuffer said = frames.isPresent() ? frames.get().decode(chunk.getByteBuffer()) : chunk.getByteBuffer();
      return said.hasRemaining() ? joined(there, admission.response(said)) : there;
    } catch (IronclawException e) {
      end(e.code() == ErrorCode.UPSTREAM_FAILED ? End.UPSTREAM_FAILED : End.REFUSED, e);
      return there;
    }
  }

  /// A copy, for the client uses its own buffers again. It doubles: an upstream may send byte by byte.
  ///
  /// @param there what this returned before, all of it unread; or nothing
  static ByteBuffer joined(ByteBuffer there, ByteBuffer more) {
    int end = there.limit();
    int size = end + more.remaining();
    ByteBuffer room = size <= there.capacity()
        ? there
        : ByteBuffer.allocate(Math.max(size, 2 * there.capacity())).put(there);
    return room.limit(size).position(end).put(more).flip();
  }

  private void complete() {
    ByteBuffer rest;
    try {
      frames.ifPresent(AwsEvents::end);
      rest = admission.rest();
    } catch (IronclawException e) {
      end(e.code() == ErrorCode.UPSTREAM_FAILED ? End.UPSTREAM_FAILED : End.REFUSED, e);
      return;
    }
    if (ended.compareAndSet(false, true)) {
      report(End.COMPLETED);
      ends.ending().run();
      sink.write(true, held.hasRemaining() ? joined(held, rest) : rest, ends.callback());
    }
  }

  private void end(End end, String what) {
    end(end, new IronclawException(ErrorCode.UPSTREAM_FAILED,
        "call the model: upstream " + request.choice().upstream() + " " + what + "; try again"));
  }

  private void end(End end, IronclawException failure) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    stopUpstream();
    report(end);
    if (end == End.BOX_HUNG_UP) {
      // Quiet: a box could fill the log with calls that it never waits for.
      ends.callback().failed(new EofException("the box hung up"));
    } else if (sink.takenBack()) {
      ends.failed().accept(failure);
    } else {
      ends.callback().failed(failure);
    }
  }

  private void stopUpstream() {
    stopped = true;
    Request started = exchange;
    if (started != null) {
      // Of a call that ended well it does nothing: its connection may carry somebody else's by now.
      var _ = started.abort(new CancellationException());
    }
  }

  private void report(End end) {
    over.run();
    ModelCall call = new ModelCall(request.session(), request.agentGroup(), request.choice(), fallback, request.path(),
        status, request.body().remaining(), responseBytes, Duration.ofNanos(System.nanoTime() - startedNanos), end);
    told.accept(switch (end) {
      case COMPLETED, FELL_BACK, UPSTREAM_FAILED, TIMED_OUT -> outcome;
      case BOX_HUNG_UP, TOO_LONG, CUT, STOPPED, REFUSED -> Breakers.Outcome.UNKNOWN;
    });
    admission.end(call);
    listener.called(call);
  }
}
