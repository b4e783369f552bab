package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.session.SupervisorSettings;
import dev.ironclaw.controlplane.testing.TestWeb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole way: a real agent, its model's wish, the door, the broker, a host over TLS, and the human between them.
@Timeout(180)
final class OutsideIT {
  private static final String FETCH = "tool:http_fetch {\"url\":\"https://api.example.org/v1?q=1\"}";

  @TempDir
  private Path folder;

  private TestWeb web;
  private ControlPlane controlPlane;
  private String token = "";
  private final HttpClient http = HttpClient.newHttpClient();
  private int messages;

  @BeforeEach
  void start() throws Exception {
    web = new TestWeb("api.example.org", "git.example.org");
    web.page("api.example.org/v1", "text/html",
        "<title>The API</title><p>forty two <script>alert(1)</script><a href=/next>next</a>");
    Path state = folder.resolve("s");
    controlPlane = ControlPlane.start(
        ControlPlaneConfig.of(state, ControlPlaneConfig.defaultImageDir()).withApiAddress("127.0.0.1:0")
            .withRuntime("process").withDev(true).withBoxes(SupervisorSettings.DEFAULT.withPool(0, 0)),
        List.of(), web.network());
    token = Files.readString(state.resolve("api-token")).strip();
  }

  @AfterEach
  void stop() {
    controlPlane.close();
    web.close();
    http.close();
  }

  private String call(String method, String path, String body) throws Exception {
    HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(controlPlane.address() + path))
        .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(method + " " + path + " " + answer.body()).isBetween(200, 299);
    return answer.body();
  }

  private JsonNode json(String method, String path, String body) throws Exception {
    return JsonMapper.shared().readTree(call(method, path, body));
  }

  /// What the agent answers.
  private String say(String text) throws Exception {
    String id = "m" + messages++;
    String sent = json("POST", "/v1/ui/chat/send", JsonMapper.shared().writeValueAsString(
        JsonMapper.shared().createObjectNode().put("agentGroupId", "mock-agent").put("text", text).put("id", id)))
        .path("messageId").asString();
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < deadline) {
      for (JsonNode message : json("GET", "/v1/ui/chat/mock-agent/messages?newest=true&limit=20", "").path("messages")
          .values()) {
        if (message.path("inReplyTo").asString("").equals(sent)) {
          return message.path("content").asString();
        }
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("no answer to " + text);
  }

  /// Approves the only change that waits, as a human would: by the hash of its card.
  private JsonNode approve() throws Exception {
    JsonNode pending = json("GET", "/v1/changes/pending", "");
    assertThat(pending.size()).as("%s", pending).isEqualTo(1);
    JsonNode change = pending.get(0);
    JsonNode recorded = json("POST", "/v1/changes/" + change.path("id").asString() + "/decision",
        "{\"outcome\":\"approve\",\"cardHash\":\"" + change.path("cardHash").asString() + "\"}");
    assertThat(recorded.path("state").asString()).as("%s", recorded).isEqualTo("applied");
    return change;
  }

  private void give(String kind, String after) throws Exception {
    call("POST", "/v1/changes", "{\"kind\":\"" + kind + "\",\"agentGroupId\":\"mock-agent\",\"after\":" + after + "}");
    approve();
  }

  @Test
  void anAgentReachesAHostOnceAHumanHasSeenTheCardAndNoLongerThanTheyLike() throws Exception {
    assertThat(say(FETCH)).contains("http_fetch").contains("not granted to this agent");
    give("enabled_tools", "{\"add\":[\"http_fetch\",\"request_api_access\"]}");
    assertThat(say(FETCH)).contains("is not approved for this agent", "request_api_access");
    assertThat(web.seen).isEmpty();

    assertThat(say("tool:request_api_access {\"hosts\":[\"GET api.example.org/v1\",\"git.example.org\"],"
        + "\"reason\":\"the answer is there\"}")).contains("A human decides", "chg_");
    JsonNode card = approve();
    assertThat(card.toString()).contains("read from api.example.org, below /v1",
        "send anything it knows to git.example.org", "the answer is there");

    assertThat(say(FETCH)).contains("HTTP 200 from https://api.example.org/v1?q=1", "Title: The API", "forty two",
        "next <https://api.example.org/next>").doesNotContain("alert");
    assertThat(say("tool:http_fetch {\"url\":\"https://api.example.org/other\"}")).contains("is not approved");

    JsonNode grants = json("GET", "/v1/grants", "");
    JsonNode grant = grants.values().stream()
        .filter(held -> held.path("key").asString().equals("GET api.example.org/v1"))
        .findFirst().orElseThrow();
    assertThat(grant.path("type").asString()).isEqualTo("egress");
    call("POST", "/v1/grants/" + grant.path("id").asString() + "/revoke", "{}");
    assertThat(say(FETCH)).contains("is not approved");
    assertThat(web.seen).hasSize(1);
    String audit = call("GET", "/v1/audit?limit=200", "");
    assertThat(audit).contains("http_fetch GET https://api.example.org/v1?sha256:", "api.example.org: 200")
        .doesNotContain("?q=1");
  }

  @Test
  void anAgentUsesASecretThatItNeverSees() throws Exception {
    web.at("git.example.org/me", exchange -> TestWeb.answer(exchange, 200, "text/plain",
        "you sent " + exchange.getRequestHeaders().getFirst("Authorization")));
    call("POST", "/v1/vault/credentials", "{\"name\":\"git\",\"hosts\":[\"git.example.org\"],\"form\":\"bearer\","
        + "\"secret\":\"canary-secret-4711\"}");
    give("enabled_tools", "{\"add\":[\"http_fetch\"]}");
    give("wiring", "{\"egress\":[\"GET git.example.org\"]}");
    String ask = "tool:http_fetch {\"url\":\"https://git.example.org/me\",\"credential\":\"git\"}";
    assertThat(say(ask)).contains("credential git is not approved");
    give("permissions", "{\"grant\":[{\"vault\":{\"credential\":\"git\",\"host\":\"git.example.org\"}}]}");
    assertThat(say(ask)).contains("you sent Bearer [REDACTED]").doesNotContain("canary");
    assertThat(web.seen.remove().headers().get("Authorization")).containsExactly("Bearer canary-secret-4711");

    call("POST", "/v1/vault/credentials/git/rotate", "{\"secret\":\"canary-secret-4712\"}");
    assertThat(say(ask)).contains("[REDACTED]").doesNotContain("canary");
    assertThat(web.seen.remove().headers().get("Authorization")).containsExactly("Bearer canary-secret-4712");
    assertThat(call("GET", "/v1/vault/credentials", "")).contains("mock-agent@git.example.org")
        .doesNotContain("canary");

    call("POST", "/v1/vault/credentials/git/remove", "{}");
    assertThat(say(ask)).contains("is not approved");
    assertThat(call("GET", "/v1/grants", "")).doesNotContain("git@git.example.org");
    controlPlane.close();
    noFileHolds("canary");
  }

  private void noFileHolds(String canary) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as("%s", file)
            .doesNotContain(canary);
      }
    }
  }
}
