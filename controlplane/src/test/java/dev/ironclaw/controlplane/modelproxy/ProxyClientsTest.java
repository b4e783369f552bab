package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.box.TestAuthority;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Test;

final class ProxyClientsTest {
  private static final int MANY = 40;

  /// @param variant of the authority's text: each is another, though it says the same
  private static Upstream upstream(String name, String pem, int variant) {
    return new Upstream(name, name, Dialect.ANTHROPIC, URI.create("https://127.0.0.1:9"), "/v1/messages",
        new Credential.None(), Optional.of(new Trust("\n".repeat(variant) + pem)));
  }

  private static CompletableFuture<Boolean> closed(HttpClient client) {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    client.addEventListener(new LifeCycle.Listener() {
      @Override
      public void lifeCycleStopped(LifeCycle stopped) {
        closed.complete(true);
      }
    });
    return closed;
  }

  @Test
  void servesManyUpstreamsWithAuthoritiesOfTheirOwn() throws Exception {
    String pem = new TestAuthority("Gateway").pem();
    Set<HttpClient> clients = new HashSet<>();
    try (ProxyClients all = new ProxyClients(Duration.ofSeconds(1), Duration.ofMinutes(1))) {
      for (int i = 0; i < MANY; i++) {
        clients.add(all.of(upstream("up-" + i, pem, i)));
      }
      assertThat(clients).hasSize(MANY).allMatch(HttpClient::isStarted);
    }
    assertThat(clients).allMatch(HttpClient::isStopped);
  }

  @Test
  void closesThePoolOfAuthoritiesThatNoUpstreamHasAnyMore() throws Exception {
    String pem = new TestAuthority("Gateway").pem();
    try (ProxyClients all = new ProxyClients(Duration.ofSeconds(1), Duration.ofMillis(1))) {
      HttpClient former = all.of(upstream("one", pem, 0));
      assertThat(all.of(upstream("other", pem, 0))).isSameAs(former);
      CompletableFuture<Boolean> closed = closed(former);

      HttpClient next = all.of(upstream("one", pem, 1));
      assertThat(all.of(upstream("other", pem, 0))).as("another upstream has them still").isSameAs(former);
      assertThat(all.of(upstream("other", pem, 1))).isSameAs(next).isNotSameAs(former);

      assertThat(closed.get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(next.isStarted()).isTrue();
    }
  }

  @Test
  void leavesCallsTheirTimeBeforeAPoolIsClosed() throws Exception {
    String pem = new TestAuthority("Gateway").pem();
    HttpClient former;
    try (ProxyClients all = new ProxyClients(Duration.ofSeconds(1), Duration.ofHours(1))) {
      former = all.of(upstream("one", pem, 0));
      all.of(upstream("one", pem, 1));
      assertThat(former.isStarted()).isTrue();
    }
    assertThat(former.isStopped()).as("at the end").isTrue();
  }
}
