package dev.ironclaw.controlplane.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.ironclaw.controlplane.egress.Network;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A little internet: one HTTPS server on this machine that is every host with a certificate of its own authority, and
/// the [Network] that leads there and nowhere else.
public final class TestWeb implements AutoCloseable {
  private static final X500Name AUTHORITY = new X500Name("CN=Test Authority");

  /// What came in: head and body of each request.
  public final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  /// Every name that was looked up.
  public final List<String> lookedUp = new ArrayList<>();
  private final Map<String, HttpHandler> handlers = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final KeyPair authority = pair();
  private final HttpsServer server;
  private final SSLContext trusting;

  /// One request.
  public record Seen(String method, String host, String target, Map<String, List<String>> headers, String body) {}

  /// @param names that its certificate is for
  public TestWeb(String... names) throws Exception {
    X509Certificate root = certificate(AUTHORITY, authority, List.of(), true);
    KeyPair own = pair();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("site", own.getPrivate(), new char[0],
        new Certificate[]{certificate(new X500Name("CN=site"), own, List.of(names), false), root});
    KeyManagerFactory mine = KeyManagerFactory.getInstance("PKIX");
    mine.init(keys, new char[0]);
    SSLContext serving = SSLContext.getInstance("TLS");
    serving.init(mine.getKeyManagers(), null, null);
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("authority", root);
    TrustManagerFactory theirs = TrustManagerFactory.getInstance("PKIX");
    theirs.init(trust);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, theirs.getTrustManagers(), null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setHttpsConfigurator(new HttpsConfigurator(serving));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private X509Certificate certificate(X500Name name, KeyPair of, List<String> hosts, boolean signs) throws Exception {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(AUTHORITY,
        BigInteger.valueOf(hosts.size() + 1L),
        Date.from(now.minus(Duration.ofHours(1))), Date.from(now.plus(Duration.ofDays(1))), name, of.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(signs));
    if (!hosts.isEmpty()) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(hosts.stream()
          .map(host -> new GeneralName(GeneralName.dNSName, host)).toArray(GeneralName[]::new)));
    }
    return new JcaX509CertificateConverter().getCertificate(
        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")).orElse("");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String target = exchange.getRequestURI().toString();
    seen.add(new Seen(exchange.getRequestMethod(), host, target, Map.copyOf(exchange.getRequestHeaders()), body));
    HttpHandler handler;
    synchronized (handlers) {
      handler = handlers.getOrDefault(host + exchange.getRequestURI().getPath(),
          other -> answer(other, 404, "text/plain", "nothing here"));
    }
    try (exchange) {
      handler.handle(exchange);
    }
  }

  /// Answers at one place.
  ///
  /// @param place host and path
  public TestWeb at(String place, HttpHandler handler) {
    synchronized (handlers) {
      handlers.put(place, handler);
    }
    return this;
  }

  public TestWeb page(String place, String type, String text) {
    return at(place, exchange -> answer(exchange, 200, type, text));
  }

  public TestWeb redirect(String place, int status, String location) {
    return at(place, exchange -> {
      exchange.getResponseHeaders().set("Location", location);
      answer(exchange, status, "text/plain", "elsewhere");
    });
  }

  public static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().add("Set-Cookie", "tracked=1");
    exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
    if (!exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /// Every name leads here.
  public Network network() {
    return network(_ -> List.of(InetAddress.getLoopbackAddress()));
  }

  /// Names lead where the test says; whatever the port, it is this server's. Loopback may be called, other addresses as in
  /// use.
  public Network network(Network.Resolver resolver) {
    Network real = Network.internet();
    return new Network(host -> {
      synchronized (lookedUp) {
        lookedUp.add(host);
      }
      return resolver.addresses(host);
    }, address -> address.equals(InetAddress.getLoopbackAddress()) ? Optional.empty() : real.objection().apply(address),
        () -> new Redirected(server.getAddress().getPort()), trusting.getSocketFactory(),
        (channel, address) -> channel.connect(new InetSocketAddress(((InetSocketAddress) address).getAddress(),
            server.getAddress().getPort())));
  }

  /// Goes to another port than it is told.
  private static final class Redirected extends Socket {
    private final int port;

    Redirected(int port) {
      this.port = port;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      super.connect(new InetSocketAddress(((InetSocketAddress) endpoint).getAddress(), port), timeout);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
