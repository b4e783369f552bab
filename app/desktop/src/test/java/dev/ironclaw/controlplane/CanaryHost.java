package dev.ironclaw.controlplane;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.session.SupervisorSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A control plane as its own program starts it, real boxes and its real log included, but every name outside leads to one
/// HTTPS server in this process, which answers with the headers that it was sent.
public final class CanaryHost {
  private CanaryHost() {}

  /// Runs until it is ended.
  ///
  /// @param arguments the key store of the server, then `--state-dir` and the state folder; the rest is passed over
  public static void main(String... arguments) throws Exception {
    Path state = Path.of(arguments[List.of(arguments).indexOf("--state-dir") + 1]);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(Path.of(arguments[0]))) {
      store.load(file, "changeit".toCharArray());
    }
    HttpsServer server = serve(store);
    Logging.start(Main.LogFormat.text);
    try (ControlPlane controlPlane = ControlPlane.start(
        ControlPlaneConfig.of(state, ControlPlaneConfig.defaultImageDir()).withApiAddress("127.0.0.1:0").withDev(true)
            .withBoxes(SupervisorSettings.DEFAULT.withPool(0, 0)),
        List.of(), network(store, server.getAddress().getPort()))) {
      System.out.println("The control plane is ready: " + controlPlane.address());
      new CountDownLatch(1).await();
    }
  }

  private static HttpsServer serve(KeyStore store) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "changeit".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", exchange -> {
      byte[] echo = ("you sent " + exchange.getRequestHeaders().entrySet()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      exchange.sendResponseHeaders(200, echo.length);
      try (exchange) {
        exchange.getResponseBody().write(echo);
      }
    });
    server.start();
    return server;
  }

  private static Network network(KeyStore store, int port) throws Exception {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("site", store.getCertificate("site"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);
    return new Network(_ -> List.of(InetAddress.getLoopbackAddress()), _ -> Optional.empty(), () -> new Socket() {
      @Override
      public void connect(SocketAddress endpoint, int timeout) throws IOException {
        super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout);
      }
    }, trusting.getSocketFactory());
  }
}
