package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.isolation.ProbeResult;
import dev.ironclaw.controlplane.registry.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ApiServerTest {
  private static final String SUBMIT = "{\"Kind\":\"enabled_tools\",\"AgentGroupID\":\"mock-agent\",\"RequestedBy\":"
      + "\"somebody else\",\"After\":{\"add\":[\"read_file\"]},\"Reason\":\"to help\"}";

  @TempDir
  private Path state = Path.of("");
  private ApiRig rig;

  @BeforeEach
  void start() {
    rig = new ApiRig(state, new ApiLimits(1 << 20, 1_000, 1_000, 5, 50, 4, 3, Duration.ofMillis(50)));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void saysWhetherItIsUpAndReady() {
    assertThat(rig.http.send("GET", "/healthz", "").body()).isEqualTo("{\"status\":\"ok\",\"version\":\"0.1.0\"}");
    assertThat(rig.http.send("GET", "/readyz", "").body()).isEqualTo("{\"status\":\"ready\"}");
    rig.notReady.set(Optional.of("starting"));
    RawHttp.Answer answer = rig.http.send("GET", "/readyz", "");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text("reason")).isEqualTo("starting");
  }

  @Test
  void takesAChangeFromTheAskToItsEffect() {
    RawHttp.Answer submitted = rig.call("POST", "/v1/changes", SUBMIT);
    assertThat(submitted.status()).isEqualTo(202);
    String id = submitted.text("id");
    JsonNode pending = rig.get("/v1/changes/pending").json();
    assertThat(pending).hasSize(1);
    assertThat(pending.get(0).path("requestedBy").asString()).isEqualTo("operator:local");
    assertThat(rig.get("/v1/ui/approvals").json()).isEqualTo(pending);
    JsonNode change = rig.get("/v1/changes/" + id).json();
    assertThat(change.path("card").path("hash")).isEqualTo(change.path("cardHash"));
    assertThat(rig.registry.agentGroup(ApiRig.AGENT).orElseThrow().enabledTools()).containsExactly("list_dir");

    RawHttp.Answer decided = rig.call("POST", "/v1/changes/" + id + "/decision",
        "{\"outcome\":\"approve\",\"CardHash\":\"" + change.path("cardHash").asString() + "\",\"decidedBy\":\"god\"}");
    assertThat(decided.status()).isEqualTo(200);
    assertThat(decided.json()).isEqualTo(ApiJson.tree(Map.of("status", "recorded", "state", "applied")));
    assertThat(rig.registry.agentGroup(ApiRig.AGENT).orElseThrow().enabledTools()).containsExactly("list_dir",
        "read_file");
    JsonNode line = rig.get("/v1/changes/history").json().get(0);
    assertThat(line.path("status").asString()).isEqualTo("applied");
    assertThat(line.path("decision").path("decidedBy").asString()).isEqualTo("operator:local");
    assertThat(rig.get("/v1/audit").body()).contains("\"stage\":\"submit\"", "\"stage\":\"decision\"",
        "\"stage\":\"apply\"", "\"changeId\":\"" + id + "\"");
  }

  @Test
  void anApprovalThatWaitsForTheAuditFileIsTakenAndHasNoEffectYet() throws IOException {
    String id = rig.call("POST", "/v1/changes", SUBMIT).text("id");
    String approval = "{\"outcome\":\"approve\",\"cardHash\":\"" + rig.get("/v1/changes/" + id).text("cardHash")
        + "\"}";
    Path file = state.resolve(AuditFormat.segment(1));
    Path aside = state.resolve("aside");
    Files.move(file, aside);

    RawHttp.Answer waits = rig.call("POST", "/v1/changes/" + id + "/decision", approval);
    assertThat(waits.status()).isEqualTo(202);
    assertThat(waits.json()).isEqualTo(ApiJson.tree(Map.of("status", "recorded", "state", "approved", "error",
        "approved; waits until the audit log can be written")));
    assertThat(rig.get("/v1/changes/" + id).text("state")).isEqualTo("approved");
    assertThat(rig.registry.agentGroup(ApiRig.AGENT).orElseThrow().enabledTools()).containsExactly("list_dir");

    Files.move(aside, file);
    RawHttp.Answer again = rig.call("POST", "/v1/changes/" + id + "/decision", approval);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("state")).isEqualTo("applied");
    assertThat(rig.registry.agentGroup(ApiRig.AGENT).orElseThrow().enabledTools()).containsExactly("list_dir",
        "read_file");
  }

  @Test
  void goesBackThroughTheWholeHistoryAndTheWholeLog() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.addFirst(rig.call("POST", "/v1/changes", SUBMIT).text("id"));
      rig.call("POST", "/v1/changes/" + ids.getFirst() + "/decision", "{\"outcome\":\"reject\"}");
    }
    String pending = rig.call("POST", "/v1/changes", SUBMIT).text("id");
    List<String> seen = new ArrayList<>();
    for (JsonNode page = rig.get("/v1/changes/history?limit=1").json(); !page.isEmpty() && seen.size() <= 3; page = rig
        .get("/v1/changes/history?limit=1&before=" + seen.getLast()).json()) {
      seen.add(page.get(0).path("request").path("id").asString());
    }
    assertThat(seen).isEqualTo(ids);
    assertThat(rig.get("/v1/changes/history?before=" + pending).status()).isEqualTo(400);
    assertThat(rig.get("/v1/changes/history?before=chg_1").status()).isEqualTo(404);

    JsonNode whole = rig.get("/v1/audit").json();
    List<Long> seqs = new ArrayList<>();
    for (JsonNode page = rig.get("/v1/audit?limit=4").json(); !page.isEmpty()
        && seqs.size() <= whole.size(); page = rig
            .get("/v1/audit?limit=4&before=" + seqs.getFirst()).json()) {
      List<Long> older = new ArrayList<>();
      page.forEach(entry -> older.add(entry.path("seq").asLong()));
      seqs.addAll(0, older);
    }
    assertThat(seqs).hasSize(whole.size()).hasSizeGreaterThan(8).isSorted().doesNotHaveDuplicates();
    assertThat(rig.get("/v1/audit?before=-1").status()).isEqualTo(400);
  }

  @Test
  void refusesDecisionsThatNobodyCanHaveMeant() {
    String id = rig.call("POST", "/v1/changes", SUBMIT).text("id");
    String decision = "/v1/changes/" + id + "/decision";
    assertThat(rig.call("POST", decision, "{\"outcome\":\"approve\"}").status()).isEqualTo(400);
    assertThat(rig.call("POST", decision, "{\"outcome\":\"yes\",\"cardHash\":\"x\"}").status()).isEqualTo(400);
    RawHttp.Answer stale = rig.call("POST", decision, "{\"outcome\":\"approve\",\"cardHash\":\"" + "0".repeat(64)
        + "\"}");
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.text("code")).isEqualTo("CHANGE_CARD_STALE");
    assertThat(stale.headers().get("content-type")).startsWith("application/problem+json");
    String unknown = "/v1/changes/chg_" + "0".repeat(32) + "/decision";
    assertThat(rig.call("POST", unknown, "{\"outcome\":\"reject\"}").status()).isEqualTo(404);
    assertThat(rig.get("/v1/changes/nothing").status()).isEqualTo(404);
    assertThat(rig.get("/v1/changes/pending").json()).hasSize(1);
    assertThat(rig.call("POST", decision, "{\"outcome\":\"reject\",\"reason\":\"no\"}").text("state"))
        .isEqualTo("rejected");
  }

  @Test
  void namesWhatIsWrongWithABody() {
    assertProblem(400, "unknown field 'Colour'", "{\"kind\":\"persona\",\"agentGroupId\":\"a\",\"after\":{},"
        + "\"Colour\":1}");
    assertProblem(400, "'kind' is missing", "{\"agentGroupId\":\"a\",\"after\":{}}");
    assertProblem(400, "not valid JSON", "{\"kind\":");
    assertProblem(400, "not valid JSON", "{\"kind\":\"a\",\"kind\":\"b\",\"agentGroupId\":\"a\",\"after\":{}}");
    assertProblem(400, "wrong type", "{\"kind\":7,\"agentGroupId\":\"a\",\"after\":{}}");
    assertProblem(400, "a JSON body", "");
    assertProblem(400, "kind", "{\"kind\":\"root\",\"agentGroupId\":\"mock-agent\",\"after\":{}}");
    assertProblem(404, "", "{\"kind\":\"persona\",\"agentGroupId\":\"nobody\",\"after\":{\"soul\":\"x\"}}");
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    String large = "{\"kind\":\"" + "x".repeat(1 << 20) + "\"}";
    assertProblem(413, "larger than", large);
    RawHttp.Answer chunked = rig.http.send("POST", "/v1/changes", Integer.toHexString(large.length()) + "\r\n" + large
        + "\r\n0\r\n\r\n", ApiRig.AUTH, "Transfer-Encoding: chunked");
    assertThat(chunked.status()).isEqualTo(413);
  }

  @Test
  void readsTheRegistryAndWritesItNowhere() {
    assertThat(rig.get("/v1/registry/agent-groups").json()).hasSize(1);
    assertThat(rig.get("/v1/registry/agent-groups/mock-agent").text("name")).isEqualTo("Mock agent");
    assertThat(rig.get("/v1/registry/agent-groups/nobody").status()).isEqualTo(404);
    assertThat(rig.get("/v1/registry/access?userID=cli:dev&agentGroupID=mock-agent").json().path("allowed").asBoolean())
        .isFalse();
    for (String path : List.of("PATCH agent-groups/mock-agent", "PUT wirings/wr_1", "POST agent-groups",
        "DELETE roles")) {
      String[] call = path.split(" ");
      RawHttp.Answer answer = rig.call(call[0], "/v1/registry/" + call[1], "{\"name\":\"mine\"}");
      assertThat(answer.status()).as(path).isEqualTo(405);
      assertThat(answer.text("detail")).contains("gateway");
    }
    assertThat(rig.get("/v1/ui/agents").json().get(0).path("enabledTools").get(0).asString()).isEqualTo("list_dir");
  }

  @Test
  void writesToAnAgentOnceHoweverOftenItIsSent() {
    String body = "{\"agentGroupID\":\"mock-agent\",\"text\":\"hello\",\"id\":\"m1\"}";
    RawHttp.Answer first = rig.call("POST", "/v1/ui/chat/send", body);
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.json().path("engaged").asBoolean()).isTrue();
    assertThat(rig.call("POST", "/v1/ui/chat/send", body).text("messageId")).isEqualTo(first.text("messageId"));
    JsonNode everything = rig.get("/v1/ui/chat/mock-agent/messages?include=all").json().path("messages");
    assertThat(everything).hasSize(1);
    assertThat(everything.get(0).path("id").asString()).isEqualTo(first.text("messageId"));
    assertThat(everything.get(0).path("role").asString()).isEqualTo("user");
    assertThat(everything.get(0).path("content").asString()).isEqualTo("hello");
    assertThat(rig.get("/v1/ui/chat/mock-agent/messages").json().path("messages")).isEmpty();
    assertThat(rig.get("/v1/ui/chat/mock-agent/messages?include=all&after=" + first.text("messageId")).json()
        .path("messages")).isEmpty();
    assertThat(rig.get("/v1/ui/chat/nobody/messages").status()).isEqualTo(404);
    assertThat(rig.call("POST", "/v1/ui/chat/send", "{\"agentGroupId\":\"nobody\",\"text\":\"x\"}").status())
        .isEqualTo(404);
    assertThat(rig.call("POST", "/v1/ui/chat/send", "{\"agentGroupId\":\"mock-agent\",\"text\":\" \"}").status())
        .isEqualTo(400);
  }

  @Test
  void stopsWhatIsBeingAnsweredAndRecordsWhoDidItAndOnlyThen() {
    String session = rig.call("POST", "/v1/ui/chat/send", "{\"agentGroupId\":\"mock-agent\",\"text\":\"hello\"}")
        .text("conversationId");
    String stop = "/v1/ui/sessions/" + session + "/stop";
    assertThat(rig.call("POST", stop, "").json())
        .isEqualTo(ApiJson.tree(Map.of("status", "idle", "id", session, "messages", 0)));
    assertThat(rig.get("/v1/audit").body()).doesNotContain("an operator stops");
    rig.sessions.answering.put(new SessionId(session), 2);
    assertThat(rig.call("POST", stop, "").json())
        .isEqualTo(ApiJson.tree(Map.of("status", "stopped", "id", session, "messages", 2)));
    assertThat(rig.get("/v1/audit").body()).contains("an operator stops what is being answered: 2 messages",
        "operator:local");
    assertThat(rig.call("POST", "/v1/ui/sessions/ses_0000000000000000/stop", "").status()).isEqualTo(404);
    assertThat(rig.sessions.terminated).isEmpty();
  }

  @Test
  void endsASessionsBoxAndRecordsWhoDidIt() {
    String session = rig.call("POST", "/v1/ui/chat/send", "{\"agentGroupId\":\"mock-agent\",\"text\":\"hello\"}")
        .text("conversationId");
    assertThat(rig.get("/v1/ui/sessions").json().get(0).path("containerStatus").asString()).isEqualTo("stopped");
    assertThat(rig.call("POST", "/v1/ui/sessions/" + session + "/terminate", "").json())
        .isEqualTo(ApiJson.tree(Map.of("status", "terminated", "id", session)));
    assertThat(rig.sessions.terminated).containsExactly(new SessionId(session));
    assertThat(rig.get("/v1/audit").body()).contains("\"terminate\"", "operator:local");
    assertThat(rig.call("POST", "/v1/ui/sessions/ses_0000000000000000/terminate", "").status()).isEqualTo(404);
  }

  @Test
  void saysWhetherTheWallsHeld() {
    assertThat(rig.get("/v1/status").json().has("selftest")).isFalse();
    assertThat(rig.call("POST", "/v1/sandbox/selftest", "").json().path("held").asBoolean()).isTrue();
    JsonNode last = rig.get("/v1/status").json().path("selftest");
    assertThat(last.path("result").path("probes").get(0).path("name").asString()).isEqualTo("shell");
    assertThat(java.time.Instant.parse(last.path("endedAt").asString())).isNotNull();
    rig.sessions.probes = List.of(new ProbeResult("dns", false, "answered"));
    assertThat(rig.call("POST", "/v1/sandbox/selftest", "").json().path("held").asBoolean(true)).isFalse();
    rig.sessions.accepted = List.of("dns");
    JsonNode accepted = rig.call("POST", "/v1/sandbox/selftest", "").json();
    assertThat(accepted.path("held").asBoolean(true)).as("what is accepted is still a hole").isFalse();
    assertThat(accepted.path("accepted").get(0).asString()).isEqualTo("dns");
    rig.sessions.probes = List.of();
    assertThat(rig.call("POST", "/v1/sandbox/selftest", "").json().path("held").asBoolean(true)).isFalse();
  }

  @Test
  void stopsEverythingWithOrWithoutAReasonAndLetsItGoOn() {
    assertThat(rig.call("POST", "/v1/panic", "").body()).contains("\"frozen\":3", "\"remembered\":true");
    assertThat(rig.get("/v1/status").body()).contains("\"panic\":{\"since\"");
    assertThat(rig.call("POST", "/v1/resume", "").body()).contains("\"ended\":{");
    assertThat(rig.call("POST", "/v1/resume", "").body()).isEqualTo("{}");
    assertThat(rig.get("/v1/status").body()).doesNotContain("\"panic\"");
    assertThat(rig.call("POST", "/v1/panic", "{\"reason\":\"odd mails\"}").body()).contains("odd mails");
    assertThat(rig.http.send("POST", "/v1/resume", "").status()).isEqualTo(401);
    assertThat(rig.get("/v1/status").body()).contains("odd mails");
  }

  @Test
  void replacesTheMasterKeyAndSaysWhoDidIt() {
    String before = rig.get("/v1/key").body();
    assertThat(before).contains("\"source\":\"file\"", "KEY BESIDE THE DATA");
    String after = rig.call("POST", "/v1/key/rotate", "").body();
    assertThat(after).isNotEqualTo(before).isEqualTo(rig.get("/v1/key").body());
    assertThat(rig.audit.newest(2)).extracting(entry -> entry.event().stage() + "/" + entry.event().kind())
        .containsExactly("key/rotate", "key/rotate");
  }

  @Test
  void showsTheWhole() {
    rig.call("POST", "/v1/changes", SUBMIT);
    JsonNode status = rig.get("/v1/status").json();
    assertThat(status.path("pendingChanges").asInt()).isEqualTo(1);
    assertThat(status.path("runtime").path("warnings").get(0).asString()).isEqualTo("a warning");
    assertThat(status.path("auditHead").path("hash").asString()).hasSize(64);
    assertThat(status.path("auditHead").path("key").asString()).hasSize(64);
    assertThat(status.path("stateDir").asString()).isEqualTo(state.toAbsolutePath().toString());
  }

  @Test
  void streamsEventsAndGoesOnWhereAReaderStopped() throws IOException {
    String first;
    try (InputStream in = rig.http.stream("/v1/events", ApiRig.AUTH)) {
      BufferedReader lines = lines(in);
      await(lines, ": connected");
      rig.hub.publish("chat.partial", Map.of("text", "a\nb"), false);
      rig.hub.publish("one", Map.of("n", 1), true);
      assertThat(await(lines, "event: chat.partial")).isNotEmpty();
      assertThat(await(lines, "data: ")).isEqualTo("data: {\"text\":\"a\\nb\"}");
      first = await(lines, "id: ").substring("id: ".length());
      await(lines, ": keep-alive");
    }
    rig.hub.publish("two", Map.of("n", 2), true);
    try (InputStream in = rig.http.stream("/v1/events", ApiRig.AUTH, "Last-Event-ID: " + first)) {
      BufferedReader lines = lines(in);
      assertThat(await(lines, "event: ")).isEqualTo("event: two");
    }
    try (InputStream in = rig.http.stream("/v1/events", ApiRig.AUTH, "Last-Event-ID: unknown-1")) {
      assertThat(await(lines(in), "event: ")).isEqualTo("event: resync");
    }
  }

  @Test
  void opensOnlySoManyStreamsAndNobodyTakesThemAll() throws IOException {
    String alice = ApiRig.bearer(rig.mint("alice", Scope.READ));
    try (InputStream one = rig.http.stream("/v1/events", ApiRig.AUTH);
        InputStream two = rig.http.stream("/v1/events", ApiRig.AUTH);
        InputStream three = rig.http.stream("/v1/events", ApiRig.AUTH)) {
      await(lines(one), ": connected");
      await(lines(two), ": connected");
      await(lines(three), ": connected");
      RawHttp.Answer refused = rig.get("/v1/events");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).contains("you have 3 event streams open already");
      try (InputStream hers = rig.http.stream("/v1/events", alice)) {
        await(lines(hers), ": connected");
        assertThat(rig.http.send("GET", "/v1/events", "", alice).body())
            .contains("there are 4 event streams open already");
      }
    }
  }

  private void assertProblem(int status, String detail, String body) {
    RawHttp.Answer answer = rig.call("POST", "/v1/changes", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.text("detail")).contains(detail).doesNotContain("Exception", "tools.jackson", "dev.ironclaw");
  }

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static String await(BufferedReader lines, String start) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
    }
    throw new AssertionError("the stream ended before '" + start + "'");
  }
}
