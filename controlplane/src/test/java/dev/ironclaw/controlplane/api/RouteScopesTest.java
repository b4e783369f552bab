package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.registry.Scope;
import io.javalin.router.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every route for every kind of caller. A route that is not in the table fails, and so does a row without a route.
@Timeout(120)
class RouteScopesTest {
  private static final List<String> CALLERS = List.of("none", "wrong", "revoked", "expired", "read", "chat", "approve",
      "admin", "local");

  /// With an empty body and ids that name nothing: 400 and 404 come from behind the gate.
  private static final String TABLE = """
      route                                               none wrong revoked expired read chat approve admin local
      GET    /healthz                                     200  200   200     200     200  200  200     200   200
      GET    /readyz                                      200  200   200     200     200  200  200     200   200
      POST   /v1/changes                                  401  401   401     401     403  403  403     400   400
      GET    /v1/changes/pending                          401  401   401     401     200  403  200     200   200
      GET    /v1/changes/history                          401  401   401     401     200  403  200     200   200
      GET    /v1/changes/{id}                             401  401   401     401     404  403  404     404   404
      POST   /v1/changes/{id}/decision                    401  401   401     401     403  403  400     400   400
      POST   /v1/sandbox/exec                             401  401   401     401     403  403  403     400   400
      GET    /metrics                                     401  401   401     401     200  403  200     200   200
      GET    /v1/usage                                    401  401   401     401     200  403  200     200   200
      GET    /v1/usage/budgets                            401  401   401     401     200  403  200     200   200
      GET    /v1/usage/questions                          401  401   401     401     200  403  200     200   200
      POST   /v1/usage/questions/{id}/answer              401  401   401     401     403  403  400     400   400
      GET    /v1/ui/activity                              401  401   401     401     200  403  200     200   200
      GET    /v1/ui/approvals                             401  401   401     401     200  403  200     200   200
      GET    /v1/audit                                    401  401   401     401     200  403  200     200   200
      GET    /v1/audit/export                             401  401   401     401     200  403  200     200   200
      GET    /v1/audit/entries/{seq}                      401  401   401     401     404  403  404     404   404
      POST   /v1/audit/rotate                             401  401   401     401     403  403  403     200   200
      GET    /v1/ui/audit                                 401  401   401     401     200  403  200     200   200
      GET    /v1/key                                      401  401   401     401     200  403  200     200   200
      GET    /v1/retired                                  401  401   401     401     200  403  200     200   200
      POST   /v1/retired/{id}/erase                       401  401   401     401     403  403  403     404   404
      POST   /v1/key/rotate                               401  401   401     401     403  403  403     200   200
      POST   /v1/key/rotate-data                          401  401   401     401     403  403  403     200   200
      POST   /v1/key/move                                 401  401   401     401     403  403  403     400   400
      POST   /v1/backup                                   401  401   401     401     403  403  403     400   400
      POST   /v1/panic                                    401  401   401     401     403  403  200     200   200
      POST   /v1/resume                                   401  401   401     401     403  403  403     200   200
      GET    /v1/registry/agent-groups                    401  401   401     401     200  403  200     200   200
      GET    /v1/registry/agent-groups/{id}               401  401   401     401     404  403  404     404   404
      GET    /v1/registry/messaging-groups                401  401   401     401     200  403  200     200   200
      GET    /v1/registry/messaging-groups/{id}           401  401   401     401     400  403  400     400   400
      GET    /v1/registry/messaging-groups/{id}/wirings   401  401   401     401     400  403  400     400   400
      GET    /v1/registry/users/{id}                      401  401   401     401     400  403  400     400   400
      GET    /v1/registry/sessions                        401  401   401     401     200  403  200     200   200
      GET    /v1/registry/sessions/{id}                   401  401   401     401     400  403  400     400   400
      GET    /v1/registry/access                          401  401   401     401     400  403  400     400   400
      GET    /v1/registry/destinations/check              401  401   401     401     400  403  400     400   400
      PUT    /v1/registry/agent-groups/{id}               401  401   401     401     403  403  403     400   400
      DELETE /v1/registry/agent-groups/{id}               401  401   401     401     403  403  403     404   404
      POST   /v1/registry/messaging-groups                401  401   401     401     403  403  403     400   400
      GET    /v1/registry/wirings                         401  401   401     401     200  403  200     200   200
      GET    /v1/registry/wirings/{id}                    401  401   401     401     400  403  400     400   400
      POST   /v1/registry/wirings                         401  401   401     401     403  403  403     400   400
      DELETE /v1/registry/wirings/{id}                    401  401   401     401     403  403  403     400   400
      GET    /v1/registry/users                           401  401   401     401     200  403  200     200   200
      PUT    /v1/registry/users/{id}                      401  401   401     401     403  403  403     400   400
      DELETE /v1/registry/users/{id}                      401  401   401     401     403  403  403     400   400
      GET    /v1/registry/roles                           401  401   401     401     200  403  200     200   200
      POST   /v1/registry/roles                           401  401   401     401     403  403  403     400   400
      POST   /v1/registry/roles/revoke                    401  401   401     401     403  403  403     400   400
      GET    /v1/registry/members                         401  401   401     401     200  403  200     200   200
      POST   /v1/registry/members                         401  401   401     401     403  403  403     400   400
      POST   /v1/registry/members/remove                  401  401   401     401     403  403  403     400   400
      GET    /v1/registry/destinations                    401  401   401     401     200  403  200     200   200
      POST   /v1/registry/destinations                    401  401   401     401     403  403  403     400   400
      POST   /v1/registry/destinations/remove             401  401   401     401     403  403  403     400   400
      GET    /v1/ui/messaging-groups                      401  401   401     401     200  403  200     200   200
      GET    /v1/ui/channels/{id}                         401  401   401     401     400  403  400     400   400
      GET    /v1/ui/destinations/{id}                     401  401   401     401     404  403  404     404   404
      GET    /v1/ui/tools                                 401  401   401     401     200  403  200     200   200
      GET    /v1/ui/templates                             401  401   401     401     200  403  200     200   200
      GET    /v1/ui/persona-sections                      401  401   401     401     200  403  200     200   200
      GET    /v1/ui/models                                401  401   401     401     200  403  200     200   200
      GET    /v1/ui/onboard                               401  401   401     401     200  403  200     200   200
      GET    /v1/ui/config/{id}                           401  401   401     401     404  403  404     404   404
      POST   /v1/ui/config/change                         401  401   401     401     403  403  403     400   400
      PUT    /v1/registry/<path>                          401  401   401     401     403  403  403     405   405
      POST   /v1/registry/<path>                          401  401   401     401     403  403  403     405   405
      PATCH  /v1/registry/<path>                          401  401   401     401     403  403  403     405   405
      DELETE /v1/registry/<path>                          401  401   401     401     403  403  403     405   405
      GET    /v1/ui/agents                                401  401   401     401     200  403  200     200   200
      GET    /v1/ui/agents/{id}                           401  401   401     401     404  403  404     404   404
      POST   /v1/ui/chat/send                             401  401   401     401     403  400  403     400   400
      GET    /v1/ui/chat/{agentId}/messages               401  401   401     401     404  403  404     404   404
      GET    /v1/ui/sessions                              401  401   401     401     200  403  200     200   200
      GET    /v1/ui/sessions/usage                        401  401   401     401     200  403  200     200   200
      GET    /v1/ui/sessions/{id}/timeline                401  401   401     401     400  403  400     400   400
      POST   /v1/ui/sessions/{id}/stop                    401  401   401     401     403  400  403     400   400
      POST   /v1/ui/sessions/{id}/terminate               401  401   401     401     403  403  400     400   400
      GET    /v1/config                                   401  401   401     401     200  403  200     200   200
      GET    /v1/status                                   401  401   401     401     200  403  200     200   200
      POST   /v1/sandbox/selftest                         401  401   401     401     403  403  403     200   200
      GET    /v1/images                                   401  401   401     401     200  403  200     200   200
      POST   /v1/images/{name}/build                      401  401   401     401     403  403  403     404   404
      POST   /v1/images/{name}/verify                     401  401   401     401     403  403  403     404   404
      GET    /v1/events                                   401  401   401     401     200  403  200     200   200
      GET    /v1/openapi.json                             401  401   401     401     200  403  200     200   200
      GET    /v1/grants                                   401  401   401     401     200  403  200     200   200
      POST   /v1/grants/{id}/revoke                       401  401   401     401     403  403  404     404   404
      GET    /v1/vault/credentials                        401  401   401     401     200  403  200     200   200
      GET    /v1/vault/policy/{agentGroupId}              401  401   401     401     404  403  404     404   404
      POST   /v1/vault/credentials                        401  401   401     401     403  403  403     400   400
      POST   /v1/vault/credentials/{name}/rotate          401  401   401     401     403  403  403     400   400
      POST   /v1/vault/credentials/{name}/remove          401  401   401     401     403  403  403     404   404
      GET    /v1/questions                                401  401   401     401     200  403  200     200   200
      GET    /v1/sessions/{id}/attachments/{attachment}   401  401   401     401     400  403  400     400   400
      POST   /v1/agents/{id}/inbox                        401  401   401     401     403  400  403     400   400
      GET    /v1/agents/{id}/notes                        401  401   401     401     200  403  200     200   200
      GET    /v1/agents/{id}/notes/{note}                 401  401   401     401     404  403  404     404   404
      PUT    /v1/agents/{id}/notes/{note}                 401  401   401     401     403  400  403     400   400
      DELETE /v1/agents/{id}/notes/{note}                 401  401   401     401     403  200  403     200   200
      POST   /v1/questions/{id}/answer                    401  401   401     401     403  400  403     400   400
      POST   /v1/questions/{id}/dismiss                   401  401   401     401     403  404  403     404   404
      GET    /v1/schedules                                401  401   401     401     200  403  200     200   200
      GET    /v1/schedules/{id}                           401  401   401     401     400  403  400     400   400
      GET    /v1/schedules/{id}/runs                      401  401   401     401     400  403  400     400   400
      POST   /v1/schedules/{id}/pause                     401  401   401     401     403  403  400     400   400
      POST   /v1/schedules/{id}/run                       401  401   401     401     403  403  400     400   400
      POST   /v1/changes/preview                          401  401   401     401     403  403  403     400   400
      POST   /v1/changes/{id}/undo                        401  401   401     401     403  403  403     400   400
      POST   /v1/changes/{id}/undo/preview                401  401   401     401     403  403  403     404   404
      GET    /v1/policy                                   401  401   401     401     200  403  200     200   200
      GET    /v1/step-up                                  401  401   401     401     403  403  200     200   200
      POST   /v1/step-up/enroll                           401  401   401     401     403  403  400     400   400
      POST   /v1/step-up/confirm                          401  401   401     401     403  403  400     400   400
      POST   /v1/step-up/remove                           401  401   401     401     403  403  400     400   400
      GET    /v1/providers                                401  401   401     401     403  403  403     200   200
      GET    /v1/providers/local/discover                 401  401   401     401     403  403  403     200   200
      POST   /v1/providers/{name}                         401  401   401     401     403  403  403     400   400
      POST   /v1/providers/{name}/test                    401  401   401     401     403  403  403     404   404
      POST   /v1/providers/{name}/remove                  401  401   401     401     403  403  403     404   404
      GET    /api/jobs                                    401  401   401     401     200  403  200     200   200
      POST   /api/jobs                                    401  401   401     401     403  403  403     400   400
      GET    /api/jobs/summary                            401  401   401     401     200  403  200     200   200
      GET    /api/jobs/options                            401  401   401     401     200  403  200     200   200
      GET    /api/jobs/{id}                               401  401   401     401     400  403  400     400   400
      DELETE /api/jobs/{id}                               401  401   401     401     403  403  403     400   400
      POST   /api/jobs/{id}/cancel                        401  401   401     401     403  403  400     400   400
      POST   /api/jobs/{id}/restart                       401  401   401     401     403  403  403     400   400
      POST   /api/jobs/{id}/prompt                        401  401   401     401     403  403  400     400   400
      GET    /api/jobs/{id}/events                        401  401   401     401     400  403  400     400   400
      GET    /api/jobs/{id}/files/list                    401  401   401     401     400  403  400     400   400
      GET    /api/jobs/{id}/files/read                    401  401   401     401     400  403  400     400   400
      GET    /api/jobs/{id}/review                        401  401   401     401     400  403  400     400   400
      POST   /api/jobs/{id}/review/accept                 401  401   401     401     403  403  400     400   400
      POST   /api/jobs/{id}/review/discard                401  401   401     401     403  403  400     400   400
      GET    /v1/tokens                                   401  401   401     401     403  403  403     200   200
      POST   /v1/tokens                                   401  401   401     401     403  403  403     400   400
      POST   /v1/tokens/{id}/revoke                       401  401   401     401     403  403  403     404   404
      """;

