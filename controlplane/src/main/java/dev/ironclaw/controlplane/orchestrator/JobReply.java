package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.crossing.EmptyAnswer;
import dev.ironclaw.controlplane.crossing.HangUpWatch;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The answer to one request of a job, whatever becomes of it.
final class JobReply {
  private static final Logger LOG = LoggerFactory.getLogger(JobReply.class);
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNPROCESSABLE = 422;

  private final Optional<JobCrossing> owner;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Optional<Endpoint> endpoint;

  /// @param owner whose refusals are counted
  JobReply(Optional<JobCrossing> owner, Request request, Response response, Callback callback,
      Optional<Endpoint> endpoint) {
    this.owner = owner;
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.endpoint = endpoint;
  }

  /// The same at this endpoint.
  JobReply at(JobCrossing job, Endpoint found) {
    return new JobReply(Optional.of(job), request, response, callback, Optional.of(found));
  }

  /// The same, which does this too when it has ended.
  JobReply then(Runnable end) {
    AtomicBoolean ended = new AtomicBoolean();
    return new JobReply(owner, request, response, Callback.from(callback, () -> {
      if (ended.compareAndSet(false, true)) {
        end.run();
      }
    }), endpoint);
  }

  Request request() {
    return request;
  }

  Response response() {
    return response;
  }

  Callback callback() {
    return callback;
  }

  /// Whatever becomes of the step, what the call holds is given back: an Error must not cost the job a place.
  void guarded(Runnable step) {
    boolean ends = false;
    try {
      answering(step);
      ends = true;
    } finally {
      if (!ends) {
        callback.failed(new IllegalStateException("the host failed"));
      }
    }
  }

  private void answering(Runnable step) {
    try {
      step.run();
    } catch (IronclawException e) {
      refuse(e);
    } catch (RuntimeException | Error e) {
      LOG.error("job={} endpoint={} failed", owner.map(JobCrossing::job), name(), e);
      refuse(new IronclawException(ErrorCode.INTERNAL, "the host failed; try again"));
    }
  }

  /// Where not, that is answered.
  boolean isMethod(String method) {
    if (request.getMethod().equals(method)) {
      return true;
    }
    response.getHeaders().put(HttpHeader.ALLOW, method);
    refuse(new IronclawException(ErrorCode.INVALID_REQUEST, "use " + method), METHOD_NOT_ALLOWED);
    return false;
  }

  <T> void finish(HangUpWatch watch, CompletableFuture<T> future, Consumer<T> then) {
    var _ = future.whenComplete((value, failure) -> {
      if (future.isCancelled()) {
        return;
      }
      watch.release();
      guarded(() -> {
        if (failure == null) {
          then.accept(value);
        } else {
          throw known(failure);
        }
      });
    });
  }

  private static IronclawException known(Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    if (cause instanceof IronclawException ours) {
      return ours;
    }
    LOG.error("step=answer failed", cause);
    return new IronclawException(ErrorCode.INTERNAL, "the host failed; try again");
  }

  /// Starts what may be silent for longer than a connection may be idle, and ends it when the job hangs up.
  ///
  /// @param start gives what ends it
  void whileItWaits(Function<HangUpWatch, Runnable> start) {
    AtomicReference<Runnable> end = new AtomicReference<>(() -> {});
    AtomicBoolean gone = new AtomicBoolean();
    request.addIdleTimeoutListener(_ -> false);
    HangUpWatch watch = HangUpWatch.on(request.getConnectionMetaData().getConnection().getEndPoint(), () -> {
      gone.set(true);
      end.get().run();
    });
    try {
      end.set(start.apply(watch));
      watch.begin();
      if (gone.get()) {
        end.get().run();
      }
    } catch (RuntimeException | Error e) {
      watch.release();
      throw e;
    }
  }

  void answer(byte[] json) {
    if (json.length > 0) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    }
    response.write(true, ByteBuffer.wrap(json), callback);
  }

  void nothing() {
    EmptyAnswer.give(response, 204, callback);
  }

  void refuse(IronclawException failure) {
    if (failure.code() == ErrorCode.INVALID_PAYLOAD) {
      refuse(failure, UNPROCESSABLE);
    } else if (failure.code() == ErrorCode.DENIED && theirs()) {
      // With 403 Claude Code would tell people that their login failed.
      refuse(failure, ErrorCode.INVALID_REQUEST.status());
    } else {
      refuse(failure, failure.code().status());
    }
  }

  void refuse(IronclawException failure, int status) {
    if (failure.code() != ErrorCode.UNAUTHENTICATED && failure.code() != ErrorCode.UPSTREAM_FAILED) {
      owner.ifPresent(job -> job.refusals().refused(name(), status, String.valueOf(failure.getMessage())));
    }
    tell(failure, status);
  }

  /// Without a word to the log: of what the container could not help, or an upstream says.
  void tell(IronclawException failure, int status) {
    String detail = String.valueOf(failure.getMessage());
    if (failure.code() == ErrorCode.RATE_LIMITED && !response.getHeaders().contains(HttpHeader.RETRY_AFTER)) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
    }
    if (failure.code() == ErrorCode.TOO_LARGE) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    if (status == ErrorCode.UNAUTHENTICATED.status()) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    response.setStatus(status);
    boolean theirs = theirs();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, theirs ? "application/json" : "application/problem+json");
    response.write(true, ByteBuffer.wrap(theirs
        ? JobAnswers.anthropicError(status, detail)
        : JobAnswers.problem(failure.code(), status, detail)), callback);
  }

  private boolean theirs() {
    return endpoint.filter(Endpoint::isAnthropic).isPresent();
  }

  private String name() {
    return endpoint.map(Endpoint::wireName).orElse("path");
  }
}
