package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.crossing.Allowance;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.CyclicTimeouts;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/// Forwards one model call of a box to the one upstream of its agent group, byte for byte as it streams.
///
/// Only POST, only the dialect's own path, only the agent's own model, no redirect. The request is whole before it
/// leaves, so a box can neither hold an upstream with half a request nor smuggle a second one; the response is never
/// kept, but handed on chunk by chunk, the next asked for when the last is written.
///
/// Threading: any platform thread; no call waits for an upstream.
public final class ModelProxy implements AutoCloseable {
  private final ProxyParts parts;
  private final ProxyClients clients;
  private final Breakers breakers;
  private final Set<UpstreamCall> running = ConcurrentHashMap.newKeySet();
  private final TimeLimits timeLimits;

  public ModelProxy(List<Upstream> upstreams) {
    this(ProxyParts.of(upstreams));
  }

  public ModelProxy(ProxyParts parts) {
    this.parts = parts;
    clients = new ProxyClients(parts.limits().connect(), parts.limits().total());
    breakers = new Breakers(parts.clock(), parts.states());
    timeLimits = new TimeLimits(clients.scheduler());
  }

  /// One timer for all calls, set anew only where it would come too late: a timer of each would wake a thread for each.
  private final class TimeLimits extends CyclicTimeouts<UpstreamCall> {
    TimeLimits(Scheduler scheduler) {
      super(scheduler);
    }

    @Override
    protected Iterator<UpstreamCall> iterator() {
      return running.iterator();
    }

    @Override
    protected boolean onExpired(UpstreamCall call) {
      call.overdue();
      return false; // It takes itself out.
    }
  }

  /// Starts the call and returns. The response and the callback are completed when the upstream has ended.
  ///
  /// @param ending runs before the end of the response is written: from then on the box may use the connection again
  /// @param failed hears a failure before the first byte, for the caller to answer as a problem; after the first byte
  ///        the callback is failed instead, which breaks the box's connection
  /// @return the call, for whoever ends it early
  /// @throws IronclawException `UPSTREAM_FAILED` where no such upstream is set up or it is left alone after failures,
  ///         `DENIED` for a path or a body that is not the dialect's, `NOT_READY` in a panic; what the guard throws
  public Running forward(ModelRequest request, Response response, Callback callback, Runnable ending,
      Consumer<IronclawException> failed) {
    return begin(request, new BoxCall.Ends(ModelSink.of(response), callback, ending, failed));
  }

  private Running begin(ModelRequest request, BoxCall.Ends ends) {
    parts.brake().check("call the model");
    BoxCall call = new BoxCall(parts, breakers, this::start, request, ends);
    call.begin();
    return call;
  }

  /// A call whose answer comes in one.
  ///
  /// @param answer fails with an [IronclawException] where there is none
  public record Gathered(Running call, CompletableFuture<ModelAnswer> answer) {}

  /// As [#forward], but keeps the answer until it is whole.
  ///
  /// @param most bytes of it
  /// @param room what all answers that are kept at a time may take
  /// @throws IronclawException as [#forward]
  public Gathered gather(ModelRequest request, int most, Allowance room) {
    Gathering gathering = new Gathering(most, room);
    Running call = begin(request, new BoxCall.Ends(gathering, gathering, () -> {}, gathering::refused));
    return new Gathered(call, gathering.whole());
  }

  /// What this upstream is spoken to in; empty where none is set up by this name.
  public Optional<Dialect> dialect(String upstream) {
    return parts.upstreams().find(upstream).map(Upstream::dialect);
  }

  /// A call that has begun. Either ends the upstream's call at once, and does nothing once it has ended.
  public interface Running {
    /// The box hung up.
    void hungUp();

    /// A person stopped the turn: the box is told.
    void stopped();
  }

  /// Where this upstream is left alone now, soonest over first.
  public List<ProviderPause> pauses(String upstream) {
    return breakers.pauses(upstream);
  }

  private void start(UpstreamCall call, BoxCall.Attempt attempt) {
    try {
      HttpClient client = clients.of(attempt.upstream());
      running.add(call);
      timeLimits.schedule(call);
      call.start(client, attempt.request(), () -> running.remove(call));
    } catch (RuntimeException | Error e) {
      call.refused();
      running.remove(call);
      throw e;
    }
    if (parts.brake().isOn()) {
      call.cut(); // A panic that came after the look above may have cut before this call was among the running.
    }
  }

  /// Breaks off every running call. New ones are refused where the brake is on.
  public void cut() {
    running.forEach(UpstreamCall::cut);
  }

  @Override
  public void close() {
    timeLimits.destroy();
    clients.close();
  }
}
