package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.modelproxy.AwsFrames;
import dev.ironclaw.controlplane.modelproxy.Credential;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.modelproxy.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class UpstreamTest {
  private static final String MESSAGES = BoxApi.MODEL + "/v1/messages";
  private static final GeneralName HERE = new GeneralName(GeneralName.iPAddress, "127.0.0.1");

  private static RawClient.Answer post(Upstream upstream, String path, String body) throws IOException {
    try (BoxHouse house = new BoxHouse(BoxHouse.LIMITS, upstream);
        RawClient box = new RawClient(house.openBound().folder())) {
      return box.post(path, body);
    }
  }

  private static RawClient.Answer ask(Upstream upstream) throws IOException {
    return post(upstream, MESSAGES, "{\"model\":\"mock-1\"}");
  }

  private static Upstream anthropic(FakeProvider provider) {
    return provider.upstream("mock", Dialect.ANTHROPIC, "/v1/messages");
  }

  private static Upstream without(Upstream upstream) {
    return new Upstream(upstream.name(), upstream.title(), upstream.dialect(), upstream.base(), upstream.target(),
        upstream.credential(), Optional.empty());
  }

  @Test
  void trustsAnAuthorityForTheOneUpstreamThatItIsSetFor() throws Exception {
    TestAuthority authority = new TestAuthority("Gateway");
    try (FakeProvider provider = FakeProvider.secure(authority, authority.server(HERE))) {
      provider.answers(200, "from the gateway");
      assertThat(ask(anthropic(provider)).body()).isEqualTo("from the gateway");
      RawClient.Answer untrusted = ask(without(anthropic(provider)));
      assertThat(untrusted.status()).isEqualTo(502);
      assertThat(untrusted.body()).contains("certificate");
      assertThat(provider.heard).as("who is not trusted hears no key").hasSize(1);
    }
  }

  @Test
  void wantsTheCertificateOfTheHostThatItCalls() throws Exception {
    TestAuthority authority = new TestAuthority("Gateway");
    try (FakeProvider provider = FakeProvider.secure(authority,
        authority.server(new GeneralName(GeneralName.dNSName, "another.example")))) {
      assertThat(ask(anthropic(provider)).body()).contains("certificate");
      assertThat(provider.heard).isEmpty();
    }
  }

  @Test
  void speaksToTheUpstreamsOwnPathWithTheHostsModelAndKey() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      Upstream groq = provider.upstream("mock", Dialect.OPENAI, "/openai/v1/chat/completions");
      assertThat(post(groq, BoxApi.MODEL + "/v1/chat/completions", "{\"model\":\"the-best\",\"messages\":[]}").status())
          .isEqualTo(200);
      assertThat(provider.heard.getFirst().head()).startsWith("post /openai/v1/chat/completions\n")
          .contains("authorization: bearer " + FakeProvider.KEY).doesNotContain("anthropic-version");
      assertThat(provider.heard.getFirst().body()).isEqualTo("{\"model\":\"mock-1\",\"messages\":[]}");
    }
  }

  @Test
  void writesTheHostsModelIntoTheAddressAndAsksForAStream() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      Upstream gemini = provider.upstream("mock", Dialect.GEMINI,
          "/v1beta/models/{model}:streamGenerateContent?alt=sse");
      assertThat(post(gemini, BoxApi.MODEL + "/v1beta/models/gemini-ultra:streamGenerateContent?alt=sse",
          "{\"contents\":[]}").status()).isEqualTo(200);
      assertThat(provider.heard.getFirst().head())
          .startsWith("post /v1beta/models/mock-1:streamgeneratecontent?alt=sse\n");
      for (String path : List.of("/v1beta/models/a/b:streamGenerateContent", "/v1beta/models/:streamGenerateContent",
          "/v1beta/models/x:countTokens", "/v1beta/files", "/v1/messages")) {
        assertThat(post(gemini, BoxApi.MODEL + path, "{\"contents\":[]}").status()).as(path).isEqualTo(403);
      }
      assertThat(post(gemini, BoxApi.MODEL + "/v1beta/models/x:streamGenerateContent?alt=json", "{}").status())
          .isEqualTo(400);
      assertThat(provider.heard).hasSize(1);
    }
  }

  @Test
  void refusesWhatWouldLetTheCompanyReachOut() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      RawClient.Answer refused = post(anthropic(provider), MESSAGES,
          "{\"model\":\"mock-1\",\"mcp_servers\":[{\"url\":\"https://evil\"}]}");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body()).contains("mcp_servers");
      assertThat(provider.heard).isEmpty();
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (FakeProvider provider = new FakeProvider(); FakeProvider other = new FakeProvider()) {
      provider.answer = exchange -> {
        exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + other.port() + "/v1/messages");
        FakeProvider.say(exchange, 307, "");
      };
      RawClient.Answer answer = ask(anthropic(provider));
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("redirect");
      assertThat(answer.headers()).doesNotContainKey("location");
      assertThat(other.heard).isEmpty();
    }
  }

  @Test
  void keepsWhatIsSaidOfTheHostsKeyFromTheBox() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      for (int status : List.of(401, 403)) {
        provider.answers(status, "{\"error\":\"Incorrect API key provided: " + FakeProvider.KEY + "\"}");
        RawClient.Answer answer = ask(anthropic(provider));
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("refuses the host's key").doesNotContain(FakeProvider.KEY);
      }
    }
  }

  @Test
  void handsOnThatTheUpstreamIsBusyAndForHowLong() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      for (int status : List.of(429, 503, 529)) {
        provider.answer = exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "7");
          exchange.getResponseHeaders().add("Set-Cookie", "a=b");
          FakeProvider.say(exchange, status, "{\"type\":\"error\"}");
        };
        RawClient.Answer answer = ask(anthropic(provider));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("retry-after", "7").doesNotContainKey("set-cookie");
        assertThat(answer.body()).isEqualTo("{\"type\":\"error\"}");
      }
    }
  }

  @Test
  void outlivesAHeadThatIsTooLargeAndAnAnswerThatNobodyAskedFor() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      provider.answer = exchange -> {
        exchange.getResponseHeaders().add("X-Huge", "h".repeat(1 << 20));
        FakeProvider.say(exchange, 200, "{}");
      };
      assertThat(ask(anthropic(provider)).status()).isEqualTo(502);
      provider.answer = exchange -> {
        exchange.getResponseHeaders().add("Content-Encoding", "br");
        FakeProvider.say(exchange, 200, "?");
      };
      assertThat(ask(anthropic(provider)).body()).contains("compressed");
      provider.answers(200, "fine");
      assertThat(ask(anthropic(provider)).body()).isEqualTo("fine");
    }
  }

  @Test
  void handsOnAnEventBeforeTheUpstreamWritesTheNextOverTls() throws Exception {
    TestAuthority authority = new TestAuthority("Gateway");
    try (FakeProvider provider = FakeProvider.secure(authority, authority.server(HERE))) {
      Semaphore next = new Semaphore(0);
      provider.answer = exchange -> {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        for (int i = 0; i < 4; i++) {
          exchange.getResponseBody().write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          next.acquireUninterruptibly();
        }
      };
      try (BoxHouse house = new BoxHouse(BoxHouse.LIMITS, anthropic(provider));
          RawClient box = new RawClient(house.openBound().folder())) {
        box.sendPost(MESSAGES, "{\"model\":\"mock-1\"}");
        assertThat(box.head().headers().get("content-type")).isEqualTo("text/event-stream");
        for (int i = 0; i < 4; i++) {
          assertThat(new String(box.chunk(), StandardCharsets.UTF_8)).isEqualTo("data: " + i + "\n\n");
          next.release();
        }
        assertThat(box.chunk()).isEmpty();
      }
    }
  }

  @Test
  void tellsNothingOfAKeyThatCantBeSent() throws Exception {
    Upstream broken = new Upstream("mock", "Mock", Dialect.ANTHROPIC, URI.create("http://127.0.0.1:9"), "/v1/messages",
        new Credential.Header("x-api-key", () -> "se\ncret"), Optional.empty());
    RawClient.Answer answer = ask(broken);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("ironctl provider add").doesNotContain("cret\"");
    assertThat(broken.toString()).doesNotContain("cret");
  }

  @Test
  void speaksBedrocksFormForTheBox() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      provider.answer = exchange -> {
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.amazon.eventstream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(AwsFrames.chunk("{\"type\":\"message_start\"}"));
        exchange.getResponseBody().write(AwsFrames.chunk("{\"type\":\"message_stop\"}"));
      };
      Upstream bedrock = new Upstream("mock", "Amazon Bedrock", Dialect.ANTHROPIC,
          URI.create("http://127.0.0.1:" + provider.port()), "/model/{model}/invoke-with-response-stream",
          new Credential.Aws("us-east-1", "bedrock", "AKID", () -> FakeProvider.KEY, Optional.empty()),
          Optional.empty(),
          Wire.BEDROCK);
      RawClient.Answer answer = post(bedrock, MESSAGES,
          "{\"model\":\"mine\",\"max_tokens\":7,\"stream\":true,\"messages\":[]}");
      assertThat(answer.headers()).containsEntry("content-type", "text/event-stream");
      assertThat(answer.body()).isEqualTo("""
          event: message_start
          data: {"type":"message_start"}

          event: message_stop
          data: {"type":"message_stop"}

          """);
      assertThat(provider.heard.getFirst().body())
          .isEqualTo("{\"max_tokens\":7,\"messages\":[],\"anthropic_version\":\"bedrock-2023-05-31\"}");
      assertThat(provider.heard.getFirst().head()).startsWith("post /model/mock-1/invoke-with-response-stream\n")
          .contains("authorization: aws4-hmac-sha256 credential=akid/", "x-amz-date: ")
          .doesNotContain(FakeProvider.KEY);
    }
  }

  @Test
  void breaksOffAStreamOfBedrockThatEndsInAFrame() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      provider.answer = exchange -> {
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.amazon.eventstream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(AwsFrames.chunk("{\"type\":\"message_start\"}"), 0, 30);
      };
      assertThat(ask(new Upstream("mock", "Amazon Bedrock", Dialect.ANTHROPIC,
          URI.create("http://127.0.0.1:" + provider.port()), "/model/{model}/invoke", new Credential.None(),
          Optional.empty(), Wire.BEDROCK)).status()).isEqualTo(502);
    }
  }

  @Test
  void endsAnAnswerAfterItsLastByteHoweverSlowlyTheBoxReads() throws Exception {
    String whole = "0123456789abcdef".repeat(8 << 10);
    try (FakeProvider provider = new FakeProvider();
        BoxHouse house = new BoxHouse(BoxHouse.LIMITS, anthropic(provider));
        RawClient box = new RawClient(house.openBound().folder())) {
      provider.answers(200, whole);
      for (int i = 0; i < 50; i++) {
        box.sendPost(MESSAGES, "{\"model\":\"mock-1\"}");
        provider.answered.acquire();
        assertThat(box.answer().body()).isEqualTo(whole);
      }
    }
  }
}
