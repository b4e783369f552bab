package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.controlplane.crossing.Allowance;
import dev.ironclaw.controlplane.crossing.BodyReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// One request on its way to its endpoint: who asks, whether they may, then what is to be done.
final class JobExchange {
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final String BEARER = "Bearer ";
  private static final String UUID_FORM = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";
  private static final byte[] NOTHING = new byte[0];

  private final JobHandler host;
  private final Optional<JobCrossing> owner;
  private final Request request;
  private final JobReply reply;

  /// @param owner the job on whose socket this came in; empty on the loopback port
  JobExchange(JobHandler host, Optional<JobCrossing> owner, Request request, Response response, Callback callback) {
    this.host = host;
    this.owner = owner;
    this.request = request;
    reply = new JobReply(owner, request, response, callback, Optional.empty());
  }

  void begin() {
    reply.guarded(this::route);
  }

  private void route() {
    if (request.getMethod().equals("CONNECT")) {
      connect();
      return;
    }
    String path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
    if (path.equals(WorkerApi.HEALTH)) {
      health();
      return;
    }
    if (!path.startsWith(WorkerApi.BASE)) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is nothing at this path; it begins with "
          + WorkerApi.BASE + "{job}/");
    }
    String rest = path.substring(WorkerApi.BASE.length());
    int slash = rest.indexOf('/');
    String id = slash < 0 ? rest : rest.substring(0, slash);
    if (!id.matches(UUID_FORM)) {
      throw new IronclawException(ErrorCode.INVALID_ID, "the job's id must be a UUID");
    }
    Optional<Endpoint> asked = Endpoint.of(slash < 0 ? "" : rest.substring(slash + 1));
    if (asked.filter(Endpoint.HELLO::equals).isPresent()) {
      hello();
      return;
    }
    JobCrossing crossing = authenticated(new JobId(id.toLowerCase(Locale.ROOT)));
    Endpoint found = asked.orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND, "a job has no such endpoint"));
    JobReply there = reply.at(crossing, found);
    there.guarded(() -> enter(there, crossing, found));
  }

  /// Claude Code asks for it without a token, before anything else; it says nothing.
  private void hello() {
    takeTurn();
    if (reply.isMethod(Endpoint.HELLO.method())) {
      reply.answer(NOTHING);
    }
  }

  /// Of what needs no token, too, a job gets only so many.
  private void takeTurn() {
    owner.ifPresent(job -> {
      job.enter(Endpoint.HELLO);
      job.leave(Endpoint.HELLO);
    });
  }

  private void health() {
    takeTurn();
    if (!reply.isMethod("GET")) {
      return;
    }
    reply.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
    reply.response().write(true, ByteBuffer.wrap(new byte[]{'o', 'k'}), reply.callback());
  }

  private void connect() {
    JobCrossing crossing = owner.filter(job -> job.tokenHash().isPresent())
        .orElseThrow(
            () -> new IronclawException(ErrorCode.UNAUTHENTICATED, "only a running job's own socket says who asks"));
    host.parts().connect().accept(crossing.job(), request, reply.response(), reply.callback());
  }

  /// The path, the socket and the token must all be of the same job.
  private JobCrossing authenticated(JobId named) {
    Optional<JobCrossing> crossing = owner.isPresent() ? owner : host.job(named);
    Optional<String> hash = crossing.filter(job -> job.job().equals(named)).flatMap(JobCrossing::tokenHash);
    List<String> said = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    boolean bearer = said.size() == 1
        && said.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length());
    boolean right = JobToken.matches(hash, bearer ? said.getFirst().substring(BEARER.length()).strip() : "");
    if (bearer && right) {
      return crossing.orElseThrow();
    }
    crossing.ifPresent(job -> job.refusals().refused("token", ErrorCode.UNAUTHENTICATED.status(),
        job.tokenHash().isEmpty()
            ? "the job is over and asked on"
            : job.job().equals(named) ? "no token, or a wrong one" : "another job's id on this job's socket"));
    throw new IronclawException(ErrorCode.UNAUTHENTICATED, "this needs the job's own token, of a job that runs");
  }

  private void enter(JobReply there, JobCrossing crossing, Endpoint found) {
    if (!there.isMethod(found.method())) {
      return;
    }
    if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "speak HTTP/1.1");
    }
    PromptQuery ask = found == Endpoint.PROMPT ? PromptQuery.of(request.getHttpURI().getQuery()) : PromptQuery.NONE;
    boolean beta = found == Endpoint.MESSAGES && "beta=true".equals(request.getHttpURI().getQuery());
    if (request.getHttpURI().getQuery() != null && found != Endpoint.PROMPT && !beta) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "this endpoint takes no query");
    }
    if (found.method().equals("POST") && !isJson()) {
      there.refuse(new IronclawException(ErrorCode.INVALID_REQUEST, "send application/json"), UNSUPPORTED_MEDIA_TYPE);
      return;
    }
    Allowance budget = Allowance.both(crossing.buffers(), host.budget());
    crossing.enter(found);
    BodyReader.read(request, found.mostBytes(), budget, host.limits().request(), new BodyReader.Then() {
      @Override
      public void read(ByteBuffer body) {
        JobReply inside = there.then(() -> {
          budget.release(body.capacity());
          crossing.leave(found);
        });
        inside.guarded(() -> host.endpoints().act(inside, crossing, found, body, ask));
      }

      @Override
      public void failed(IronclawException failure) {
        crossing.leave(found);
        there.refuse(failure);
      }
    });
  }

  private boolean isJson() {
    String type = Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE)).orElse("");
    return type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }
}
