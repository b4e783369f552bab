package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The forms of the mock's answers; `DialectsTest` has an agent read them.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MockDialectsTest {
  private static final String CHAT = "{\"model\":\"m\",\"stream\":%s,\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
      + "{\"role\":\"user\",\"content\":\"%s\"}]}";
  private static final String RESPONSES = "{\"model\":\"m\",\"stream\":%s,\"input\":[{\"role\":\"user\",\"content\":["
      + "{\"type\":\"input_text\",\"text\":\"%s\"}]}]}";
  private static final String GEMINI = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%2$s\"}]}]}";

  private final JsonMapper mapper = new JsonMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final MockUpstream mock = new MockUpstream();

  @AfterAll
  void close() {
    mock.close();
    client.close();
  }

  private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(mock.upstream().base().resolve(path))
        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode whole(String path, String form, String words) throws IOException, InterruptedException {
    return mapper.readTree(post(path, form.formatted("false", words)).body());
  }

  @Test
  void answersWholeInEachForm() throws Exception {
    JsonNode chat = whole("/v1/chat/completions", CHAT, "hi");
    assertThat(chat.at("/choices/0/message/content").asString()).isEqualTo("mock-agent received: hi");
    assertThat(chat.at("/usage/prompt_tokens").asInt()).isPositive();
    assertThat(whole("/v1/chat/completions", CHAT, "tool:a {}").at("/choices/0/message/tool_calls/0/function/arguments")
        .asString()).isEqualTo("{}");
    assertThat(whole("/v1/responses", RESPONSES, "hi").at("/output/0/content/0/text").asString())
        .isEqualTo("mock-agent received: hi");
    assertThat(whole("/v1/responses", RESPONSES, "tool:a {}").at("/output/0/name").asString()).isEqualTo("a");
    assertThat(whole("/v1beta/models/g-1:streamGenerateContent", GEMINI, "model")
        .at("/0/candidates/0/content/parts/0/text").asString()).isEqualTo("mock-agent is asked for the model g-1");
    assertThat(whole("/v1beta/models/g-1:streamGenerateContent", GEMINI, "tool:a {}")
        .at("/0/candidates/0/content/parts/0/functionCall/name").asString()).isEqualTo("a");
  }

  @Test
  void streamsEachFormToItsEnd() throws Exception {
    Map<String, List<String>> ends = Map.of("/v1/chat/completions", List.of(CHAT, "data: [DONE]\n\n"), "/v1/responses",
        List.of(RESPONSES, "event: response.completed\n"), "/v1beta/models/m:streamGenerateContent?alt=sse",
        List.of(GEMINI, "\"finishReason\":\"STOP\""));
    for (var end : ends.entrySet()) {
      HttpResponse<String> answer = post(end.getKey(), end.getValue().getFirst().formatted("true", "slow:2 1"));
      assertThat(answer.headers().firstValue("content-type")).hasValueSatisfying(
          type -> assertThat(type).startsWith("text/event-stream"));
      assertThat(answer.body()).containsSubsequence("word1", "word2", end.getValue().getLast());
      assertThat(answer.body()).doesNotContain("anthropic").doesNotContain("message_start");
    }
  }

  @Test
  void refusesInEachForm() throws Exception {
    assertThat(post("/v1/chat/completions", "{}").statusCode()).isEqualTo(400);
    assertThat(post("/v1/responses", "no").statusCode()).isEqualTo(400);
    HttpResponse<String> gemini = post("/v1beta/models/m:streamGenerateContent", GEMINI.formatted("", "fail:429"));
    assertThat(gemini.statusCode()).isEqualTo(429);
    assertThat(gemini.body()).contains("\"RESOURCE_EXHAUSTED\"");
    assertThat(gemini.headers().firstValue("retry-after")).contains("1");
    assertThat(post("/v1/chat/completions", CHAT.formatted("true", "fail:503")).body()).contains("\"server_error\"");
    assertThat(post("/v1/elsewhere", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void hasARowForEachDialect() {
    assertThat(mock.upstreams()).extracting(Upstream::dialect).containsExactlyInAnyOrder(Dialect.values());
    assertThat(mock.upstreams().getFirst()).isEqualTo(mock.upstream());
  }
}
