package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends ApiFixture {
  private static final String SUBMIT = "{\"kind\":\"enabled_tools\",\"agentGroupId\":\"mock-agent\","
      + "\"after\":{\"add\":[\"read_file\"]},\"reason\":\"to help\"}";

  @Test
  void theFileDescribesTheRoutesThatExist() throws IOException {
    String generated = OpenApiJson.text(new OpenApiDocument(new OpenApiTable().rows()).of(rig.server.endpoints()));
    if (Boolean.getBoolean("ironclaw.openapi.write")) {
      Files.writeString(file(), generated);
    }
    assertThat(Files.readString(file())).as("docs/openapi.json is not what the routes are; write it anew with "
        + "mvn -pl controlplane -am test -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false "
        + "-Dironclaw.openapi.write=true").isEqualTo(generated);
  }

  @Test
  void aRouteWithoutARowAndARowWithoutARouteAreFound() {
    Map<String, OpenApiOperation> rows = new TreeMap<>(new OpenApiTable().rows());
    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(rig.server.endpoints().stream()
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path).toList());
    rows.remove("GET /v1/tokens");
    assertThatThrownBy(() -> new OpenApiDocument(rows).of(rig.server.endpoints()))
        .hasMessageContaining("GET /v1/tokens");
  }

  @Test
  void isServedAsItIsWritten() throws IOException {
    RawHttp.Answer answer = rig.get("/v1/openapi.json");
    assertThat(answer.headers().get("content-type")).startsWith("application/json");
    assertThat(answer.json()).isEqualTo(ApiJson.MAPPER.readTree(Files.readString(file())));
  }

  @Test
  void realAnswersHaveTheFieldsThatTheDocumentRequiresAndNoOthers() throws IOException {
    JsonNode document = ApiJson.MAPPER.readTree(Files.readString(file()));
    List<String> wrong = new ArrayList<>();
    RawHttp.Answer submitted = rig.call("POST", "/v1/changes", SUBMIT);
    check(document, "/v1/changes", "post", submitted, wrong);
    String path = "/v1/changes/" + submitted.text("id");
    check(document, "/v1/changes/{id}", "get", rig.get(path), wrong);
    check(document, "/v1/changes/preview", "post", rig.call("POST", "/v1/changes/preview", SUBMIT), wrong);
    check(document, "/v1/changes/pending", "get", rig.get("/v1/changes/pending"), wrong);
    String hash = rig.get(path).text("cardHash");
    check(document, "/v1/changes/{id}/decision", "post",
        rig.call("POST", path + "/decision", "{\"outcome\":\"approve\",\"cardHash\":\"" + hash + "\"}"), wrong);
    check(document, "/v1/grants", "get", rig.get("/v1/grants?ended=5"), wrong);
    check(document, "/v1/changes/{id}/undo/preview", "post", rig.call("POST", path + "/undo/preview", ""), wrong);
    check(document, "/v1/changes/{id}/undo", "post", rig.call("POST", path + "/undo", "{}"), wrong);
    check(document, "/v1/grants/{id}/revoke", "post",
        rig.call("POST", "/v1/grants/" + rig.get("/v1/grants").json().get(0).get("id").asString() + "/revoke", ""),
        wrong);
    check(document, "/v1/audit/rotate", "post", rig.call("POST", "/v1/audit/rotate", ""), wrong);
    check(document, "/v1/changes/history", "get", rig.get("/v1/changes/history"), wrong);
    RawHttp.Answer sent = rig.call("POST", "/v1/ui/chat/send", "{\"agentGroupId\":\"mock-agent\",\"text\":\"hello\"}");
    check(document, "/v1/ui/chat/send", "post", sent, wrong);
    check(document, "/v1/ui/chat/{agentId}/messages", "get", rig.get("/v1/ui/chat/mock-agent/messages?include=all"),
        wrong);
    check(document, "/v1/ui/sessions/{id}/timeline", "get",
        rig.get("/v1/ui/sessions/" + sent.text("conversationId") + "/timeline"), wrong);
    check(document, "/v1/tokens", "post",
        rig.call("POST", "/v1/tokens", "{\"name\":\"ci\",\"scopes\":[\"read\"],\"expiresInSeconds\":60}"), wrong);
    for (String get : List.of("/healthz", "/readyz", "/v1/status", "/v1/tokens", "/v1/audit", "/v1/ui/agents",
        "/v1/ui/sessions", "/v1/registry/messaging-groups", "/v1/key", "/v1/registry/wirings", "/v1/registry/users",
        "/v1/registry/roles", "/v1/registry/members", "/v1/registry/destinations", "/v1/ui/messaging-groups",
        "/v1/ui/tools", "/v1/ui/templates", "/v1/ui/persona-sections", "/v1/ui/models", "/v1/ui/onboard",
        "/v1/ui/activity", "/v1/providers", "/v1/schedules", "/v1/questions", "/v1/usage", "/v1/usage/budgets",
        "/v1/usage/questions", "/v1/vault/credentials", "/v1/ui/sessions/usage")) {
      check(document, get, "get", rig.get(get), wrong);
    }
    long entry = rig.get("/v1/audit?limit=1").json().get(0).get("seq").asLong();
    check(document, "/v1/audit/entries/{seq}", "get", rig.get("/v1/audit/entries/" + entry), wrong);
    registry(document, wrong);
    check(document, "/v1/panic", "post", rig.call("POST", "/v1/panic", "{\"reason\":\"a drill\"}"), wrong);
    check(document, "/v1/status", "get", rig.get("/v1/status"), wrong);
    check(document, "/v1/resume", "post", rig.call("POST", "/v1/resume", ""), wrong);
    check(document, "/v1/key/rotate", "post", rig.call("POST", "/v1/key/rotate", ""), wrong);
    check(document, "/v1/sandbox/selftest", "post", rig.call("POST", "/v1/sandbox/selftest", ""), wrong);
    check(document, "/v1/ui/sessions/{id}/terminate", "post",
        rig.call("POST", "/v1/ui/sessions/" + sent.text("conversationId") + "/terminate", ""), wrong);
    assertThat(wrong).isEmpty();
  }

  private void registry(JsonNode document, List<String> wrong) {
    String wiring = "{\"agentGroupId\":\"mock-agent\",\"channelType\":\"slack\",\"platformId\":\"C1\"%s}";
    RawHttp.Answer shown = rig.call("POST", "/v1/registry/wirings?preview", wiring.formatted(""));
    check(document, "/v1/registry/wirings", "post", shown, wrong);
    String approve = ",\"approve\":{\"cardHash\":\""
        + shown.json().get("changes").get(0).get("cardHash").asString() + "\"}";
    check(document, "/v1/registry/wirings", "post",
        rig.call("POST", "/v1/registry/wirings", wiring.formatted(approve)), wrong);
    String id = rig.get("/v1/registry/wirings").json().get(0).get("messagingGroupId").asString();
    check(document, "/v1/registry/wirings", "get", rig.get("/v1/registry/wirings"), wrong);
    check(document, "/v1/ui/channels/{id}", "get", rig.get("/v1/ui/channels/" + id), wrong);
    check(document, "/v1/ui/config/{id}", "get", rig.get("/v1/ui/config/mock-agent"), wrong);
    check(document, "/v1/ui/config/change", "post", rig.call("POST", "/v1/ui/config/change",
        "{\"kind\":\"persona\",\"agentGroupId\":\"mock-agent\",\"after\":{\"soul\":\"Calm.\"}}"), wrong);
    check(document, "/v1/registry/messaging-groups", "post",
        rig.call("POST", "/v1/registry/messaging-groups", "{\"channelType\":\"slack\",\"platformId\":\"C2\"}"), wrong);
  }

  @Test
  void anAnswerThatDiffersIsFound() throws IOException {
    JsonNode document = ApiJson.MAPPER.readTree(Files.readString(file()));
    List<String> wrong = new ArrayList<>();
    check(document, "/healthz", "get", new RawHttp.Answer(200, Map.of(), "{\"status\":1,\"extra\":true}"), wrong);
    check(document, "/healthz", "get", new RawHttp.Answer(418, Map.of(), "{}"), wrong);
    assertThat(wrong).containsExactlyInAnyOrder("get /healthz.status: not string", "get /healthz.extra: not there",
        "get /healthz.version: missing", "get /healthz: no status 418");
  }

  /// Every body with one required field less is refused; with those alone it is not.
  @Test
  void bodiesRequireWhatTheDocumentSays() throws IOException {
    JsonNode document = ApiJson.MAPPER.readTree(Files.readString(file()));
    Map<String, Map<String, Object>> least = Map.ofEntries(
        Map.entry("ChangeSubmitBody",
            OpenApiJson.map("kind", "k", "agentGroupId", "mock-agent", "after", Map.of())),
        Map.entry("ConfigChangeBody",
            OpenApiJson.map("kind", "k", "agentGroupId", "mock-agent", "after", Map.of())),
        Map.entry("DecisionBody", OpenApiJson.map("outcome", "reject")),
        Map.entry("ChatSendBody", OpenApiJson.map("agentGroupId", "mock-agent", "text", "hi")),
        Map.entry("TokenCreateBody", OpenApiJson.map("name", "ci", "scopes", List.of("read"))),
        Map.entry("StepUpBody", Map.of()), Map.entry("KeyMoveBody", OpenApiJson.map("to", "file")),
        Map.entry("BackupBody", OpenApiJson.map("passphrase", "correct horse battery")),
        Map.entry("QuestionAnswerBody", OpenApiJson.map("answer", "1")),
        Map.entry("NoteBody", OpenApiJson.map("text", "Anna likes tea.")),
        Map.entry("BudgetAnswerBody", OpenApiJson.map("answer", "go-on")),
        Map.entry("VaultAddBody",
            OpenApiJson.map("name", "n", "hosts", List.of("example.org"), "form", "bearer", "secret", "s")),
        Map.entry("VaultRotateBody", OpenApiJson.map("secret", "s")),
        Map.entry("UndoBody", Map.of()), Map.entry("PanicBody", Map.of()),
        Map.entry("ProviderBody", Map.of()), Map.entry("AgentPutBody", Map.of()),
        Map.entry("RemoveBody", Map.of()), Map.entry("UserBody", Map.of()),
        Map.entry("CommandBody", OpenApiJson.map("project", "site")), Map.entry("ImageBuildBody", Map.of()),
        Map.entry("JobCreateBody", OpenApiJson.map("title", "Tidy", "description", "Sort the notes")),
        Map.entry("JobPromptBody", OpenApiJson.map("content", "go on")),
        Map.entry("JobReviewBody", OpenApiJson.map("digest", "d")),
        Map.entry("MessagingGroupBody", OpenApiJson.map("channelType", "slack", "platformId", "C1")),
        Map.entry("WiringBody", OpenApiJson.map("agentGroupId", "mock-agent")),
        Map.entry("RoleBody", OpenApiJson.map("userId", "cli:dev", "role", "owner")),
        Map.entry("MemberBody", OpenApiJson.map("userId", "cli:dev", "agentGroupId", "mock-agent")),
        Map.entry("DestinationBody",
            OpenApiJson.map("agentGroupId", "mock-agent", "channelType", "slack", "platformId", "C1")));
    Map<String, Class<?>> types = new TreeMap<>();
    new OpenApiTable().rows().values().forEach(row -> row.body.forEach(type -> types.put(type.getSimpleName(), type)));
    assertThat(least.keySet()).isEqualTo(types.keySet());
    least.forEach((name, body) -> {
      Set<String> required = new HashSet<>();
      document.path("components").path("schemas").path(name).path("required").forEach(f -> required.add(f.asString()));
      assertThat(required).as(name).isEqualTo(body.keySet());
      assertThat(ApiJson.MAPPER.convertValue(body, Optional.ofNullable(types.get(name)).orElseThrow())).isNotNull();
      required.forEach(field -> {
        Map<String, Object> less = new TreeMap<>(body);
        less.remove(field);
        assertThatThrownBy(() -> ApiJson.MAPPER.convertValue(less, Optional.ofNullable(types.get(name)).orElseThrow()))
            .as("%s without %s", name, field).isInstanceOf(RuntimeException.class);
      });
    });
  }

  private static void check(JsonNode document, String path, String method, RawHttp.Answer answer, List<String> wrong) {
    String where = method + " " + path;
    JsonNode response = document.path("paths").path(path).path(method).path("responses")
        .path(Integer.toString(answer.status()));
    if (response.isMissingNode()) {
      wrong.add(where + ": no status " + answer.status());
      return;
    }
    compare(document, response.path("content").path("application/json").path("schema"), answer.json(), where, wrong);
  }

  private static void compare(JsonNode document, JsonNode schema, JsonNode value, String where, List<String> wrong) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString().replaceAll(".*/", "");
      compare(document, document.path("components").path("schemas").path(name), value, where, wrong);
      return;
    }
    boolean fits = switch (schema.path("type").asString("")) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      default -> true;
    };
    if (!fits) {
      wrong.add(where + ": not " + schema.path("type").asString());
    } else if (schema.has("properties")) {
      schema.path("required").forEach(field -> {
        if (!value.has(field.asString())) {
          wrong.add(where + "." + field.asString() + ": missing");
        }
      });
      value.properties().forEach(field -> {
        JsonNode known = schema.path("properties").path(field.getKey());
        if (known.isMissingNode()) {
          wrong.add(where + "." + field.getKey() + ": not there");
        } else {
          compare(document, known, field.getValue(), where + "." + field.getKey(), wrong);
        }
      });
    } else if (schema.has("items")) {
      value.forEach(item -> compare(document, schema.path("items"), item, where + "[]", wrong));
    }
  }

  private static Path file() {
    return Path.of(Files.exists(Path.of("docs/api.md")) ? "docs/openapi.json" : "../docs/openapi.json");
  }
}
