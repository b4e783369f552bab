package dev.ironclaw.controlplane.orchestrator;

import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.JOB;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.LIMITS;
import static dev.ironclaw.controlplane.orchestrator.OrchestratorHouse.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.box.RawClient;
import dev.ironclaw.controlplane.box.RawClient.Answer;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.End;
import dev.ironclaw.controlplane.modelproxy.ModelGuard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
final class WorkerModelsTest {
  private static final String TOOLS = """
      [{"name":"shell","description":"runs a command","parameters":{"type":"object",
        "properties":{"command":{"type":"string"}}}}]""";
  private static final String PICTURE = "data:image/png;base64,aGVsbG8=";

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static String question(String words) {
    ObjectNode body = JsonMapper.shared().createObjectNode().put("model", "somebody-elses").put("max_tokens", 500)
        .put("temperature", 0.5).put("tool_choice", "auto");
    body.set("tools", json(TOOLS));
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "system").put("content", "You are careful.");
    messages.addObject().put("role", "user").put("content", words);
    return body.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mock", "mock-openai", "mock-responses", "mock-gemini"})
  void speaksEveryDialectWithToolsOverSeveralTurns(String upstream) throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      house.upstream = upstream;
      String words = "tool:shell {\"command\":\"ls -l\"}\nthen:tool:shell {\"command\":\"pwd\"}";
      ObjectNode body = (ObjectNode) json(question(words));
      JsonNode first = turn(client, body);
      assertThat(first.path("content").isNull()).isTrue();
      assertThat(first.path("finish_reason").asString()).isEqualTo("tool_use");
      assertThat(first.path("tool_calls")).hasSize(1);
      assertThat(first.path("tool_calls").path(0).path("name").asString()).isEqualTo("shell");
      assertThat(first.path("tool_calls").path(0).path("arguments")).isEqualTo(json("{\"command\":\"ls -l\"}"));
      assertThat(first.path("tool_calls").path(0).has("signature")).isEqualTo(upstream.equals("mock-gemini"));
      assertThat(first.path("input_tokens").asLong()).isPositive();
      assertThat(first.path("output_tokens").asLong()).isPositive();
      result(body, first, "total 0");
      JsonNode second = turn(client, body);
      assertThat(second.path("tool_calls").path(0).path("arguments")).isEqualTo(json("{\"command\":\"pwd\"}"));
      result(body, second, "/workspace");
      JsonNode last = turn(client, body);
      assertThat(last.path("content").asString()).isEqualTo("mock-agent tool result: /workspace");
      assertThat(last.path("finish_reason").asString()).isEqualTo("stop");
      assertThat(last.path("tool_calls")).isEmpty();
      assertThat(house.calls).hasSize(3).allSatisfy(call -> {
        assertThat(call.session()).isEqualTo(Orchestrator.session(JOB));
        assertThat(call.choice().model()).isEqualTo("mock-1");
        assertThat(call.end()).isEqualTo(End.COMPLETED);
      });
    }
  }

  private static JsonNode turn(RawClient client, ObjectNode body) throws IOException {
    Answer answer = post(client, "llm/complete_with_tools", body.toString());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return json(answer.body());
  }

  private static void result(ObjectNode body, JsonNode answer, String result) {
    ArrayNode messages = (ArrayNode) body.path("messages");
    messages.addObject().put("role", "assistant").put("content", answer.path("content").asString("")).set("tool_calls",
        answer.path("tool_calls"));
    messages.addObject().put("role", "tool")
        .put("tool_call_id", answer.path("tool_calls").path(0).path("id").asString())
        .put("name", "shell").put("content", result);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mock", "mock-openai", "mock-responses", "mock-gemini"})
  void answersInWordsAndShowsPictures(String upstream) throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      house.upstream = upstream;
      Answer answer = post(client, "llm/complete", """
          {"messages":[{"role":"user","content":"hello","content_parts":[
            {"type":"image_url","image_url":{"url":"%s"}}]}],"stop_sequences":["END"]}""".formatted(PICTURE));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      JsonNode body = json(answer.body());
      assertThat(body.path("content").asString()).contains("mock-agent received: hello");
      assertThat(body.has("tool_calls")).isFalse();
      assertThat(body.path("cache_read_input_tokens").isNumber()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mock", "mock-openai", "mock-responses", "mock-gemini"})
  void saysWhatTheUpstreamSaid(String upstream) throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      house.upstream = upstream;
      Answer failed = post(client, "llm/complete_with_tools", question("fail:400"));
      assertThat(failed.status()).isEqualTo(502);
      assertThat(failed.body()).contains("mock failure 400");
      Answer busy = post(client, "llm/complete_with_tools", question("fail:429"));
      assertThat(busy.status()).isEqualTo(429);
      assertThat(busy.headers()).containsEntry("retry-after", "1");
      assertThat(post(client, "llm/complete_with_tools", question("garbage")).status()).isEqualTo(502);
      assertThat(post(client, "llm/complete_with_tools", question("break")).status()).isEqualTo(502);
      assertThat(house.refused).as("nothing of the upstream's is in the log").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"messages\":[]}", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
      "{\"messages\":[{\"role\":\"root\",\"content\":\"x\"}],\"tools\":[]}",
      "{\"messages\":[{\"role\":\"system\",\"content\":\"x\"}],\"tools\":[]}",
      "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"name\":\"a\",\"description\":\"b\"}]}",
      "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[],\"max_tokens\":0}",
      "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[],\"temperature\":3}",
      "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[],\"stop_sequences\":[\"\"]}",
      "{\"messages\":[{\"role\":\"user\",\"content\":7}],\"tools\":[]}",
      "{\"messages\":[{\"role\":\"user\",\"content_parts\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x.example/a.png\"}}]}],\"tools\":[]}",
      "{\"messages\":[{\"role\":\"user\",\"content_parts\":[{\"type\":\"file\"}]}],\"tools\":[]}",
      "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"name\":\"b\",\"arguments\":\"{}\"}]}],\"tools\":[]}"})
  void refusesAQuestionThatIsNone(String body) throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      assertThat(post(client, "llm/complete_with_tools", body).status()).isEqualTo(422);
      assertThat(house.calls).isEmpty();
    }
  }

  @Test
  void holdsAJobToItsCeilings() throws IOException {
    OrchestratorLimits few = new OrchestratorLimits(100, 100, 100, 100, 4, 8, 16, Duration.ofSeconds(5), 1 << 26, 2,
        1_000, 1L << 30);
    try (OrchestratorHouse house = new OrchestratorHouse(few, UnaryOperator.identity());
        RawClient client = house.open()) {
      assertThat(post(client, "llm/complete_with_tools", question("a")).status()).isEqualTo(200);
      assertThat(post(client, "llm/complete_with_tools", question("b")).status()).isEqualTo(200);
      Answer third = post(client, "llm/complete_with_tools", question("c"));
      assertThat(third.status()).isEqualTo(403);
      assertThat(third.body()).contains("2 model calls");
    }
    try (OrchestratorHouse house = new OrchestratorHouse(few, UnaryOperator.identity());
        RawClient client = house.open()) {
      house.orchestrator.spent(Orchestrator.session(JOB), 1_000);
      assertThat(post(client, "llm/complete_with_tools", question("a")).body()).contains("1000 tokens");
      assertThat(house.calls).isEmpty();
    }
  }

  @Test
  void keepsToTheGuard() throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(LIMITS, parts -> parts.withGuard((_, _) -> {
      throw new IronclawException(ErrorCode.DENIED, "call the model: the budget of this month is used up");
    })); RawClient client = house.open()) {
      Answer answer = post(client, "llm/complete_with_tools", question("a"));
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("budget");
    }
  }

  @Test
  void takesSecretsOutOfAConversationAndLetsItGoOn() throws IOException {
    String known = "tomcat-seven-lamps-0451";
    List<String> sent = new CopyOnWriteArrayList<>();
    try (OrchestratorHouse house = new OrchestratorHouse(LIMITS,
        parts -> parts.withGuard((_, _) -> new ModelGuard.Admission() {
          @Override
          public ByteBuffer request(ByteBuffer body) {
            sent.add(StandardCharsets.UTF_8.decode(body.duplicate()).toString());
            return body;
          }
        })); RawClient client = house.open()) {
      house.leaks.know("vault:x", List.of(known));
      assertThat(post(client, "llm/complete_with_tools", question("env says " + known)).status()).isEqualTo(200);
    }
    assertThat(sent).singleElement().asString().contains("[REDACTED]").doesNotContain(known);
  }

  @ParameterizedTest
  @EnumSource(JobMode.class)
  void leadsEachModeToItsOwnModelAlone(JobMode mode) throws IOException {
    try (OrchestratorHouse house = new OrchestratorHouse(); RawClient client = house.open()) {
      house.desk.mode = mode;
      boolean worker = mode == JobMode.WORKER;
      String asked = "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
      assertThat(post(client, "llm/complete", asked).status()).isEqualTo(worker ? 200 : 403);
      assertThat(post(client, "llm/complete_with_tools", question("x")).status()).isEqualTo(worker ? 200 : 403);
      Answer messages = post(client, "anthropic/v1/messages", asked);
      assertThat(messages.status()).as(messages.body()).isEqualTo(worker ? 400 : 200);
      assertThat(house.calls).hasSize(worker ? 2 : 1);
    }
  }

  @Test
  void endsTheCallOfAJobThatHungUp() throws Exception {
    try (OrchestratorHouse house = new OrchestratorHouse()) {
      try (RawClient client = house.open()) {
        OrchestratorHouse.send(client, "llm/complete_with_tools", question("slow:1000 100"), Map.of());
        // Over its own connection: the call has begun when this is answered, or begins and ends later.
        client.channel().shutdownOutput();
      }
      while (house.calls.isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(house.calls).singleElement().satisfies(call -> assertThat(call.end()).isEqualTo(End.BOX_HUNG_UP));
    }
  }
}
