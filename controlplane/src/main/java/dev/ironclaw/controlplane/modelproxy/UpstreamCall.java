package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.End;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.ModelCall;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// One running call: the upstream's response is written to the box as it comes. Ends once, whoever ends it.
final class UpstreamCall implements HttpResponse.BodySubscriber<Boolean> {
  private final ModelRequest request;
  private final ModelLimits limits;
  private final ModelCallListener listener;
  private final Response response;
  private final Callback callback;
  private final Runnable ending;
  private final Consumer<IronclawException> failed;
  private final Set<UpstreamCall> running;
  private final ModelGuard.Admission admission;
  private final long startedNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CompletableFuture<Boolean> body = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<HttpResponse<Boolean>> exchange;
  private volatile @Nullable Future<?> timeLimit;
  private volatile Flow.@Nullable Subscription subscription;
  private volatile int status;
  private long responseBytes;

  /// @param running loses this call at its end
  /// @param admission sees what comes back, and the end
  UpstreamCall(ModelRequest request, ModelLimits limits, ModelCallListener listener, Response response,
      Callback callback, Runnable ending, Consumer<IronclawException> failed,
      Set<UpstreamCall> running, ModelGuard.Admission admission) {
    this.running = running;
    this.admission = admission;
    this.request = request;
    this.limits = limits;
    this.listener = listener;
    this.response = response;
    this.callback = callback;
    this.ending = ending;
    this.failed = failed;
  }

  void start(HttpClient client, HttpRequest httpRequest, ScheduledExecutorService timeLimits) {
    timeLimit = timeLimits.schedule(() -> end(End.TIMED_OUT, "took longer than " + limits.total()),
        limits.total().toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<HttpResponse<Boolean>> started = client.sendAsync(httpRequest, this::head);
    exchange = started;
    var _ = started.handle((_, failure) -> {
      if (failure != null) {
        unanswered(failure);
      }
      return true;
    });
    if (ended.get()) {
      started.cancel(true);
    }
  }

  private void unanswered(Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    boolean slow = cause instanceof HttpTimeoutException;
    end(slow ? End.TIMED_OUT : End.UPSTREAM_FAILED, slow ? "did not answer in time" : "could not be reached");
  }

  /// The box is gone: nobody reads what the upstream says.
  void hungUp() {
    end(End.BOX_HUNG_UP, "was not waited for");
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

  private HttpResponse.BodySubscriber<Boolean> head(HttpResponse.ResponseInfo info) {
    status = info.statusCode();
    response.setStatus(info.statusCode());
    HeaderPolicy.toBox(info.headers(), response.getHeaders());
    admission.head(info.statusCode(), contentType(info.headers()));
    return this;
  }

  private static String contentType(HttpHeaders headers) {
    return headers.firstValue("content-type").map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  @Override
  public CompletionStage<Boolean> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription upstream) {
    subscription = upstream;
    if (ended.get()) {
      upstream.cancel();
      return;
    }
    upstream.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    responseBytes += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    if (responseBytes > limits.responseBytes()) {
      end(End.TOO_LONG, "answered more than " + limits.responseBytes() + " bytes");
      return;
    }
    write(buffers, 0);
  }

  private void write(List<ByteBuffer> buffers, int index) {
    if (ended.get()) {
      return;
    }
    if (index == buffers.size()) {
      Flow.Subscription upstream = subscription;
      if (upstream != null) {
        upstream.request(1);
      }
      return;
    }
    ByteBuffer shown;
    try {
      shown = admission.response(buffers.get(index));
    } catch (IronclawException e) {
      end(End.REFUSED, e);
      return;
    }
    if (!shown.hasRemaining()) {
      write(buffers, index + 1);
      return;
    }
    response.write(false, shown,
        Callback.from(() -> write(buffers, index + 1), failure -> hungUp()));
  }

  @Override
  public void onError(Throwable failure) {
    end(End.UPSTREAM_FAILED, "broke off");
  }

  @Override
  public void onComplete() {
    ByteBuffer rest;
    try {
      rest = admission.rest();
    } catch (IronclawException e) {
      end(End.REFUSED, e);
      return;
    }
    if (ended.compareAndSet(false, true)) {
      body.complete(true);
      report(End.COMPLETED);
      ending.run();
      response.write(true, rest, callback);
    }
  }

  private void end(End end, String what) {
    end(end, new IronclawException(ErrorCode.UPSTREAM_FAILED,
        "call the model: upstream " + request.upstream() + " " + what + "; try again"));
  }

  private void end(End end, IronclawException failure) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    stopUpstream();
    report(end);
    if (end == End.BOX_HUNG_UP) {
      // Quiet: a box could fill the log with calls that it never waits for.
      callback.failed(new EofException("the box hung up"));
    } else if (response.isCommitted()) {
      callback.failed(failure);
    } else {
      response.reset();
      failed.accept(failure);
    }
  }

  private void stopUpstream() {
    Flow.Subscription upstream = subscription;
    if (upstream != null) {
      upstream.cancel();
    }
    CompletableFuture<HttpResponse<Boolean>> started = exchange;
    if (started != null) {
      started.cancel(true);
    }
    body.cancel(false);
  }

  private void report(End end) {
    Future<?> limit = timeLimit;
    if (limit != null) {
      limit.cancel(false);
    }
    running.remove(this);
    ModelCall call = new ModelCall(request.session(), request.upstream(), request.path(), status,
        request.body().remaining(), responseBytes, Duration.ofNanos(System.nanoTime() - startedNanos), end);
    admission.end(call);
    listener.called(call);
  }
}
