package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose certificate is for `localhost` and signed by nobody.
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir
  private Path folder = Path.of("");
  private final AtomicInteger reached = new AtomicInteger();
  private HttpsServer server;
  private String fingerprint = "";
  private Path authority = Path.of("");

  @BeforeEach
  void start() throws Exception {
    KeyStore keys = keys();
    byte[] certificate = keys.getCertificate("api").getEncoded();
    fingerprint = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
    authority = Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(certificate) + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", exchange -> {
      reached.incrementAndGet();
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("[]".getBytes(StandardCharsets.UTF_8));
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void takesTheOneCertificateWhoseFingerprintWasGivenWhateverItsName() {
    assertThat(ran("127.0.0.1", "--tls-fingerprint", fingerprint).exit()).isZero();
    String spoken = fingerprint.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    assertThat(ran("127.0.0.1", "--tls-fingerprint", spoken).exit()).isZero();
    assertThat(Ran.run(Map.of("IRONCLAW_API_TOKEN", "secret", "IRONCLAW_TLS_FINGERPRINT", fingerprint), false, "",
        words("127.0.0.1")).exit()).isZero();
  }

  @Test
  void sendsNothingToAnyOther() {
    String other = fingerprint.replace(fingerprint.charAt(0), fingerprint.charAt(0) == '0' ? '1' : '0');
    Ran ran = ran("127.0.0.1", "--tls-fingerprint", other);
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("no TLS with", fingerprint).hasLineCount(1);
    assertThat(ran("127.0.0.1").exit()).isEqualTo(1);
    assertThat(ran("localhost").exit()).isEqualTo(1);
    assertThat(reached).hasValue(0);
  }

  @Test
  void takesWhatAnAuthorityVouchesForUnderItsNameAlone() {
    assertThat(ran("localhost", "--ca", authority.toString()).exit()).isZero();
    assertThat(ran("127.0.0.1", "--ca", authority.toString()).exit()).isEqualTo(1);
    assertThat(ran("localhost", "--ca", folder.resolve("gone").toString()).err()).contains("gone").hasLineCount(1);
    assertThat(reached).hasValue(1);
  }

  @Test
  void refusesPlainHttpWhereSomebodyExpectsACertificate() {
    Ran ran = Ran.run(Map.of("IRONCLAW_API_TOKEN", "secret"), false, "", "change", "pending", "--addr",
        "http://127.0.0.1:1", "--tls-fingerprint", fingerprint);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(Ran.run(Map.of("IRONCLAW_API_TOKEN", "secret", "IRONCLAW_TLS_FINGERPRINT", fingerprint), false, "",
        "change", "pending", "--addr", "http://127.0.0.1:1").exit()).isEqualTo(2);
    assertThat(ran("127.0.0.1", "--tls-fingerprint", "abc").exit()).isEqualTo(2);
  }

  private Ran ran(String host, String... more) {
    return Ran.run(Map.of("IRONCLAW_API_TOKEN", "secret"), false, "", words(host, more));
  }

  private String[] words(String host, String... more) {
    List<String> words = new ArrayList<>(
        List.of("change", "pending", "--addr", "https://" + host + ":" + server.getAddress().getPort()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /// The JDK's own tool makes the certificate: its library part is not public.
  private KeyStore keys() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair", "-alias", "api", "-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12", "-keystore",
        file.toString(), "-storepass", PASSWORD, "-dname", "CN=api", "-ext", "san=dns:localhost", "-validity", "2")
        .redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException(said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }
}
