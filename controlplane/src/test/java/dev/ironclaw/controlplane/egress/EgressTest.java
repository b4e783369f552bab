package dev.ironclaw.controlplane.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.testing.TestWeb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The broker over real TLS to a server of this machine.
@Timeout(120)
final class EgressTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @TempDir
  private Path folder;

  private TestWeb web;
  private EgressRig rig;

  @BeforeEach
  void open() throws Exception {
    web = new TestWeb("api.example.org", "other.example.org", "docs.example.org");
    rig = new EgressRig(folder, web.network(), EgressLimits.DEFAULT);
    web.page("api.example.org/v1", "application/json", "{\"ok\":true}");
  }

  @AfterEach
  void close() {
    rig.close();
    web.close();
  }

  private void reopen(Network network, EgressLimits limits) {
    rig.close();
    rig = new EgressRig(folder.resolve("again"), network, limits);
  }

  private static EgressLimits quick(Duration total, int responseBytes) {
    return new EgressLimits(total, Duration.ofSeconds(10), 1024, responseBytes, 5, 1_000, 6);
  }

  @Test
  void reachesNothingThatNobodyApprovedAndSaysHowToAsk() {
    IronclawException refusal = rig.refusal(rig.request("GET", "https://api.example.org/v1?key=s3cret"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.DENIED);
    assertThat(refusal.getMessage()).contains("request_api_access", "\"GET api.example.org\"");
    assertThat(web.seen).isEmpty();
    assertThat(web.lookedUp).as("a name is a message too").isEmpty();
    assertThat(rig.log()).singleElement().asString()
        .startsWith("refused http_fetch GET https://api.example.org/v1?sha256:")
        .doesNotContain("s3cret");
  }

  @Test
  void fetchesFromAnApprovedHostWithNothingOfTheAgentsThatMayNotLeave() {
    rig.allow("GET", "api.example.org", "");
    EgressAnswer answer = rig.fetch(EgressRig.with(rig.request("GET", "https://API.example.org/v1?q=a%20b"),
        Map.of("Accept", "application/json", "If-None-Match", "\"1\""), Optional.empty(), Optional.empty()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(EgressRig.text(answer)).isEqualTo("{\"ok\":true}");
    assertThat(answer.headers()).containsEntry("content-type", "application/json").doesNotContainKeys("set-cookie",
        "date");
    TestWeb.Seen seen = web.seen.remove();
    assertThat(seen.host()).isEqualTo("api.example.org");
    assertThat(seen.target()).isEqualTo("/v1?q=a%20b");
    assertThat(seen.headers().keySet()).containsExactlyInAnyOrder("Host", "Accept", "If-none-match", "User-agent",
        "Connection");
    assertThat(rig.log()).hasSize(2).first().asString()
        .startsWith("call http_fetch GET https://api.example.org/v1?sha256:");
    assertThat(rig.log().getLast()).startsWith("end http_fetch api.example.org: 200, 11 bytes in ");
  }

  @Test
  void holdsToTheMethodThePathAndThePort() {
    rig.allow("GET", "api.example.org", "/v1");
    web.page("api.example.org/v1/a", "text/plain", "a");
    assertThat(rig.get("https://api.example.org/v1/a").status()).isEqualTo(200);
    assertThat(rig.fetch(rig.request("HEAD", "https://api.example.org/v1")).status()).isEqualTo(200);
    for (String other : List.of("https://api.example.org/", "https://api.example.org/v10", "https://api.example.org/V1",
        "https://api.example.org:8443/v1", "https://example.org/v1", "https://x.api.example.org/v1")) {
      assertThat(rig.refused("GET", other)).as(other).isEqualTo(ErrorCode.DENIED);
    }
    assertThat(rig.refused("POST", "https://api.example.org/v1")).isEqualTo(ErrorCode.DENIED);
  }

  @Test
  void refusesHeadersThatSmuggleOrIdentify() {
    rig.allow("", "api.example.org", "");
    for (Map<String, String> headers : List.of(Map.of("Authorization", "Bearer x"), Map.of("Cookie", "a=b"),
        Map.of("Host", "other.example.org"), Map.of("X-Forwarded-For", "1.1.1.1"),
        Map.of("Transfer-Encoding", "chunked"),
        Map.of("Content-Length", "5"), Map.of("accept", "a\r\nX-Evil: 1"), Map.of("accept", "a\nb"),
        Map.of("accept", "ü"), Map.of("accept\r\nX-Evil", "1"), Map.of("accept", "a".repeat(1_025)),
        Map.of("Accept", "a", "accept", "b"), Map.of("Proxy-Authorization", "x"), Map.of("Connection", "upgrade"))) {
      assertThat(rig.refusal(EgressRig.with(rig.request("GET", "https://api.example.org/v1"), headers, Optional.empty(),
          Optional.empty())).code()).as("%s", headers.keySet()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }
    assertThat(web.seen).isEmpty();
  }

  @Test
  void connectsToNoAddressThatIsNotPublicWhateverTheNameIs() throws Exception {
    InetAddress[] inside = {HERE};
    reopen(web.network(_ -> List.of(HERE, inside[0])), EgressLimits.DEFAULT);
    rig.allow("", "api.example.org", "");
    for (String address : List.of("10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.168.0.1", "172.16.9.9",
        "::ffff:10.0.0.1", "::1", "fe80::1", "fd00::1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::",
        "2001:0:a00:1::", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.0.1", "203.0.113.1")) {
      inside[0] = InetAddress.getByName(address);
      IronclawException refusal = rig.refusal(rig.request("GET", "https://api.example.org/v1"));
      assertThat(refusal.code()).as(address).isEqualTo(ErrorCode.DENIED);
      assertThat(refusal.getMessage()).startsWith("api.example.org leads to ");
    }
    assertThat(web.seen).isEmpty();
  }

  @Test
  void asksForTheAddressOnceSoThatASecondAnswerLeadsNowhere() throws Exception {
    InetAddress inside = InetAddress.getByName("10.0.0.1");
    int[] asked = {0};
    reopen(web.network(_ -> List.of(asked[0]++ == 0 ? HERE : inside)), EgressLimits.DEFAULT);
    rig.allow("", "api.example.org", "");
    assertThat(rig.get("https://api.example.org/v1").status()).isEqualTo(200);
    assertThat(asked[0]).isEqualTo(1);
    assertThat(rig.refused("GET", "https://api.example.org/v1")).isEqualTo(ErrorCode.DENIED);
  }

  @Test
  void followsARedirectOnlyToWhatIsApprovedAndVetsItAgain() throws Exception {
    web.redirect("api.example.org/there", 302, "https://other.example.org/page").redirect("api.example.org/near", 301,
        "/v1").redirect("api.example.org/plain", 302, "http://api.example.org/v1")
        .redirect("api.example.org/round", 302, "/round").redirect("api.example.org/post", 307, "/v1")
        .page("other.example.org/page", "text/plain", "other");
    rig.allow("", "api.example.org", "");
    assertThat(EgressRig.text(rig.get("https://api.example.org/near"))).isEqualTo("{\"ok\":true}");
    EgressAnswer shown = rig.get("https://api.example.org/there");
    assertThat(shown.status()).isEqualTo(302);
    assertThat(shown.header("location")).isEqualTo("https://other.example.org/page");
    assertThat(shown.notFollowed()).hasValueSatisfying(why -> assertThat(why).contains("not approved"));
    assertThat(rig.get("https://api.example.org/plain").notFollowed()).contains("it leads to no https address");
    assertThat(rig.get("https://api.example.org/round").notFollowed()).contains("more than 5 redirects");
    assertThat(web.lookedUp).doesNotContain("other.example.org");

    EgressRequest post = EgressRig.with(rig.request("POST", "https://api.example.org/post"), Map.of(),
        Optional.of("body"),
        Optional.empty());
    web.seen.clear();
    assertThat(rig.fetch(post).status()).isEqualTo(200);
    assertThat(web.seen).extracting(TestWeb.Seen::body).containsExactly("body", "body");

    rig.allow("GET", "other.example.org", "");
    assertThat(EgressRig.text(rig.get("https://api.example.org/there"))).isEqualTo("other");
    InetAddress inside = InetAddress.getByName("169.254.169.254");
    reopen(web.network(host -> List.of(host.equals("api.example.org") ? HERE : inside)), EgressLimits.DEFAULT);
    rig.allow("", "api.example.org", "");
    rig.allow("", "other.example.org", "");
    assertThat(rig.refused("GET", "https://api.example.org/there")).isEqualTo(ErrorCode.DENIED);
  }

  @Test
  void putsASecretIntoRequestsToItsHostAloneAndNowhereElse() {
    web.redirect("api.example.org/there", 302, "https://other.example.org/page").page("other.example.org/page",
        "text/plain", "other");
    rig.allow("", "api.example.org", "");
    rig.allow("", "other.example.org", "");
    rig.secrets.put("key@api.example.org", new Credentials.Header("authorization", "Bearer s3cret-value"));
    EgressRequest asked = EgressRig.with(rig.request("GET", "https://api.example.org/there"), Map.of(),
        Optional.empty(),
        Optional.of("key"));
    IronclawException refusal = rig.refusal(asked);
    assertThat(refusal.code()).isEqualTo(ErrorCode.DENIED);
    assertThat(refusal.getMessage()).contains("request_capability_change", "\"credential\":\"key\"")
        .doesNotContain("s3cret");
    rig.uses.add("key@api.example.org");
    assertThat(EgressRig.text(rig.fetch(asked))).isEqualTo("other");
    assertThat(web.seen.remove().headers()).containsEntry("Authorization", List.of("Bearer s3cret-value"));
    assertThat(web.seen.remove().headers()).doesNotContainKey("Authorization");
    assertThat(rig.refusal(EgressRig.with(rig.request("GET", "https://other.example.org/page"), Map.of(),
        Optional.empty(), Optional.of("key"))).code()).isEqualTo(ErrorCode.DENIED);
    assertThat(rig.log().toString()).contains("with the credential key").doesNotContain("s3cret");
  }

  @Test
  void believesNoCertificateOfAnotherNameOrAuthority() {
    rig.allow("", "wrong.example.org", "");
    IronclawException refusal = rig.refusal(rig.request("GET", "https://wrong.example.org/"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertThat(refusal.getMessage()).contains("the certificate is not valid for this host");
    Network real = Network.internet();
    Network mine = web.network();
    reopen(new Network(mine.resolver(), mine.objection(), mine.sockets(), real.tls()), EgressLimits.DEFAULT);
    rig.allow("", "api.example.org", "");
    assertThat(rig.refused("GET", "https://api.example.org/v1")).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertThat(web.seen).isEmpty();
  }

  @Test
  void readsNoMoreThanTheLimitOfWhateverComes() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
      zip.write(new byte[20 << 20]);
    }
    web.at("api.example.org/bomb", exchange -> {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(200, bomb.size());
      exchange.getResponseBody().write(bomb.toByteArray());
    }).at("api.example.org/endless", exchange -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] block = new byte[64 * 1024];
      try {
        while (true) {
          exchange.getResponseBody().write(block);
        }
      } catch (IOException hungUp) {
        // silent-ok: that is what the test is about
      }
    });
    reopen(web.network(), quick(Duration.ofSeconds(30), 100_000));
    rig.allow("", "api.example.org", "");
    for (String path : List.of("bomb", "endless")) {
      EgressAnswer answer = rig.get("https://api.example.org/" + path);
      assertThat(answer.cut()).as(path).isTrue();
      assertThat(answer.body()).as(path).hasSize(100_000);
    }
    assertThat(rig.refusal(EgressRig.with(rig.request("POST", "https://api.example.org/v1"), Map.of(),
        Optional.of("x".repeat(1_025)), Optional.empty())).code()).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void waitsNoLongerThanTheLimitForABodyThatTrickles() {
    CountDownLatch over = new CountDownLatch(1);
    web.at("api.example.org/slow", exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('a');
      exchange.getResponseBody().flush();
      await(over);
    });
    reopen(web.network(), quick(Duration.ofMillis(700), 1_000));
    rig.allow("", "api.example.org", "");
    assertThat(rig.refusal(rig.request("GET", "https://api.example.org/slow")).getMessage())
        .contains("took longer than");
    over.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void breaksOffInAPanicAndSendsNothingUntilItsEnd() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    web.at("api.example.org/slow", _ -> await(over));
    rig.allow("", "api.example.org", "");
    CompletableFuture<EgressAnswer> running = rig.egress.fetch(rig.request("GET", "https://api.example.org/slow"));
    web.seen.take();
    rig.brake.engage(new Panic(Instant.EPOCH, "alice", Optional.empty()));
    rig.egress.cut();
    assertThat(running).failsWithin(Duration.ofSeconds(60));
    assertThat(rig.refused("GET", "https://api.example.org/v1")).isEqualTo(ErrorCode.NOT_READY);
    assertThat(web.seen).isEmpty();
    over.countDown();
  }

  @Test
  void endsTheConnectionWhenNobodyWaitsAnyMore() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    web.at("api.example.org/slow", _ -> await(over));
    rig.allow("", "api.example.org", "");
    CompletableFuture<EgressAnswer> running = rig.egress.fetch(rig.request("GET", "https://api.example.org/slow"));
    web.seen.take();
    assertThat(running.cancel(true)).isTrue();
    rig.egress.close();
    assertThat(rig.log().getLast()).startsWith("end http_fetch api.example.org: failed, the connection");
    over.countDown();
  }

  @Test
  void sendsWhatMayHaveAnEffectOnceThoughTheBoxAsksAgain() {
    rig.allow("", "api.example.org", "");
    EgressRequest order = EgressRig.with(rig.request("POST", "https://api.example.org/v1"),
        Map.of("content-type", "text/plain"), Optional.of("order"), Optional.empty());
    assertThat(rig.fetch(order).status()).isEqualTo(200);
    IronclawException again = rig.refusal(order);
    assertThat(again.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(again.getMessage()).contains("has left before");
    assertThat(web.seen).singleElement().extracting(TestWeb.Seen::body).isEqualTo("order");
  }

  @Test
  void letsNoSecretLeaveAndNoAgentAskWithoutEnd() {
    rig.allow("", "api.example.org", "");
    String key = "AKIA" + "IOSFODNN7" + "EXAMPLQ";
    for (EgressRequest request : List.of(rig.request("GET", "https://api.example.org/v1?k=" + key),
        EgressRig.with(rig.request("POST", "https://api.example.org/v1"), Map.of(), Optional.of("k=" + key),
            Optional.empty()),
        EgressRig.with(rig.request("GET", "https://api.example.org/v1"), Map.of("accept", key), Optional.empty(),
            Optional.empty()))) {
      assertThat(rig.refusal(request).getMessage()).contains("looks like a secret").doesNotContain(key);
    }
    assertThat(web.seen).isEmpty();
    reopen(web.network(), new EgressLimits(Duration.ofSeconds(30), Duration.ofSeconds(10), 1024, 1024, 5, 3, 6));
    rig.allow("", "api.example.org", "");
    int refused = 0;
    for (int i = 0; i < 6; i++) {
      CompletableFuture<EgressAnswer> future = rig.egress.fetch(rig.request("GET", "https://api.example.org/v1"));
      refused += future.handle((_, failure) -> String.valueOf(failure).contains("a minute") ? 1 : 0).join();
    }
    assertThat(refused).isBetween(2, 3);
  }

  @Test
  void letsNothingLeaveThatWouldHaveToBeTakenOut() {
    rig.allow("", "api.example.org", "");
    String token = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0"
        + ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
    for (String body : List.of(token, "Authorization: Bearer abcdefghij0123456789", "bearer abcdefghij0123456789xyz",
        "client_secret=" + "q7Rt9ZbX2mKp4LwN8vYc3HsD")) {
      assertThat(rig.refusal(EgressRig.with(rig.request("POST", "https://api.example.org/v1"), Map.of(),
          Optional.of(body), Optional.empty())).getMessage()).as(body).contains("looks like a secret")
          .doesNotContain(body);
    }
    assertThat(web.seen).isEmpty();
    assertThat(rig.leaks).isNotEmpty().allMatch(told -> told.startsWith("request of " + EgressRig.SESSION + " "))
        .allMatch(told -> told.endsWith(" BLOCK"));
    String digest = "0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdeffedcba9876543210";
    assertThat(rig.fetch(EgressRig.with(rig.request("POST", "https://api.example.org/v1"), Map.of(),
        Optional.of("key " + digest), Optional.empty())).status()).as("only warned of").isEqualTo(200);
    assertThat(rig.leaks.getLast()).endsWith(" WARN");
  }

  @Test
  void writesDownNoAddressWithASecretInIt() {
    String key = "AKIA" + "IOSFODNN7" + "EXAMPLQ";
    String known = "k3pt-0n-th1s-h0st";
    rig.known.know("test", List.of(known));
    rig.allow("", "api.example.org", "");
    String far = "/v1/" + "a".repeat(190) + "/";
    for (String url : List.of("https://api.example.org/v1/" + key, "https://evil.example.com/" + key,
        "https://" + known + ".example.com/", "https://evil.example.com/" + known + "?q",
        "https://api.example.org" + far + key, "https://evil.example.com" + far + known)) {
      assertThat(rig.refused("GET", url)).as(url).isEqualTo(ErrorCode.DENIED);
    }
    assertThat(rig.log()).hasSize(6).allMatch(line -> line.startsWith("refused http_fetch GET https://"));
    assertThat(rig.refused("GET", "https://evil.example.com/" + "b".repeat(4_000))).isEqualTo(ErrorCode.DENIED);
    assertThat(rig.log()).allMatch(line -> line.length() < 700);
    assertThat(rig.log().toString()).contains("[REDACTED]").doesNotContain("IOSFODNN7", "k3pt", "-h0st");
    assertThat(rig.leaks).as("what is not approved is not looked at").hasSize(2);
    assertThat(rig.leaks.toString()).doesNotContain("example");
  }

  @Test
  void countsRedirectsAsRequestsAndWritesOneEntryForEach() {
    web.redirect("api.example.org/round", 302, "/round");
    reopen(web.network(), new EgressLimits(Duration.ofSeconds(30), Duration.ofSeconds(10), 1024, 1024, 5, 3, 6));
    rig.allow("", "api.example.org", "");
    assertThat(rig.get("https://api.example.org/round").notFollowed()).hasValueSatisfying(
        why -> assertThat(why).contains("at most 3 requests a minute"));
    assertThat(web.seen).hasSizeBetween(3, 4);
    assertThat(rig.log()).filteredOn(line -> line.startsWith("call ")).hasSameSizeAs(web.seen);
  }

  @Test
  void writesHowRequestsEndedOneByOneOnlyToALimit() {
    web.page("api.example.org/" + "a".repeat(3_000), "text/plain", "");
    reopen(web.network(), new EgressLimits(Duration.ofSeconds(30), Duration.ofSeconds(10), 1024, 1024, 5, 1_000, 6));
    rig.allow("", "api.example.org", "");
    for (int i = 0; i < EgressEnds.PER_HOUR + 5; i++) {
      rig.get("https://api.example.org/" + "a".repeat(i == 0 ? 3_000 : 1));
    }
    rig.egress.close();
    assertThat(rig.log()).filteredOn(line -> line.startsWith("end ")).hasSize(EgressEnds.PER_HOUR + 1).last().asString()
        .endsWith("before it 4 ends without an entry");
    assertThat(rig.log()).filteredOn(line -> line.startsWith("call ")).hasSize(EgressEnds.PER_HOUR + 5)
        .allMatch(line -> line.length() < 300).first().asString().contains("aaa… sha256:");
  }

  @Test
  void saysWhoCanHelpWhereACredentialIsApprovedAndNotKept() {
    rig.allow("", "api.example.org", "");
    rig.uses.add("key@api.example.org");
    IronclawException refusal = rig.refusal(EgressRig.with(rig.request("GET", "https://api.example.org/v1"), Map.of(),
        Optional.empty(), Optional.of("key")));
    assertThat(refusal.code()).isEqualTo(ErrorCode.DENIED);
    assertThat(refusal.getMessage())
        .contains("the operator must add it", "ironctl vault add key --host api.example.org")
        .doesNotContain("request_capability_change");
    assertThat(web.seen).isEmpty();
  }

  @Test
  void saysThatANameIsUnknown() {
    reopen(web.network(host -> {
      throw new UnknownHostException(host);
    }), EgressLimits.DEFAULT);
    rig.allow("", "api.example.org", "");
    assertThat(rig.refusal(rig.request("GET", "https://api.example.org/")).getMessage())
        .contains("no address is known for api.example.org");
  }
}