  @TempDir
  private Path state = Path.of("");

  @Test
  void everyRouteAnswersEveryCallerAsTheTableSays() throws IOException {
    try (ApiRig rig = rig()) {
      Map<String, String> headers = callers(rig);
      Map<String, String> seen = new TreeMap<>();
      for (Endpoint endpoint : rig.server.endpoints()) {
        StringBuilder row = new StringBuilder();
        for (String caller : CALLERS) {
          row.append(' ').append(status(rig, endpoint, headers.getOrDefault(caller, "")));
        }
        seen.put(endpoint.method.name() + " " + endpoint.path, row.substring(1));
      }
      assertThat(seen).isEqualTo(table());
    }
  }

  @Test
  void aRefusalNamesTheScopeAndIsRecordedWithWhoAndWhat() {
    try (ApiRig rig = rig()) {
      String reader = ApiRig.bearer(rig.mint("alice", Scope.READ));
      RawHttp.Answer refused = rig.http.send("POST", "/v1/changes/chg_1/decision", "{}", reader);
      rig.http.send("POST", "/v1/changes/chg_2/decision", "{}", reader);
      rig.http.send("POST", "/v1/ui/chat/send", "{}", reader);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text("code")).isEqualTo("DENIED");
      assertThat(refused.text("detail")).contains("'approve'", "POST /v1/changes/{id}/decision", "alice")
          .doesNotContain("chg_1");
      assertThat(rig.audit.newest(100).stream().map(entry -> entry.event())
          .filter(event -> event.kind().equals("scope"))).hasSize(2)
          .allSatisfy(event -> assertThat(event.actor()).isEqualTo("operator:alice"))
          .anySatisfy(event -> assertThat(event.detail()).contains("POST /v1/changes/{id}/decision", "approve"))
          .anySatisfy(event -> assertThat(event.detail()).contains("POST /v1/ui/chat/send", "chat"));
    }
  }

  @Test
  void whatIsDoneWithATokenIsDoneInItsName() {
    try (ApiRig rig = rig()) {
      String admin = ApiRig.bearer(rig.mint("alice", Scope.ADMIN));
      String approver = ApiRig.bearer(rig.mint("bob", Scope.APPROVE));
      RawHttp.Answer asked = rig.http.send("POST", "/v1/changes",
          "{\"kind\":\"enabled_tools\",\"agentGroupId\":\"mock-agent\",\"requestedBy\":\"operator:local\","
              + "\"after\":{\"add\":[\"read_file\"]}}",
          admin);
      String path = "/v1/changes/" + asked.text("id");
      RawHttp.Answer shown = rig.http.send("GET", path, "", approver);
      assertThat(shown.text("requestedBy")).isEqualTo("operator:alice");
      RawHttp.Answer decided = rig.http.send("POST", path + "/decision",
          "{\"outcome\":\"approve\",\"decidedBy\":\"operator:local\",\"cardHash\":\"" + shown.text("cardHash") + "\"}",
          approver);
      assertThat(decided.status()).isEqualTo(200);
      assertThat(rig.get(path).json().path("decision").path("decidedBy").asString()).isEqualTo("operator:bob");
    }
  }

  @Test
  void aRevokedTokensStreamEndsAtOnce() throws IOException {
    try (ApiRig rig = rig()) {
      String reader = ApiRig.bearer(rig.mint("alice", Scope.READ));
      try (InputStream stream = rig.http.stream("/v1/events", reader)) {
        BufferedReader lines = lines(stream);
        await(lines, ": connected");
        rig.revoke("alice");
        rig.hub.publish("chat.message", Map.of("text", "too late"), true);
        assertThat(rest(lines)).doesNotContain("too late");
      }
      assertThat(rig.http.send("GET", "/v1/status", "", reader).text("detail")).contains("'alice' is revoked");
    }
  }

  @Test
  void anExpiredTokensStreamEndsWithoutAnotherEvent() throws IOException {
    try (ApiRig rig = rig()) {
      String reader = ApiRig.bearer(rig.mintForAnHour("alice", Scope.READ));
      try (InputStream stream = rig.http.stream("/v1/events", reader)) {
        BufferedReader lines = lines(stream);
        await(lines, ": connected");
        rig.tokenTime.advance(Duration.ofHours(1));
        rig.hub.publish("chat.message", Map.of("text", "too late"), true);
        assertThat(rest(lines)).doesNotContain("too late");
      }
      assertThat(rig.http.send("GET", "/v1/status", "", reader).text("detail")).contains("'alice' is expired");
    }
  }

  @Test
  void eachTokenHasItsOwnAllowance() {
    try (ApiRig rig = new ApiRig(state, new ApiLimits(1 << 20, 1, 3, 1, 1, 4, 4, Duration.ofSeconds(15)))) {
      String greedy = ApiRig.bearer(rig.mint("greedy", Scope.READ));
      String modest = ApiRig.bearer(rig.mint("modest", Scope.READ));
      List<Integer> flood = new ArrayList<>();
      // A slow machine gives some back between two calls.
      while (flood.size() < 100 && !flood.contains(429)) {
        flood.add(rig.http.send("GET", "/v1/audit", "", greedy).status());
      }
      assertThat(flood).startsWith(200, 200, 200).endsWith(429);
      assertThat(rig.http.send("GET", "/v1/audit", "", modest).status()).isEqualTo(200);
      assertThat(rig.get("/v1/audit").status()).isEqualTo(200);
    }
  }

  private ApiRig rig() {
    return new ApiRig(state, new ApiLimits(1 << 20, 10_000, 10_000, 10_000, 10_000, 30, 30, Duration.ofMillis(200)));
  }

  private static Map<String, String> callers(ApiRig rig) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("none", "X-None: 1");
    headers.put("wrong", ApiRig.bearer("ict_" + "A".repeat(43)));
    headers.put("revoked", ApiRig.bearer(rig.mint("gone", Scope.ADMIN)));
    headers.put("expired", ApiRig.bearer(rig.mintForAnHour("over", Scope.ADMIN)));
    for (Scope scope : Scope.values()) {
      headers.put(scope.wireName(), ApiRig.bearer(rig.mint("only-" + scope.wireName(), scope)));
    }
    headers.put("local", ApiRig.AUTH);
    rig.revoke("gone");
    rig.tokenTime.advance(Duration.ofHours(1));
    return headers;
  }

  private static int status(ApiRig rig, Endpoint endpoint, String header) throws IOException {
    String path = endpoint.path.replaceAll("[{<][a-zA-Z]+[}>]", "chg_00000000000000000000000000000000");
    if (!path.equals("/v1/events")) {
      return rig.http.send(endpoint.method.name(), path, "", header).status();
    }
    // An event stream has no end to wait for.
    try (InputStream stream = rig.http.stream(path, header)) {
      return Integer.parseInt(lines(stream).readLine().split(" ")[1]);
    }
  }

  private static Map<String, String> table() {
    return TABLE.lines().skip(1).map(line -> Arrays.asList(line.split(" +")))
        .collect(Collectors.toMap(cells -> cells.get(0) + " " + cells.get(1),
            cells -> String.join(" ", cells.subList(2, cells.size())), (one, _) -> one, TreeMap::new));
  }

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static void await(BufferedReader lines, String start) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith(start)) {
      line = lines.readLine();
    }
    assertThat(line).isNotNull();
  }

  /// Until the server ends the answer: the last chunk is empty.
  private static String rest(BufferedReader lines) throws IOException {
    StringBuilder all = new StringBuilder();
    String line = lines.readLine();
    while (line != null && !line.equals("0")) {
      all.append(line).append('\n');
      line = lines.readLine();
    }
    return all.toString();
  }
}
