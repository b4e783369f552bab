package dev.ironclaw.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.testing.FakeBoxClient;
import dev.ironclaw.sandbox.testing.FakeSession;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnthropicProviderTest extends ProviderContract {
  @Override
  protected Provider provider(ModelDoor door) {
    return new AnthropicProvider(door);
  }

  @Override
  protected String dialect() {
    return "anthropic";
  }

  @Override
  protected String begin() {
    return data("{\"type\":\"message_start\",\"message\":{\"usage\":{}}}") + data("{\"type\":"
        + "\"content_block_start\",\"index\":900,\"content_block\":{\"type\":\"text\",\"text\":null}}");
  }

  private static String data(String event) {
    return "data: " + event + "\n\n";
  }

  @Override
  protected String words(String json) {
    return "data: {\"type\":\"content_block_delta\",\"index\":900,\"delta\":{\"type\":\"text_delta\",\"text\":" + json
        + "}}\n\n";
  }

  @Override
  protected String tool(int index, String id, String name, String arguments) {
    return "data: {\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":{\"type\":\"tool_use\","
        + "\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"input\":{}}}\n\n"
        + "data: {\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":{\"type\":\"input_json_delta\","
        + "\"partial_json\":\"" + arguments.replace("\"", "\\\"") + "\"}}\n\n"
        + "data: {\"type\":\"content_block_stop\",\"index\":" + index + "}\n\n";
  }

  @Override
  protected String end(String inputTokens, String outputTokens) {
    return "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"input_tokens\":"
        + inputTokens + ",\"output_tokens\":" + outputTokens + "}}\n\ndata: {\"type\":\"message_stop\"}\n\n";
  }

  @Override
  protected String lastPiece() {
    return "event: message_stop";
  }

  @Override
  protected String sealedThought() {
    return "\"content\":[{\"type\":\"thinking\",\"thinking\":\"First I look.\",\"signature\":\"EqQBsealed==\"},"
        + "{\"type\":\"redacted_thinking\",\"data\":\"EmwKAhredacted\"},{\"type\":\"tool_use\",\"id\":\"tu_1\"";
  }

  @Test
  void sendsTheConversationAsTheMessagesApiWantsIt() {
    FakeBoxClient host = new FakeBoxClient(new FakeSession()).answering(200, fixture("text"));
    provider(host).stream(Requests.everything(), event -> {});
    assertThat(host.modelPaths).containsExactly("/v1/messages");
    assertThat(host.modelRequests).containsExactly("""
        {"model":"m-1","max_tokens":99,"stream":true,"system":[{"type":"text","text":"be brief",\
        "cache_control":{"type":"ephemeral"}}],"messages":[\
        {"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"aW1n"}},\
        {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"cGRm"}},\
        {"type":"text","text":"hi"}]},\
        {"role":"assistant","content":[{"type":"text","text":"so"},{"type":"tool_use","id":"t1","name":"read_file",\
        "input":{"path":"a","n":1.50}},{"type":"tool_use","id":"t2","name":"list_dir","input":{}}]},\
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"no","is_error":true},\
        {"type":"tool_result","tool_use_id":"t2","content":[{"type":"text","text":"seen"},{"type":"image",\
        "source":{"type":"base64","media_type":"image/png","data":"aW1n"}}],"is_error":false}]}],\
        "tools":[{"name":"list_dir","description":"lists","input_schema":{"type":"object"}},\
        {"name":"read_file","description":"reads","input_schema":{"type":"object"},\
        "cache_control":{"type":"ephemeral"}}]}""");
  }

  @Test
  void neverSendsAThoughtOfAnotherDialect() {
    FakeBoxClient host = new FakeBoxClient(new FakeSession()).answering(200, fixture("text"));
    provider(host).stream(new ModelRequest("m", "s",
        List.of(new ModelMessage(ModelMessage.Role.ASSISTANT,
            List.of(new ModelBlock.Reasoning("openai", JsonReader.object("{\"secret\":1}")),
                new ModelBlock.Text("x")))),
        List.of(), 1, Duration.ofSeconds(1), new Cancellation()), event -> {});
    assertThat(host.modelRequests.getFirst()).doesNotContain("secret");
  }
}
