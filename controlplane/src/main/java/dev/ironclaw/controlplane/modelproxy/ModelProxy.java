package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.panic.Brake;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Forwards one model call of a box to the one upstream of its agent group, byte for byte as it streams.
///
/// Only POST, only the upstream's exact paths, no query. The request is whole before it leaves, so a box can neither
/// hold an upstream with half a request nor smuggle a second one; the response is never kept, but handed on chunk by
/// chunk, the next asked for when the last is written.
///
/// Threading: any thread; no call blocks.
public final class ModelProxy implements AutoCloseable {
  private final Map<String, Upstream> upstreams;
  private final ModelLimits limits;
  private final ModelCallListener listener;
  private final HttpClient client;
  private final ScheduledThreadPoolExecutor timeLimits;
  private final Brake brake;
  private final ModelGuard guard;
  private final Set<UpstreamCall> running = ConcurrentHashMap.newKeySet();

  public ModelProxy(List<Upstream> upstreams) {
    this(upstreams, ModelLimits.DEFAULT, call -> {});
  }

  public ModelProxy(List<Upstream> upstreams, ModelLimits limits, ModelCallListener listener) {
    this(upstreams, limits, listener, Brake.loose());
  }

  /// One that a panic cuts off.
  public ModelProxy(List<Upstream> upstreams, ModelLimits limits, ModelCallListener listener, Brake brake) {
    this(upstreams, limits, listener, brake, ModelGuard.NONE);
  }

  /// One whose calls are guarded.
  public ModelProxy(List<Upstream> upstreams, ModelLimits limits, ModelCallListener listener, Brake brake,
      ModelGuard guard) {
    this.guard = guard;
    this.brake = brake;
    this.upstreams = upstreams.stream().collect(Collectors.toUnmodifiableMap(Upstream::name, Function.identity()));
    this.limits = limits;
    this.listener = listener;
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(limits.connect()).proxy(HttpClient.Builder.NO_PROXY).build();
    timeLimits = new ScheduledThreadPoolExecutor(1,
        Thread.ofPlatform().daemon().name("model-time-limit").factory());
    timeLimits.setRemoveOnCancelPolicy(true);
  }

  /// Starts the call and returns. The response and the callback are completed when the upstream has ended.
  ///
  /// @param ending runs before the end of the response is written: from then on the box may use the connection again
  /// @param failed hears a failure before the first byte, for the caller to answer as a problem; after the first byte
  ///        the callback is failed instead, which breaks the box's connection
  /// @return cancels the upstream's call when the box hangs up
  /// @throws IronclawException `UPSTREAM_FAILED` where no such upstream is known, `DENIED` for a path that is not the
  ///         upstream's, `NOT_READY` in a panic; what the guard throws
  public Runnable forward(ModelRequest request, Response response, Callback callback, Runnable ending,
      Consumer<IronclawException> failed) {
    brake.check("call the model");
    Upstream upstream = upstreams.get(request.upstream());
    if (upstream == null) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "call the model: no upstream is named "
          + request.upstream() + "; set the agent group's model to one of " + upstreams.keySet());
    }
    if (!upstream.paths().contains(request.path())) {
      throw new IronclawException(ErrorCode.DENIED, "call the model: upstream " + upstream.name()
          + " has no such path; it has " + upstream.paths());
    }
    ModelGuard.Admission admission = guard.admit(request, upstream);
    UpstreamCall call = new UpstreamCall(request, limits, listener, response, callback, ending, failed,
        running, admission);
    HttpRequest prepared;
    try {
      prepared = httpRequest(upstream, request, admission.request(request.body()));
    } catch (RuntimeException e) {
      call.refused();
      throw e;
    }
    running.add(call);
    call.start(client, prepared, timeLimits);
    if (brake.isOn()) {
      call.cut(); // A panic that came after the look above may have cut before this call was among the running.
    }
    return call::hungUp;
  }

  /// Breaks off every running call. New ones are refused where the brake is on.
  public void cut() {
    running.forEach(UpstreamCall::cut);
  }

  private HttpRequest httpRequest(Upstream upstream, ModelRequest request, ByteBuffer body) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri(upstream, request.path())).timeout(limits.firstByte())
        .POST(HttpRequest.BodyPublishers.ofByteArray(body.array(), body.arrayOffset() + body.position(),
            body.remaining()));
    HeaderPolicy.toUpstream(request.headers(), builder);
    builder.setHeader("user-agent", "ironclaw");
    switch (upstream.credential()) {
      case Credential.None() -> {
      }
      case Credential.Header(var name, var secret) -> builder.setHeader(name, secret.get());
    }
    return builder.build();
  }

  private static URI uri(Upstream upstream, String path) {
    return upstream.base().resolve(path);
  }

  @Override
  public void close() {
    timeLimits.shutdownNow();
    client.shutdownNow();
  }
}
