package dev.ironclaw.controlplane.modelproxy;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Connections to upstreams, kept for the next call: those with the machine's authorities are one pool, those with
/// authorities of their own have each a pool for itself, so that nobody else's call is trusted to them.
final class ProxyClients implements AutoCloseable {
  private final Duration connect;
  private final Map<Optional<Trust>, HttpClient> clients = new ConcurrentHashMap<>();

  ProxyClients(Duration connect) {
    this.connect = connect;
  }

  HttpClient of(Upstream upstream) {
    return clients.computeIfAbsent(upstream.trust(), this::client);
  }

  private HttpClient client(Optional<Trust> trust) {
    HttpClient.Builder builder = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connect).proxy(HttpClient.Builder.NO_PROXY);
    trust.ifPresent(authorities -> builder.sslContext(authorities.context()));
    return builder.build();
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
  }
}
