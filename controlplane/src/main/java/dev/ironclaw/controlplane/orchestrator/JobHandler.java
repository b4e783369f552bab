package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.crossing.BufferBudget;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Finds the job by the socket that a request came in on; on the loopback port the path and the token alone say it.
final class JobHandler extends Handler.Abstract {
  private final OrchestratorParts parts;
  private final OrchestratorLimits limits;
  private final Function<Path, Optional<JobCrossing>> bySocket;
  private final Function<JobId, Optional<JobCrossing>> byJob;
  private final BufferBudget budget;
  private final Endpoints endpoints;

  JobHandler(OrchestratorParts parts, OrchestratorLimits limits, Function<Path, Optional<JobCrossing>> bySocket,
      Function<JobId, Optional<JobCrossing>> byJob) {
    this.parts = parts;
    this.limits = limits;
    this.bySocket = bySocket;
    this.byJob = byJob;
    budget = new BufferBudget(limits.bufferedBytes());
    endpoints = new Endpoints(parts, limits);
  }

  private static Optional<Path> socket(Request request) {
    return request.getConnectionMetaData().getLocalSocketAddress() instanceof UnixDomainSocketAddress address
        ? Optional.of(address.getPath())
        : Optional.empty();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<Path> socket = socket(request);
    Optional<JobCrossing> owner = socket.flatMap(bySocket);
    if (socket.isPresent() && owner.isEmpty()) {
      request.getConnectionMetaData().getConnection().close();
      callback.failed(new IllegalStateException("the job is over"));
      return true;
    }
    new JobExchange(this, owner, request, response, callback).begin();
    return true;
  }

  /// Answers what is no HTTP, and what failed outside of an endpoint: without a word about how the host is built, and with
  /// the end of that connection alone.
  Request.Handler errors() {
    return (request, response, callback) -> {
      int status = response.getStatus();
      // Of the server's own range, two speak of the request: what was asked for or its version is none of HTTP/1.1.
      boolean theirs = status < 500 || status == HttpStatus.NOT_IMPLEMENTED_501
          || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
      String detail = theirs ? "this is not HTTP/1.1 as the orchestrator has it" : "the host failed; try again";
      String cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable failure && !theirs
          ? " (" + failure.getClass().getSimpleName() + ")"
          : "";
      socket(request).flatMap(bySocket).ifPresent(job -> job.refusals().refused("http", status, detail + cause));
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
      response.write(true, ByteBuffer.wrap(JobAnswers.problem(theirs ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL,
          status, detail)), callback);
      return true;
    };
  }

  OrchestratorParts parts() {
    return parts;
  }

  OrchestratorLimits limits() {
    return limits;
  }

  Optional<JobCrossing> job(JobId job) {
    return byJob.apply(job);
  }

  BufferBudget budget() {
    return budget;
  }

  Endpoints endpoints() {
    return endpoints;
  }
}
