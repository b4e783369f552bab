package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/// Connections to upstreams, kept for the next call: those with the machine's authorities are one pool, those with
/// authorities of their own have each a pool for itself, so that nobody else's call is trusted to them. Such a pool is
/// closed when no upstream has these authorities any more. HTTP/1.1: one connection carries one call at a time.
///
/// What answers of upstreams run on these threads must not block.
///
/// Threading: any thread.
final class ProxyClients implements AutoCloseable {
  private static final Duration KEPT = Duration.ofSeconds(30);
  /// Besides those that wait in each pool for its connections.
  private static final int MOST_THREADS = 32;
  private static final int MOST_SELECTORS = 4;
  /// More than all boxes may have calls.
  private static final int MOST_CONNECTIONS = 4_096;
  private static final int REQUEST_HEAD_BYTES = 32 * 1024;
  private static final int RESPONSE_HEAD_BYTES = 64 * 1024;
  /// What the client would do on its own: follow, answer a question for a password, speak another protocol.
  private static final List<String> UNWANTED = List.of("redirect", "www-authenticate", "proxy-authenticate", "upgrade");

  private final Duration connect;
  private final QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
  private final Scheduler scheduler = new ScheduledExecutorScheduler("model-clock", true);
  /// Apart, for a name server that is silent holds a thread.
  private final ExecutorService names = Executors.newCachedThreadPool(
      Thread.ofPlatform().daemon().name("model-names-", 0).factory());
  private final Duration longest;
  private final Map<Pool, HttpClient> clients = new ConcurrentHashMap<>();
  private final Map<String, Pool> byUpstream = new ConcurrentHashMap<>();
  private final Set<HttpClient> leaving = ConcurrentHashMap.newKeySet();

  private record Pool(boolean plain, Optional<Trust> trust) {
    int selectors() {
      return trust.isPresent() ? 1 : Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_SELECTORS);
    }
  }

  /// @param connect until an upstream accepts
  /// @param longest that a call may take
  ProxyClients(Duration connect, Duration longest) {
    this.connect = connect;
    this.longest = longest;
    threads.setName("model");
    threads.setDaemon(true);
    started(() -> {
      threads.start();
      scheduler.start();
    });
  }

  HttpClient of(Upstream upstream) {
    Pool pool = new Pool(upstream.isPlain(), upstream.trust());
    if (!pool.equals(byUpstream.get(upstream.name()))) {
      Optional.ofNullable(byUpstream.put(upstream.name(), pool)).filter(former -> !former.equals(pool))
          .ifPresent(this::left);
    }
    return clients.computeIfAbsent(pool, this::client);
  }

  /// Closes it when the calls that it may have are over; one that comes meanwhile gets a new one.
  private void left(Pool former) {
    if (former.trust.isEmpty() || byUpstream.containsValue(former)) {
      return;
    }
    Optional.ofNullable(clients.remove(former)).ifPresent(client -> {
      leaving.add(client);
      scheduler.schedule(() -> names.execute(() -> close(client)), longest.toMillis(), TimeUnit.MILLISECONDS);
    });
  }

  private void close(HttpClient client) {
    if (leaving.remove(client)) {
      started(client::stop);
      room(-1);
    }
  }

  /// Each selector holds a thread for good.
  private void room(int selectors) {
    synchronized (threads) {
      threads.setMaxThreads(threads.getMaxThreads() + selectors);
    }
  }

  /// What tells the time of calls.
  Scheduler scheduler() {
    return scheduler;
  }

  private HttpClient client(Pool pool) {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(pool.selectors());
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setSslContext(pool.trust.map(Trust::context).orElseGet(ProxyClients::machines));
    connector.setSslContextFactory(tls);
    connector.setExecutor(threads);
    connector.setScheduler(scheduler);
    HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
    transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
    HttpClient client = new HttpClient(transport);
    client.setExecutor(threads);
    client.setScheduler(scheduler);
    client.setSocketAddressResolver(new SocketAddressResolver.Async(names, scheduler, connect.toMillis()));
    client.setConnectTimeout(connect.toMillis());
    // Over the network what is long silent may be lost, and nobody is told; on this machine it can't be, and a time of
    // its own for each call would cost as much as the call.
    client.setIdleTimeout((pool.plain ? longest : KEPT).toMillis());
    client.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
    client.setMaxRequestHeadersSize(REQUEST_HEAD_BYTES);
    client.setMaxResponseHeadersSize(RESPONSE_HEAD_BYTES);
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(null);
    room(pool.selectors());
    try {
      started(client::start);
    } catch (RuntimeException e) {
      room(-pool.selectors());
      throw e;
    }
    // What is there only once it has started.
    client.getContentDecoderFactories().clear();
    UNWANTED.forEach(client.getProtocolHandlers()::remove);
    return client;
  }

  private static SSLContext machines() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "read the machine's authorities; see the Java installation", e);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void started(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      throw new IronclawException(ErrorCode.INTERNAL, "start or stop the client of model upstreams", e);
    }
  }

  @Override
  public void close() {
    started(() -> {
      for (HttpClient client : clients.values()) {
        client.stop();
      }
      for (HttpClient client : leaving) {
        client.stop();
      }
      scheduler.stop();
      threads.stop();
    });
    names.shutdownNow();
  }
}
