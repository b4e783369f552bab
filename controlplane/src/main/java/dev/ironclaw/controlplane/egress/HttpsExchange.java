package dev.ironclaw.controlplane.egress;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;

/// One request to one host over one connection of its own: HTTP/1.1 over TLS, to an address that was vetted just before, with
/// the host's name in SNI and in its certificate. No proxy, no cookie, no second look-up, no redirect, no second try.
///
/// Threading: one thread sends; any thread may close, which ends it.
final class HttpsExchange implements Closeable {
  private static final Http1Config CODEC = Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(200)
      .setMaxEmptyLineCount(2).build();
  private static final int MOST_INTERIM = 5;

  private final Network network;
  private final EgressLimits limits;
  private Optional<Socket> open = Optional.empty();
  private boolean closed;

  HttpsExchange(Network network, EgressLimits limits) {
    this.network = network;
    this.limits = limits;
  }

  /// What came back, all headers in lower case; of those that stand twice the first.
  ///
  /// @param cut whether the body goes on
  @SuppressWarnings("ArrayRecordComponent") // Never compared or shown.
  record Came(int status, Map<String, String> headers, byte[] body, boolean cut) {}

  /// @param headers all that go out beside `Host` and the length
  Came send(String method, EgressUrl url, List<InetAddress> vetted, Map<String, String> headers,
      Optional<byte[]> body) throws IOException {
    try (SSLSocket tls = connect(url, vetted);
        DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(
            CODEC)) {
      http.bind(tls);
      BasicClassicHttpRequest request = new BasicClassicHttpRequest(method, url.target());
      request.setHeader(new BasicHeader("Host", url.authority()));
      headers.forEach((name, value) -> request.setHeader(new BasicHeader(name, value)));
      request.setHeader(new BasicHeader("Connection", "close"));
      body.ifPresent(bytes -> {
        request.setEntity(new ByteArrayEntity(bytes, (ContentType) null));
        request.setHeader(new BasicHeader("Content-Length", bytes.length));
      });
      http.sendRequestHeader(request);
      if (body.isPresent()) {
        http.sendRequestEntity(request);
      }
      http.flush();
      return receive(http, method);
    } catch (HttpException e) {
      throw new IOException("the host speaks no HTTP that can be read", e);
    }
  }

  private SSLSocket connect(EgressUrl url, List<InetAddress> vetted) throws IOException {
    IOException last = new IOException("no address");
    for (InetAddress address : vetted) {
      Socket plain = opened();
      try {
        plain.connect(new InetSocketAddress(address, url.port()), Math.toIntExact(limits.silence().toMillis()));
      } catch (IOException e) {
        plain.close();
        last = e;
        continue;
      }
      return secured(plain, url);
    }
    throw last;
  }

  private SSLSocket secured(Socket plain, EgressUrl url) throws IOException {
    plain.setSoTimeout(Math.toIntExact(limits.silence().toMillis()));
    plain.setTcpNoDelay(true);
    try {
      SSLSocket tls = (SSLSocket) network.tls().createSocket(plain, url.host(), url.port(), true);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setProtocols(new String[]{"TLSv1.3", "TLSv1.2"});
      if (url.host().chars().anyMatch(Character::isLetter) && url.host().indexOf(':') < 0) {
        parameters.setServerNames(List.of(new SNIHostName(url.host())));
      }
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return tls;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private synchronized Socket opened() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    Socket socket = network.sockets().get();
    open = Optional.of(socket);
    return socket;
  }

  private Came receive(DefaultBHttpClientConnection http, String method) throws HttpException, IOException {
    ClassicHttpResponse response = http.receiveResponseHeader();
    for (int i = 0; response.getCode() < HttpStatus.SC_SUCCESS; i++) {
      if (i == MOST_INTERIM || response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
        throw new IOException("the host does not come to an answer");
      }
      response = http.receiveResponseHeader();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT),
          EgressHeaders.plain(Optional.ofNullable(header.getValue()).orElse("")));
    }
    boolean empty = method.equals("HEAD") || response.getCode() == HttpStatus.SC_NO_CONTENT
        || response.getCode() == HttpStatus.SC_NOT_MODIFIED;
    if (!empty) {
      http.receiveResponseEntity(response);
    }
    HttpEntity entity = response.getEntity();
    if (empty || entity == null) {
      return new Came(response.getCode(), headers, new byte[0], false);
    }
    byte[] read = body(entity.getContent(), headers.getOrDefault("content-encoding", "identity"));
    boolean cut = read.length > limits.responseBytes();
    return new Came(response.getCode(), headers, cut ? Arrays.copyOf(read, limits.responseBytes()) : read,
        cut);
  }

  /// One byte more than may be shown, where there is one. Nothing but gzip is unpacked, and nobody was asked for it.
  private byte[] body(InputStream content, String encoding) throws IOException {
    if (encoding.equalsIgnoreCase("identity")) {
      return content.readNBytes(limits.responseBytes() + 1);
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new IOException("the host packs its answer in a way that is not unpacked here");
    }
    // Closing the content would read it to its end.
    InputStream kept = new FilterInputStream(content) {
      @Override
      public void close() {}
    };
    try (GZIPInputStream unpacked = new GZIPInputStream(kept)) {
      return unpacked.readNBytes(limits.responseBytes() + 1);
    }
  }

  /// What went wrong, fit for an agent: nothing of what the host sent.
  static String words(IOException failure) {
    return switch (failure) {
      case SocketTimeoutException _ -> "the host did not answer in time";
      case ZipException _ -> "the host's answer is packed wrongly";
      case SSLException _ -> "no secure connection: the certificate is not valid for this host, or TLS failed";
      default -> Optional.ofNullable(failure.getMessage()).filter(text -> text.startsWith("the host "))
          .orElse("the connection failed or broke off");
    };
  }

  @Override
  public void close() {
    Optional<Socket> socket;
    synchronized (this) {
      closed = true;
      socket = open;
    }
    socket.ifPresent(open -> {
      try {
        open.close();
      } catch (IOException e) {
        // silent-ok: it was to end, and it has
      }
    });
  }
}
