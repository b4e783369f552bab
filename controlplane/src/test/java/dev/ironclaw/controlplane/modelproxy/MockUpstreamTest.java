package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MockUpstreamTest {
  private final JsonMapper mapper = new JsonMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private MockUpstream mock = new MockUpstream();

  @BeforeAll
  void isOnLoopback() {
    assertThat(mock.upstream().base().getHost()).isEqualTo("127.0.0.1");
  }

  @AfterAll
  void close() {
    mock.close();
    client.close();
  }

  private HttpResponse<String> post(List<String> messages, boolean stream) throws IOException, InterruptedException {
    String body = "{\"model\":\"mock-1\",\"max_tokens\":100,\"stream\":" + stream + ",\"messages\":["
        + String.join(",", messages) + "]}";
    URI uri = mock.upstream().base().resolve("/v1/messages");
    return client.send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String user(String text) {
    return mapper.createObjectNode().put("role", "user").put("content", text).toString();
  }

  private String results(String... outputs) {
    ObjectNode message = mapper.createObjectNode().put("role", "user");
    ArrayNode content = message.putArray("content");
    for (String output : outputs) {
      content.addObject().put("type", "tool_result").put("tool_use_id", "t").put("content", output);
    }
    return message.toString();
  }

  private JsonNode whole(String... messages) throws IOException, InterruptedException {
    HttpResponse<String> response = post(List.of(messages), false);
    assertThat(response.statusCode()).isEqualTo(200);
    return mapper.readTree(response.body());
  }

  private String text(String... messages) throws IOException, InterruptedException {
    return whole(messages).at("/content/0/text").asString();
  }

  @Test
  void repeatsTheWholePromptWithItsHeaderLine() throws Exception {
    assertThat(text(user("[chat via webchat main from Owner]\nhello")))
        .isEqualTo("mock-agent received: [chat via webchat main from Owner]\nhello");
  }

  @Test
  void callsEachToolOfTheDirectivesInOneMessage() throws Exception {
    JsonNode message = whole(user("[chat]\ntool:read_file {\"path\":\"a\"}\ntool:list_dir {}"));
    assertThat(message.get("stop_reason").asString()).isEqualTo("tool_use");
    assertThat(message.get("content").size()).isEqualTo(2);
    assertThat(message.at("/content/0/name").asString()).isEqualTo("read_file");
    assertThat(message.at("/content/0/input/path").asString()).isEqualTo("a");
    assertThat(message.at("/content/1/name").asString()).isEqualTo("list_dir");
  }

  @Test
  void goesOnWithTheNextStepAfterEachRoundOfResultsAndThenTellsTheLast() throws Exception {
    String prompt = user("[chat]\ntool:a {}\nthen:tool:b {}\nthen:tool:c {}");
    String assistant = "{\"role\":\"assistant\",\"content\":[]}";
    assertThat(whole(prompt, assistant, results("1")).at("/content/0/name").asString()).isEqualTo("b");
    assertThat(whole(prompt, assistant, results("1"), assistant, results("2")).at("/content/0/name").asString())
        .isEqualTo("c");
    assertThat(text(prompt, assistant, results("1"), assistant, results("2"), assistant, results("3", "4")))
        .isEqualTo("mock-agent tool result: 3\n4");
  }

  @Test
  void answersTheNewestPromptOfAConversation() throws Exception {
    assertThat(text(user("tool:a {}"), "{\"role\":\"assistant\",\"content\":[]}", results("1"),
        "{\"role\":\"assistant\",\"content\":\"x\"}", user("again"))).isEqualTo("mock-agent received: again");
  }

  @Test
  void streamsTheDialectsEventsInOrder() throws Exception {
    HttpResponse<String> response = post(List.of(user("slow:3 1")), true);
    assertThat(response.headers().firstValue("content-type")).hasValueSatisfying(
        type -> assertThat(type).startsWith("text/event-stream"));
    assertThat(response.body().lines().filter(line -> line.startsWith("event: ")).map(line -> line.substring(7)))
        .containsExactly("message_start", "content_block_start", "content_block_delta", "content_block_delta",
            "content_block_delta", "content_block_stop", "message_delta", "message_stop");
    assertThat(response.body()).contains("\"word1\"", "\" word2\"", "\" word3\"", "\"output_tokens\"");
  }

  @Test
  void failsAsOftenAsItIsTold() throws Exception {
    List<String> messages = List.of(user("fail:529 2"));
    HttpResponse<String> first = post(messages, true);
    assertThat(first.statusCode()).isEqualTo(529);
    assertThat(first.headers().firstValue("retry-after")).contains("1");
    assertThat(post(messages, true).statusCode()).isEqualTo(529);
    assertThat(post(messages, true).statusCode()).isEqualTo(200);
    assertThat(post(List.of(user("fail:500")), true).statusCode()).isEqualTo(500);
  }

  @Test
  void breaksTheStreamInTheMiddle() {
    assertThatThrownBy(() -> post(List.of(user("break")), true)).isInstanceOf(IOException.class);
  }

  @Test
  void breaksTheStreamAsOftenAsItIsTold() throws Exception {
    List<String> messages = List.of(user("break 1"));
    assertThatThrownBy(() -> post(messages, true)).isInstanceOf(IOException.class);
    assertThat(post(messages, true).body()).contains("message_stop");
  }

  @Test
  void dripsTheSameStreamThatOtherwiseComesAtOnce() throws Exception {
    String whole = post(List.of(user("slow ünï 🙂")), true).body();
    assertThat(post(List.of(user("drip:3\\nslow ünï 🙂")), true).body().lines().filter(line -> line.contains("🙂")))
        .containsExactlyElementsOf(whole.lines().filter(line -> line.contains("🙂")).toList()).hasSize(1);
  }

  @Test
  void streamsGarbage() throws Exception {
    assertThat(post(List.of(user("garbage")), true).body()).contains("not json");
  }

  @Test
  void givesTheSameRequestTheSameAnswer() throws Exception {
    assertThat(post(List.of(user("tool:a {}")), true).body()).isEqualTo(post(List.of(user("tool:a {}")), true).body());
  }
}
