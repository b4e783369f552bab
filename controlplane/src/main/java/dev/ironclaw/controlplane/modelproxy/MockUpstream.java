package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The offline model: a server on loopback that speaks every dialect. Never knows it is spoken to by a box.
/// What it answers is in `docs/mock-model.md`.
public final class MockUpstream implements AutoCloseable {
  private final Server server;
  private final int port;

  /// Listens on a free port of 127.0.0.1.
  public MockUpstream() {
    QueuedThreadPool threads = new QueuedThreadPool(16, 2);
    threads.setName("mock-model");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("mock-model-"));
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(120_000);
    server.addConnector(connector);
    server.setHandler(new MockHandler());
    try {
      server.start();
    } catch (Exception e) {
      throw new IronclawException(ErrorCode.INTERNAL, "start the mock model on 127.0.0.1: free a port", e);
    }
    port = connector.getLocalPort();
  }

  /// The row that agents have without another choice, with the name `mock`: the anthropic dialect.
  public Upstream upstream() {
    return row("mock", Dialect.ANTHROPIC, "/v1/messages");
  }

  /// A row for each dialect, `mock` first.
  public List<Upstream> upstreams() {
    return List.of(upstream(), row("mock-openai", Dialect.OPENAI, "/v1/chat/completions"),
        row("mock-responses", Dialect.OPENAI_RESPONSES, "/v1/responses"),
        row("mock-gemini", Dialect.GEMINI, "/v1beta/models/{model}:streamGenerateContent?alt=sse"));
  }

  private Upstream row(String name, Dialect dialect, String target) {
    return Upstream.local(name, dialect, URI.create("http://127.0.0.1:" + port), target);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IronclawException(ErrorCode.INTERNAL, "stop the mock model", e);
    }
  }
}
