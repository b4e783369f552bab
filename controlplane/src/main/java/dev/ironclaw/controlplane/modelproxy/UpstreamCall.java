package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.End;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.ModelCall;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// One running call: the upstream's response is written to the box as it comes. Ends once, whoever ends it.
final class UpstreamCall implements HttpResponse.BodySubscriber<Boolean> {
  private static final int SERVER_ERROR = 500;

  private final ModelRequest request;
  private final ModelLimits limits;
  private final ModelCallListener listener;
  private final Response response;
  private final BoxCall.Ends ends;
  private final ModelGuard.Admission admission;
  private final Consumer<Breakers.Outcome> told;
  private final Optional<Runnable> instead;
  private final boolean fallback;
  private final Wire wire;
  private final long startedNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CompletableFuture<Boolean> body = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<HttpResponse<Boolean>> exchange;
  private volatile @Nullable Future<?> timeLimit;
  private volatile Flow.@Nullable Subscription subscription;
  private volatile Runnable over = () -> {};
  private volatile boolean stopped;
  private volatile int status;
  private volatile Optional<AwsEvents> frames = Optional.empty();
  private volatile Breakers.Outcome outcome = Breakers.Outcome.UNKNOWN;
  private long responseBytes;
  private boolean writing;
  private boolean complete;

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
    this.response = ends.response();
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
  void start(HttpClient client, HttpRequest httpRequest, ScheduledExecutorService timeLimits, Runnable over) {
    this.over = over;
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
    // Never one that ended well before this line: its connection may carry somebody else's call by now.
    if (stopped) {
      started.cancel(true);
    }
  }

  private void unanswered(Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
      outcome = Breakers.Outcome.FAILED;
      end(End.TIMED_OUT, "did not answer in time");
      return;
    }
    boolean reached = !(cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
        || cause instanceof SSLHandshakeException);
    outcome = reached ? Breakers.Outcome.FAILED : Breakers.Outcome.UNREACHED;
    if (fellBack()) {
      return;
    }
    end(End.UPSTREAM_FAILED, cause instanceof SSLHandshakeException
        ? "has no certificate that is trusted here"
        : reached ? "broke off before its answer" : "could not be reached");
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

  private HttpResponse.BodySubscriber<Boolean> head(HttpResponse.ResponseInfo info) {
    status = info.statusCode();
    outcome = status >= SERVER_ERROR ? Breakers.Outcome.FAILED : Breakers.Outcome.ANSWERED;
    if (status >= SERVER_ERROR && fellBack()) {
      return this;
    }
    Optional<String> unfit = unfit(info);
    if (unfit.isPresent()) {
      end(End.UPSTREAM_FAILED, unfit.get());
      return this;
    }
    response.setStatus(status);
    HeaderPolicy.toBox(info.headers(), response.getHeaders());
    String type = contentType(info.headers());
    if (wire == Wire.BEDROCK && type.equals(AwsEvents.CONTENT_TYPE)) {
      frames = Optional.of(new AwsEvents());
      type = "text/event-stream";
      response.getHeaders().put("content-type", type);
    }
    admission.head(status, type);
    return this;
  }

  /// Why an answer is kept from the box: what it says is the operator's, as where its key is refused.
  private static Optional<String> unfit(HttpResponse.ResponseInfo info) {
    int status = info.statusCode();
    if (status / 100 == 3) {
      return Optional.of("answers with a redirect, which is never followed; correct its address");
    }
    if (status == 401 || status == 403 || status == 407) {
      return Optional.of("refuses the host's key (status " + status + "); see `ironctl provider test`");
    }
    return info.headers().firstValue("content-encoding").filter(coding -> !coding.equalsIgnoreCase("identity"))
        .map(_ -> "answers in a compressed form, which was not asked for");
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
    synchronized (this) {
      writing = true;
    }
    write(buffers, 0);
  }

  private void write(List<ByteBuffer> buffers, int index) {
    if (ended.get()) {
      return;
    }
    if (index == buffers.size()) {
      written();
      return;
    }
    ByteBuffer shown;
    try {
      ByteBuffer said = frames.isPresent() ? frames.get().decode(buffers.get(index)) : buffers.get(index);
      shown = said.hasRemaining() ? admission.response(said) : said;
    } catch (IronclawException e) {
      end(e.code() == ErrorCode.UPSTREAM_FAILED ? End.UPSTREAM_FAILED : End.REFUSED, e);
      return;
    }
    if (!shown.hasRemaining()) {
      write(buffers, index + 1);
      return;
    }
    response.write(false, shown,
        Callback.from(() -> write(buffers, index + 1), failure -> hungUp()));
  }

  private void written() {
    boolean last;
    synchronized (this) {
      writing = false;
      last = complete;
    }
    Flow.Subscription upstream = subscription;
    if (last) {
      complete();
    } else if (upstream != null) {
      upstream.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    outcome = Breakers.Outcome.FAILED;
    end(End.UPSTREAM_FAILED, "broke off");
  }

  @Override
  public void onComplete() {
    synchronized (this) {
      complete = true;
      if (writing) {
        return; // The end needs no demand, so it may come while the bytes before it are still on their way.
      }
    }
    complete();
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
      body.complete(true);
      report(End.COMPLETED);
      ends.ending().run();
      response.write(true, rest, ends.callback());
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
    } else if (response.isCommitted()) {
      ends.callback().failed(failure);
    } else {
      response.reset();
      ends.failed().accept(failure);
    }
  }

  private void stopUpstream() {
    stopped = true;
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
