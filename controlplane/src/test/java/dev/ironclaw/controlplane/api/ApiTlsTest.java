package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTlsTest {
  private final SecureRandom random = new SecureRandom();

  @TempDir
  private Path state = Path.of("");

  @Test
  void servesTheApiOverTlsToWhoKnowsItsCertificate() throws Exception {
    ApiTls tls = generated();
    try (ApiRig rig = new ApiRig(state, ApiLimits.DEFAULT, Optional.of(tls))) {
      assertThat(rig.server.address().getScheme()).isEqualTo("https");
      HttpResponse<String> answer = status(rig, trusting(pem()), "localhost");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"tlsFingerprint\":\"" + tls.fingerprint() + "\"");
      assertThatThrownBy(() -> status(rig, SSLContext.getDefault(), "localhost")).isInstanceOf(SSLException.class);
      assertThat(RawHttp.socket(rig.socket).send("GET", "/v1/status", "", ApiRig.AUTH).status()).isEqualTo(200);
    }
  }

  @Test
  void speaksNothingOlderThanTls12AndNoPlainText() throws Exception {
    try (ApiRig rig = new ApiRig(state, ApiLimits.DEFAULT, Optional.of(generated()))) {
      SSLContext context = trusting(pem());
      assertThat(handshake(rig, context, "TLSv1.2")).isEqualTo("TLSv1.2");
      assertThat(handshake(rig, context, "TLSv1.3")).isEqualTo("TLSv1.3");
      assertThat(List.of(generated().context().getIncludeProtocols())).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
      assertThatThrownBy(() -> rig.http.send("GET", "/v1/status", "", ApiRig.AUTH).status())
          .isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void keepsTheGeneratedCertificateForItsOwnerAlone() throws IOException {
    String first = generated().fingerprint();
    Path file = state.resolve(ApiTls.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(first).matches("[0-9a-f]{64}").isEqualTo(generated().fingerprint());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(this::generated).isInstanceOf(IronclawException.class).hasMessageContaining("others may read");
    Files.delete(file);
    assertThat(generated().fingerprint()).isNotEqualTo(first);
  }

  @Test
  void makesAnotherWhereTheKeptOneIsOver() {
    FakeClock clock = new FakeClock();
    ApiTls first = load(new TlsChoice.Generated(), clock);
    clock.advance(Duration.ofDays(3_640));
    assertThat(load(new TlsChoice.Generated(), clock).fingerprint()).isEqualTo(first.fingerprint());
    clock.advance(Duration.ofDays(20));
    assertThat(load(new TlsChoice.Generated(), clock).fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void takesTheOperatorsOwnFilesAndItsNames() throws IOException {
    write("own", SelfSigned.make(List.of("claw.example", "10.0.0.1"), random,
        Clock.systemUTC().instant()));
    ApiTls own = load(files("own", "own"), Clock.systemUTC());
    assertThat(own.names()).containsExactly("claw.example");
    HostPolicy policy = new HostPolicy(new ApiAddress("10.0.0.1", 8787), Optional.of(own));
    assertThat(policy.refuse(Optional.of("claw.example:8787"), Optional.of("https://claw.example:8787"),
        Optional.empty())).isEmpty();
    assertThat(policy.refuse(Optional.of("evil.example"), Optional.empty(), Optional.empty())).isPresent();
    assertThat(policy.refuse(Optional.of("claw.example"), Optional.of("https://evil.example"), Optional.empty()))
        .isPresent();
    assertThat(new HostPolicy(new ApiAddress("10.0.0.1", 8787), Optional.empty())
        .refuse(Optional.of("claw.example:8787"), Optional.empty(), Optional.empty())).isPresent();
  }

  @Test
  void refusesFilesThatAreNoPairOrOverOrOpen() throws IOException {
    Clock clock = Clock.systemUTC();
    write("one", SelfSigned.make(List.of("a"), random, clock.instant()));
    write("other", SelfSigned.make(List.of("a"), random, clock.instant()));
    write("old", SelfSigned.make(List.of("a"), random, clock.instant().minus(Duration.ofDays(4_000))));
    write("empty", "nothing here\n");
    assertRefused(files("one", "other"), "not that of the first certificate");
    assertRefused(files("old", "old"), "ended at");
    assertRefused(files("empty", "one"), "no certificate");
    assertRefused(files("one", "empty"), "no private key");
    assertRefused(files("gone", "one"), "cannot read");
    Files.setPosixFilePermissions(state.resolve("one"), PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(files("one", "one"), "chmod");
  }

  private void assertRefused(TlsChoice choice, String why) {
    assertThatThrownBy(() -> load(choice, Clock.systemUTC())).isInstanceOf(IronclawException.class)
        .hasMessageContaining(why);
  }

  private TlsChoice files(String certificate, String key) {
    return new TlsChoice.Files(state.resolve(certificate), state.resolve(key));
  }

  /// Readable by its owner alone.
  private void write(String name, String pem) throws IOException {
    Path file = Files.writeString(state.resolve(name), pem);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private ApiTls generated() {
    return load(new TlsChoice.Generated(), Clock.systemUTC());
  }

  private ApiTls load(TlsChoice choice, Clock clock) {
    return ApiTls.load(choice, state, "127.0.0.1", random, clock).orElseThrow();
  }

  private String pem() throws IOException {
    return Files.readString(state.resolve(ApiTls.FILE));
  }

  private static HttpResponse<String> status(ApiRig rig, SSLContext context, String host)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      return client.send(HttpRequest
          .newBuilder(URI.create("https://" + host + ":" + rig.server.address().getPort() + "/v1/status"))
          .header("Authorization", "Bearer " + ApiRig.TOKEN).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String handshake(ApiRig rig, SSLContext context, String protocol) throws IOException {
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1",
        rig.server.address().getPort())) {
      socket.setSSLParameters(new SSLParameters(null, new String[]{protocol}));
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  private static SSLContext trusting(String pem) throws GeneralSecurityException, IOException {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    anchors.setCertificateEntry("api", CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
    TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
