package dev.ironclaw.controlplane.orchestrator;

import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.JOB;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.LIMITS;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.box.RawClient;
import dev.ironclaw.controlplane.box.RawClient.Answer;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.End;
import dev.ironclaw.controlplane.modelproxy.ModelGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// With what Claude Code 2.1.330 really sends; its longer texts are cut, its ids are zeros.
@Timeout(60)
final class ClaudeDoorTest {
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final OrchestratorHouse house = new OrchestratorHouse(LIMITS,
      parts -> parts.withGuard((_, _) -> new ModelGuard.Admission() {
        @Override
        public ByteBuffer request(ByteBuffer body) {
          sent.add(StandardCharsets.UTF_8.decode(body.duplicate()).toString());
          return body;
        }
      }));

  @BeforeEach
  void isOfItsMode() {
    house.desk.mode = JobMode.CLAUDE_CODE;
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static JsonNode recorded(String name) {
    try (InputStream in = Objects.requireNonNull(ClaudeDoorTest.class.getResourceAsStream("/claude/requests.json"))) {
      return JsonMapper.shared().readTree(in).path(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer replay(RawClient client, JsonNode request, JsonNode body) throws IOException {
    Map<String, String> headers = request.path("headers").properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().asString()));
    return post(client, request.path("target").asString(), body.toString(), headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "results", "plain", "plainResults"})
  void letsTheRealProgramsCallsThrough(String name) throws IOException {
    JsonNode request = recorded(name);
    try (RawClient client = house.open()) {
      Answer answer = replay(client, request, request.path("body"));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().get("content-type")).startsWith("text/event-stream");
      assertThat(answer.body()).contains("message_start", "mock-agent", "message_stop");
    }
    ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(sent.getFirst());
    assertThat(body.propertyNames()).doesNotContain("metadata", "context_management");
    assertThat(body.path("thinking").propertyNames()).containsExactly("type");
    assertThat(body.path("tools").findValuesAsString("name")).contains("Bash", "Write")
        .doesNotContain("DeferredToolPlaceholder");
    assertThat(body.path("messages").findValues("output_config")).isEmpty();
    assertThat(body.path("output_config").path("effort").asString()).isEqualTo("medium");
    assertThat(body.path("messages").size()).isEqualTo(request.path("body").path("messages").size());
    assertThat(body.path("system")).isEqualTo(request.path("body").path("system"));
    assertThat(house.calls).singleElement().satisfies(call -> {
      assertThat(call.choice().model()).as("the job's, not the program's").isEqualTo("mock-1");
      assertThat(call.session()).isEqualTo(Orchestrator.session(JOB));
      assertThat(call.end()).isEqualTo(End.COMPLETED);
    });
  }

  @Test
  void refusesWhatTheCompanyWouldLookUp() throws IOException {
    JsonNode request = recorded("search");
    try (RawClient client = house.open()) {
      Answer answer = replay(client, request, request.path("body"));
      assertThat(answer.status()).isEqualTo(400);
      JsonNode error = JsonMapper.shared().readTree(answer.body());
      assertThat(error.path("type").asString()).isEqualTo("error");
      assertThat(error.path("error").path("type").asString()).isEqualTo("invalid_request_error");
      assertThat(error.path("error").path("message").asString()).contains("web_search_20250305");
    }
    assertThat(sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"mcp_servers\":[{\"type\":\"url\",\"url\":\"https://x.example\",\"name\":\"x\"}]}",
      "{\"container\":\"c_1\"}", "{\"tools\":[{\"type\":\"code_execution_20250825\",\"name\":\"code_execution\"}]}",
      "{\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]}",
      "{\"tools\":[{\"name\":\"a\",\"input_schema\":{},\"allowed_callers\":[\"code_execution_20250825\"]}]}",
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://x.example/a\"}}]}]}",
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]}]}"})
  void refusesWhatReachesFurtherThanTheModel(String more) throws IOException {
    ObjectNode body = (ObjectNode) recorded("plain").path("body");
    body.setAll((ObjectNode) JsonMapper.shared().readTree(more));
    try (RawClient client = house.open()) {
      assertThat(replay(client, recorded("plain"), body).status()).isEqualTo(400);
    }
    assertThat(sent).isEmpty();
    assertThat(house.refused).singleElement().asString().contains("messages 400");
  }

  /// Also what would keep a box's call back as a whole.
  @Test
  void takesSecretsOutOfAConversationAndLetsItGoOn() throws IOException {
    String known = "tomcat-seven-lamps-0451";
    String key = "AKIA" + "Z7QW3RTY5UHGP9AS";
    house.leaks.know("vault:x", List.of(known));
    ObjectNode body = (ObjectNode) recorded("plainResults").path("body");
    ((ArrayNode) body.path("messages")).addObject().put("role", "user").put("content", "env says " + known + " " + key);
    try (RawClient client = house.open()) {
      assertThat(replay(client, recorded("plainResults"), body).status()).isEqualTo(200);
    }
    assertThat(sent).singleElement().satisfies(
        request -> assertThat(request).contains("[REDACTED]").doesNotContain(known, key));
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    try (RawClient client = house.open()) {
      assertThat(post(client, "anthropic/v1/messages", "{}").body()).contains("model is missing");
      assertThat(post(client, "anthropic/v1/messages?beta=false", "{}").status()).isEqualTo(400);
      assertThat(post(client, "anthropic/v1/messages/count_tokens?beta=true", "{}").status()).isEqualTo(404);
      assertThat(post(client, "anthropic/v1/files", "{}").status()).isEqualTo(404);
    }
  }

  @Test
  void passesErrorsOfTheUpstreamOnAsTheyAre() throws IOException {
    JsonNode request = recorded("plain");
    ObjectNode body = (ObjectNode) request.path("body");
    ((ArrayNode) body.path("messages")).removeAll().addObject().put("role", "user").put("content", "fail:529 1");
    try (RawClient client = house.open()) {
      Answer answer = replay(client, request, body);
      assertThat(answer.status()).isEqualTo(529);
      assertThat(answer.body()).contains("overloaded_error", "mock failure 529");
    }
  }
}
