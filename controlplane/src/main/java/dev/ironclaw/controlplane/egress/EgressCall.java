package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.leak.Scanned;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One request from its checks to its answer, on one thread that may wait. Every hop is decided, vetted and audited as the
/// first one is.
final class EgressCall implements AutoCloseable {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> KEEPING = Set.of(307, 308);

  private final EgressRequest request;
  private final EgressParts parts;
  private final EgressLog log;
  private final HttpsExchange exchange;

  EgressCall(EgressRequest request, EgressParts parts, EgressLog log) {
    this.request = request;
    this.parts = parts;
    this.log = log;
    exchange = new HttpsExchange(parts.network(), parts.limits());
  }

  /// What goes over the wire at one hop.
  private record Hop(String method, EgressUrl url, Optional<byte[]> body) {}

  EgressAnswer run() {
    Map<String, String> headers = EgressHeaders.out(request.headers());
    Optional<byte[]> body = request.body().map(text -> text.getBytes(StandardCharsets.UTF_8));
    if (body.filter(bytes -> bytes.length > parts.limits().requestBytes()).isPresent()) {
      throw new IronclawException(ErrorCode.TOO_LARGE, "the body may have " + parts.limits().requestBytes() + " bytes");
    }
    Hop hop = new Hop(request.method(), request.url(), body);
    // Before the look for secrets: what is refused anyway can't fill the log with findings.
    require(hop);
    checkLeaks(headers);
    boolean secret = request.credential().isPresent();
    for (int redirects = 0;; redirects++) {
      HttpsExchange.Came came = send(hop, redirects == 0, headers, secret);
      if (!REDIRECTS.contains(came.status()) || !came.headers().containsKey("location")) {
        return answer(hop, came, Optional.empty());
      }
      Optional<Hop> next = next(hop, came);
      Optional<String> why = next.isEmpty()
          ? Optional.of("it leads to no https address")
          : objection(next.get(), redirects);
      if (why.isPresent()) {
        return answer(hop, came, why);
      }
      // A secret is for the host that it was asked for: where it is led is another one's choice.
      secret = secret && next.get().url().host().equals(hop.url().host())
          && next.get().url().port() == hop.url().port();
      hop = next.get();
    }
  }

  /// Nothing that is no secret of the agent's own leaves in an address, a header or a body.
  private void checkLeaks(Map<String, String> headers) {
    String all = request.url().text() + "\n" + String.join("\n", headers.values()) + "\n" + request.body().orElse("");
    if (parts.leaks().scanWhole("request of " + request.session(),
        all) instanceof Scanned.Blocked(var _, String preview)) {
      throw new IronclawException(ErrorCode.DENIED, "the request holds what looks like a secret (" + preview
          + ") and was not sent; leave it out, or name a \"credential\" that an operator keeps for you");
    }
  }

  private void require(Hop hop) {
    if (!mayCall(hop)) {
      throw new IronclawException(ErrorCode.DENIED, hop.method() + " " + hop.url().host() + hop.url().path()
          + " is not approved for this agent; ask with request_api_access, for example for \"" + hop.method() + " "
          + hop.url().authority() + "\", and wait for the notice that it was applied");
    }
  }

  private boolean mayCall(Hop hop) {
    return parts.rights().mayCall(request.agentGroup(), request.session(), hop.method(), hop.url());
  }

  private Optional<String> objection(Hop next, int redirects) {
    if (redirects == parts.limits().redirects()) {
      return Optional.of("more than " + parts.limits().redirects() + " redirects");
    }
    if (!mayCall(next)) {
      return Optional.of(next.method() + " " + next.url().host() + next.url().path()
          + " is not approved for this agent");
    }
    return parts.rates().of(request.agentGroup()).rate().tryConsume(1)
        ? Optional.empty()
        : Optional.of("at most " + parts.limits().perMinute() + " requests a minute, redirects among them");
  }

  private static Optional<Hop> next(Hop hop, HttpsExchange.Came came) {
    return hop.url().resolve(came.headers().getOrDefault("location", "")).map(url -> KEEPING.contains(came.status())
        ? new Hop(hop.method(), url, hop.body())
        : new Hop(hop.method().equals("HEAD") ? "HEAD" : "GET", url, Optional.empty()));
  }

  private HttpsExchange.Came send(Hop hop, boolean first, Map<String, String> headers, boolean secret) {
    Map<String, String> out = new LinkedHashMap<>(headers);
    if (hop.body().isEmpty()) {
      out.remove("content-type");
    }
    out.putIfAbsent("accept", "*/*");
    out.put("user-agent", "ironclaw");
    Optional<String> credential = request.credential().filter(_ -> secret);
    credential.ifPresent(name -> {
      Credentials.Header header = credential(name, hop.url());
      out.put(header.name(), header.value());
    });
    List<InetAddress> addresses = parts.network().vetted(hop.url().host());
    log.leaves(request, first, hop.method(), hop.url(), credential);
    long start = System.nanoTime();
    try {
      // Again: a panic may have come while this waited for the disk.
      parts.brake().check("call " + hop.url().host());
      HttpsExchange.Came came = exchange.send(hop.method(), hop.url(), addresses, out, hop.body());
      log.ended(request, hop.url(),
          came.status() + ", " + came.body().length + " bytes" + (came.cut() ? " and more" : ""),
          since(start));
      return came;
    } catch (IOException e) {
      String words = HttpsExchange.words(e);
      log.ended(request, hop.url(), "failed, " + words, since(start));
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, hop.url().host() + ": " + words, e);
    }
  }

  private Credentials.Header credential(String name, EgressUrl url) {
    // One answer for what is not there and what is not granted: names of secrets are nothing to try out.
    IronclawException denied = new IronclawException(ErrorCode.DENIED,
        "the credential " + name + " is not approved for "
            + "this agent at " + url.host()
            + "; ask with request_capability_change, kind permissions, payload {\"grant\":["
            + "{\"vault\":{\"credential\":\"" + name + "\",\"host\":\"" + url.host() + "\"}}]}");
    if (!parts.rights().mayUse(request.agentGroup(), request.session(), name, url)) {
      throw denied;
    }
    return parts.credentials().header(name, url.host()).orElseThrow(() -> new IronclawException(ErrorCode.DENIED,
        "the credential " + name + " is approved and this host does not keep it for " + url.host()
            + "; no permission helps: the operator must add it, with `ironctl vault add " + name + " --host "
            + url.host() + "`"));
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private static EgressAnswer answer(Hop hop, HttpsExchange.Came came, Optional<String> notFollowed) {
    Map<String, String> shown = new LinkedHashMap<>();
    came.headers().forEach((name, value) -> {
      if (EgressHeaders.isShown(name)) {
        shown.put(name, value);
      }
    });
    return new EgressAnswer(hop.url(), came.status(), shown, came.body(), came.cut(), notFollowed);
  }

  @Override
  public void close() {
    exchange.close();
  }
}
