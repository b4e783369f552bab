package dev.ironclaw.controlplane.tunnel;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.leak.Scanned;
import dev.ironclaw.controlplane.panic.Brake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ways from containers to approved hosts. The host looks the name up, refuses addresses that are not public, writes the
/// opening to the log and connects to the address that it checked; then bytes pass both ways, TLS unread. No secret is put
/// into them.
///
/// Threading: any thread; nothing that calls waits.
public final class Tunnel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);
  /// Each waits for one look-up or one entry in the log.
  private static final int WAITING_THREADS = 16;
  private static final int MAX_WAITING = 256;
  private static final int PUMPING_THREADS = 8;
  private static final int MOST_ADDRESSES = 4;

  private final Network network;
  private final Leaks leaks;
  private final Brake brake;
  private final TunnelLog log;
  private final ThreadPoolExecutor waiting;
  private final ContainerLifeCycle parts = new ContainerLifeCycle();
  private final QueuedThreadPool pumping = new QueuedThreadPool(PUMPING_THREADS, 1);
  private final Scheduler scheduler = new ScheduledExecutorScheduler("tunnel-time", true);
  private final Outside outside;
  private final Set<Passage> open = ConcurrentHashMap.newKeySet();

  public Tunnel(Network network, Leaks leaks, Brake brake, Ledger ledger, TunnelLimits limits) {
    this.network = network;
    this.leaks = leaks;
    this.brake = brake;
    log = new TunnelLog(ledger, leaks);
    waiting = new ThreadPoolExecutor(WAITING_THREADS, WAITING_THREADS, 30, TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(MAX_WAITING), Thread.ofPlatform().daemon().name("tunnel-open-", 0).factory());
    waiting.allowCoreThreadTimeOut(true);
    pumping.setName("tunnel");
    pumping.setDaemon(true);
    outside = new Outside();
    outside.setConnectTimeout(limits.connect().toMillis());
    List.of(pumping, scheduler, outside).forEach(parts::addBean);
    try {
      parts.start();
    } catch (Exception e) {
      throw new IronclawException(ErrorCode.INTERNAL, "start the tunnel to approved hosts", e);
    }
  }

  /// Answers one `CONNECT host:port`: 200 once the other end is there, and the connection is the tunnel from then on; 400,
  /// 403 with the host and what to do for it, 429, 502 or 503 else. The response and its callback belong to it.
  ///
  /// @param guest whose socket it came in on
  public void accept(TunnelGuest guest, Request request, Response response, Callback callback) {
    String authority = Optional.ofNullable(request.getHttpURI().getAuthority()).orElse("");
    TunnelTarget target;
    try {
      target = TunnelTarget.of(authority);
      guest.enter(target);
    } catch (IronclawException e) {
      refuse(guest, authority, e, response, callback);
      return;
    }
    Opening opening = new Opening(guest, target, request, response, callback);
    // It may wait for longer than a connection may be silent.
    request.addIdleTimeoutListener(_ -> false);
    later(opening, () -> {
      brake.check("connect to " + target.host());
      refuseSecrets(opening);
      opening.vetted(network.vetted(target.host()).stream().limit(MOST_ADDRESSES).toList());
      connect(opening);
    });
  }

  /// A name is bytes that leave, too.
  private void refuseSecrets(Opening opening) {
    String host = opening.target.host();
    if (leaks.scanWhole("tunnel of " + opening.guest.subject(), host) instanceof Scanned.Blocked(var _, String seen)) {
      throw new IronclawException(ErrorCode.DENIED, "the host's name holds what looks like a secret (" + seen
          + ") and was not looked up");
    }
  }

  /// To the next address that was checked; nobody looks the name up again.
  private void connect(Opening opening) {
    InetAddress address = opening.next();
    log.opens(opening.guest, opening.target, address);
    // Again: a panic may have come while this waited for the disk.
    brake.check("connect to " + opening.target.host());
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      if (network.dialler().begin(channel, new InetSocketAddress(address, opening.target.port()))) {
        outside.accept(channel, opening);
      } else {
        outside.connect(channel, opening);
      }
    } catch (IOException e) {
      IO.close(channel);
      notConnected(opening, e);
    }
  }

  private void notConnected(Opening opening, Throwable why) {
    LOG.debug("tunnel={} target={} step=connect", opening.guest.subject(), opening.target, why);
    if (opening.hasNext()) {
      later(opening, () -> connect(opening));
      return;
    }
    opening.guest.leave();
    log.ended(opening.guest, opening.target + ": nobody answered");
    answer(opening.response, opening.callback, ErrorCode.UPSTREAM_FAILED,
        opening.target + " does not answer; try again later");
  }

  /// Runs what may wait; whatever becomes of it, the container is answered.
  private void later(Opening opening, Runnable step) {
    try {
      waiting.execute(() -> {
        try {
          step.run();
        } catch (IronclawException e) {
          opening.guest.leave();
          refuse(opening.guest, opening.target.toString(), e, opening.response, opening.callback);
        } catch (RuntimeException | Error e) {
          LOG.error("tunnel={} target={} step=open", opening.guest.subject(), opening.target, e);
          opening.guest.leave();
          answer(opening.response, opening.callback, ErrorCode.INTERNAL, "the host failed; try again");
        }
      });
    } catch (RejectedExecutionException full) {
      // silent-ok: the refusal says it
      opening.guest.leave();
      answer(opening.response, opening.callback, ErrorCode.RATE_LIMITED, "the host is busy; try again");
    }
  }

  private void refuse(TunnelGuest guest, String what, IronclawException why, Response response, Callback callback) {
    try {
      waiting.execute(() -> log.refused(guest, what, why));
    } catch (RejectedExecutionException full) {
      LOG.warn("tunnel={} step=refuse: too busy to record that it was refused {}", guest.subject(), why.code());
    }
    answer(response, callback, why.code(), String.valueOf(why.getMessage()));
  }

  private static void answer(Response response, Callback callback, ErrorCode code, String words) {
    response.setStatus(code.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.write(true, ByteBuffer.wrap((words + "\n").getBytes(StandardCharsets.UTF_8)), callback);
  }

  /// The other end is there: the container is told, and its connection becomes the tunnel.
  private void connected(Opening opening, Passage passage, TunnelEnd host) {
    TunnelEnd container = new TunnelEnd(opening.request.getTunnelSupport().getEndPoint(), pumping, passage,
        TunnelEnd.Side.INSIDE);
    passage.ends(container, host);
    open.add(passage);
    if (!opening.guest.opened(passage) || brake.isOn()) {
      passage.cut("not approved any more");
      opening.callback.failed(new IOException("the tunnel was cut before it was open"));
      return;
    }
    TunnelLimits limits = opening.guest.limits();
    container.getEndPoint().setIdleTimeout(limits.idle().toMillis());
    host.getEndPoint().setIdleTimeout(limits.idle().toMillis());
    Scheduler.Task end = scheduler.schedule(() -> passage.cut("open for " + limits.total().toSeconds() + " s"),
        limits.total().toMillis(), TimeUnit.MILLISECONDS);
    passage.onEnd(end::cancel);
    Request.addCompletionListener(opening.request, failure -> {
      if (failure != null) {
        passage.cut("the container went away");
      }
    });
    opening.request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, container);
    opening.response.setStatus(200);
    opening.callback.succeeded();
  }

  private void ended(TunnelGuest guest, Passage passage) {
    open.remove(passage);
    guest.ended(passage);
    try {
      waiting.execute(() -> log.ended(guest, passage.words()));
    } catch (RejectedExecutionException full) {
      LOG.warn("tunnel={} step=end: too busy to record {}", guest.subject(), passage.words());
    }
  }

  /// Cuts every tunnel. New ones are refused where the brake is on.
  public void cut() {
    List.copyOf(open).forEach(passage -> passage.cut("everything was stopped"));
  }

  /// Never by interrupting: whoever writes to the log at that moment would lose its file.
  @Override
  public void close() {
    List.copyOf(open).forEach(passage -> passage.cut("the control plane stops"));
    waiting.shutdown();
    try {
      if (!waiting.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("step=close a tunnel's entry is still being written");
      }
      parts.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("step=close", e);
    }
  }

  /// The connections to hosts, on one selector.
  private final class Outside extends SelectorManager {
    Outside() {
      super(pumping, scheduler, 1);
    }

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
      return new SocketChannelEndPoint((SocketChannel) channel, selector, key, getScheduler());
    }

    @Override
    public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
      Opening opening = (Opening) attachment;
      return new TunnelEnd(endPoint, pumping, new Passage(opening.target, opening.guest.limits(),
          passage -> ended(opening.guest, passage)), TunnelEnd.Side.OUTSIDE);
    }

    @Override
    public void connectionOpened(Connection connection, Object attachment) {
      super.connectionOpened(connection, attachment);
      if (connection instanceof TunnelEnd end) {
        connected((Opening) attachment, end.passage(), end);
      }
    }

    @Override
    protected void connectionFailed(SelectableChannel channel, Throwable failure, Object attachment) {
      IO.close(channel);
      notConnected((Opening) attachment, failure);
    }
  }
}
