package dev.ironclaw.controlplane.modelproxy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;

/// What is sent to an upstream, with the host's credential.
///
/// @param body empty for none
record UpstreamRequest(String method, URI address, HttpFields headers, ByteBuffer body) {
  private static final String JSON = "application/json";

  /// A call of a model.
  ///
  /// @param box what the box sends, of which the known headers go on
  static UpstreamRequest post(Upstream upstream, URI address, HttpFields box, ByteBuffer body, Instant now) {
    HttpFields.Mutable headers = HttpFields.build();
    HeaderPolicy.toUpstream(upstream.dialect(), box, headers);
    return with(upstream, "POST", address, headers, body, now);
  }

  /// A question that no box asks.
  static UpstreamRequest get(Upstream upstream, URI address, Instant now) {
    return with(upstream, "GET", address, HttpFields.build(), ByteBuffer.allocate(0), now);
  }

  private static UpstreamRequest with(Upstream upstream, String method, URI address, HttpFields.Mutable headers,
      ByteBuffer body, Instant now) {
    HeaderPolicy.ofDialect(upstream.dialect(), headers);
    headers.put("user-agent", "ironclaw");
    upstream.credential().headers(method, address, body, now).forEach(headers::put);
    if (upstream.credential() instanceof Credential.Account) {
      HeaderPolicy.beta(List.of(Credential.Account.BETA), headers);
    }
    return new UpstreamRequest(method, address, headers.asImmutable(), body);
  }

  /// @param longest that the call may be silent
  Request on(HttpClient client, Duration longest) {
    Request request = client.newRequest(address).method(method).headers(fields -> fields.add(headers));
    if (longest.toMillis() != client.getIdleTimeout()) {
      request.idleTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    }
    return body.hasRemaining() ? request.body(new ByteBufferRequestContent(JSON, body.slice())) : request;
  }
}
