package dev.ironclaw.client;

import java.io.IOException;
import java.io.OutputStream;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Sends requests to one control plane. The token goes into a header and nowhere else.
///
/// Threading: any thread.
final class Http implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 64;
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  private final Endpoint endpoint;
  private final Optional<String> token;
  private final RequestConfig config;
  private final CloseableHttpClient client;

  Http(Endpoint endpoint, Optional<String> token, ClientTimeouts timeouts, Trust trust) {
    this.endpoint = endpoint;
    this.token = token;
    this.config = requests(endpoint, timeouts);
    this.client = HttpClients.custom().setConnectionManager(connections(endpoint, timeouts, trust))
        .disableAutomaticRetries()
        .disableRedirectHandling().disableCookieManagement().disableAuthCaching().disableContentCompression()
        .setDefaultRequestConfig(config).setUserAgent("ironclaw-client").build();
  }

  /// @return the body of an answer with a status below 300
  /// @throws ApiException for everything else
  byte[] call(String method, String path, @Nullable Object body) {
    HttpUriRequestBase request = request(method, path);
    return answer(body == null ? request : withBody(request, body), 300);
  }

  /// As [#call], for what takes longer than other calls.
  ///
  /// @param patience for the answer
  byte[] callPatiently(String path, @Nullable Object body, Duration patience) {
    HttpUriRequestBase request = patient(request("POST", path), patience);
    return answer(body == null ? request : withBody(request, body), 300);
  }

  /// Sends bytes as they are.
  byte[] upload(String path, byte[] content) {
    HttpUriRequestBase request = request("POST", path);
    request.setEntity(new ByteArrayEntity(content, ContentType.APPLICATION_OCTET_STREAM));
    return answer(request, 300);
  }

  private HttpUriRequestBase patient(HttpUriRequestBase request, Duration patience) {
    request.setConfig(RequestConfig.copy(config).setResponseTimeout(Timeout.of(patience)).build());
    return request;
  }

  /// For what everybody may ask: the token stays here.
  byte[] callWithoutToken(String path) {
    return answer(bare("GET", path), 300);
  }

  /// As [#callWithoutToken], for an answer whose body means the same with status 503.
  byte[] callReadiness(String path) {
    return answer(bare("GET", path), 504);
  }

  private byte[] answer(HttpUriRequestBase request, int refusedFrom) {
    try {
      return client.execute(request, response -> {
        byte[] bytes = bytes(response.getEntity());
        if (response.getCode() >= refusedFrom || (response.getCode() >= 300 && response.getCode() != 503)) {
          throw ApiException.of(Wire.problem(bytes, response.getCode()));
        }
        return bytes;
      });
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// An answer that goes on and on; the caller closes it.
  Stream open(String path, Optional<String> lastEventId) {
    HttpUriRequestBase request = request("GET", path);
    request.setHeader("Accept", "text/event-stream");
    lastEventId.ifPresent(id -> request.setHeader("Last-Event-ID", id));
    try {
      ClassicHttpResponse response = client.executeOpen(null, request, null);
      if (response.getCode() >= 300) {
        byte[] bytes = bytes(response.getEntity());
        response.close();
        throw ApiException.of(Wire.problem(bytes, response.getCode()));
      }
      return new Stream(request, response.getEntity().getContent());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Copies an answer of any length: one that breaks off is an error.
  ///
  /// @return those of these headers that it has
  Map<String, String> download(String path, Set<String> headers, OutputStream out) throws IOException {
    return download(request("GET", path), headers, _ -> {}, out);
  }

  /// As [#download(String, Set, OutputStream)].
  ///
  /// @param began gets the headers before anything is copied
  Map<String, String> download(String path, Set<String> headers, Consumer<Map<String, String>> began, OutputStream out)
      throws IOException {
    return download(request("GET", path), headers, began, out);
  }

  /// As [#download(String, Set, OutputStream)], for what is asked for with a body.
  ///
  /// @param patience between two bytes
  Map<String, String> download(String path, Object body, Duration patience, Set<String> headers, OutputStream out)
      throws IOException {
    return download(patient(withBody(request("POST", path), body), patience), headers, _ -> {}, out);
  }

  private Map<String, String> download(HttpUriRequestBase request, Set<String> headers,
      Consumer<Map<String, String>> began, OutputStream out) throws IOException {
    try {
      return client.execute(request, response -> {
        if (response.getCode() >= 300) {
          throw ApiException.of(Wire.problem(bytes(response.getEntity()), response.getCode()));
        }
        Map<String, String> found = new HashMap<>();
        for (String name : headers) {
          Header header = response.getFirstHeader(name);
          if (header != null) {
            found.put(name, header.getValue());
          }
        }
        began.accept(found);
        response.getEntity().writeTo(out);
        return found;
      });
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static HttpUriRequestBase withBody(HttpUriRequestBase request, Object body) {
    request.setEntity(new StringEntity(Wire.write(body), ContentType.APPLICATION_JSON));
    return request;
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }

  ApiException failed(IOException e) {
    return switch (e) {
      case ConnectException _,UnknownHostException _,NoRouteToHostException _,NoSuchFileException _ ->
        ApiException.notRunning(endpoint, e);
      case SSLException distrusted -> ApiException.broken("no TLS with " + endpoint.shown() + ": "
          + reason(distrusted) + "; if it is yours, give its certificate's authority or fingerprint", distrusted);
      case SocketException refused when endpoint instanceof Endpoint.Socket ->
        ApiException.notRunning(endpoint, refused);
      default -> ApiException.broken("the connection to " + endpoint.shown() + " broke off; try again", e);
    };
  }

  private static String reason(SSLException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("it was refused");
  }

  private HttpUriRequestBase request(String method, String path) {
    HttpUriRequestBase request = bare(method, path);
    token.ifPresent(value -> request.setHeader("Authorization", "Bearer " + value));
    return request;
  }

  private HttpUriRequestBase bare(String method, String path) {
    return new HttpUriRequestBase(method, URI.create(endpoint.base() + path));
  }

  private static PoolingHttpClientConnectionManager connections(Endpoint endpoint, ClientTimeouts timeouts,
      Trust trust) {
    TlsSocketStrategy tls = switch (endpoint) {
      case Endpoint.Tcp tcp when tcp.isEncrypted() -> Tls.of(trust);
      case Endpoint.Tcp _,Endpoint.Socket _ -> Tls.NONE;
    };
    return PoolingHttpClientConnectionManagerBuilder.create().setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS).setTlsSocketStrategy(tls)
        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(timeouts.connect()))
            .setSocketTimeout(Timeout.of(timeouts.answer())).build())
        .build();
  }

  private static RequestConfig requests(Endpoint endpoint, ClientTimeouts timeouts) {
    RequestConfig.Builder config = RequestConfig.custom().setResponseTimeout(Timeout.of(timeouts.answer()))
        .setConnectionRequestTimeout(Timeout.of(timeouts.connect()));
    return switch (endpoint) {
      case Endpoint.Socket socket -> config.setUnixDomainSocket(socket.path()).build();
      case Endpoint.Tcp _ -> config.build();
    };
  }

  private static byte[] bytes(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    try (InputStream in = entity.getContent()) {
      byte[] bytes = in.readNBytes(MAX_ANSWER_BYTES + 1);
      if (bytes.length > MAX_ANSWER_BYTES) {
        throw new IOException("the answer is larger than " + MAX_ANSWER_BYTES + " bytes");
      }
      return bytes;
    }
  }

  /// An open answer. Closing gives the connection up; a read that waits on a unix socket does not notice.
  record Stream(HttpUriRequestBase request, InputStream in) implements AutoCloseable {
    @Override
    public void close() {
      // And not the answer itself: closing that would try to read the endless rest.
      request.abort();
    }
  }
}
