package dev.ironclaw.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.sandbox.testing.FakeBoxClient;
import dev.ironclaw.sandbox.testing.FakeSession;
import org.junit.jupiter.api.Test;

class ResponsesProviderTest extends ProviderContract {
  @Override
  protected Provider provider(ModelDoor door) {
    return new ResponsesProvider(door);
  }

  @Override
  protected String dialect() {
    return "openai-responses";
  }

  @Override
  protected String begin() {
    return "data: {\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\",\"usage\":null}}\n\n";
  }

  @Override
  protected String words(String json) {
    return "data: {\"type\":\"response.output_text.delta\",\"delta\":" + json + "}\n\n";
  }

  @Override
  protected String tool(int index, String id, String name, String arguments) {
    return "data: {\"type\":\"response.output_item.done\",\"output_index\":" + index + ",\"item\":{\"type\":"
        + "\"function_call\",\"call_id\":\"" + id + "\",\"name\":\"" + name + "\",\"arguments\":\""
        + arguments.replace("\"", "\\\"") + "\"}}\n\n";
  }

  @Override
  protected String end(String inputTokens, String outputTokens) {
    return "data: {\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":" + inputTokens
        + ",\"output_tokens\":" + outputTokens + "}}}\n\n";
  }

  @Override
  protected String lastPiece() {
    return "event: response.completed";
  }

  @Override
  protected String sealedThought() {
    return "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"First I look.\"}],"
        + "\"encrypted_content\":\"gAAAAABsealed==\"},{\"type\":\"function_call\",\"call_id\":\"tu_1\"";
  }

  @Test
  void sendsTheConversationAsTheResponsesApiWantsIt() {
    FakeBoxClient host = new FakeBoxClient(new FakeSession()).answering(200, fixture("text"));
    provider(host).stream(Requests.everything(), event -> {});
    assertThat(host.modelPaths).containsExactly("/v1/responses");
    assertThat(host.modelRequests).containsExactly("""
        {"model":"m-1","stream":true,"store":false,"instructions":"be brief",\
        "include":["reasoning.encrypted_content"],"max_output_tokens":99,"input":[\
        {"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,aW1n"}]},\
        {"role":"user","content":[{"type":"input_file","filename":"b.pdf",\
        "file_data":"data:application/pdf;base64,cGRm"}]},\
        {"role":"user","content":[{"type":"input_text","text":"hi"}]},\
        {"role":"assistant","content":[{"type":"output_text","text":"so"}]},\
        {"type":"function_call","call_id":"t1","name":"read_file","arguments":"{\\"path\\":\\"a\\",\\"n\\":1.50}"},\
        {"type":"function_call","call_id":"t2","name":"list_dir","arguments":"{}"},\
        {"type":"function_call_output","call_id":"t1","output":"error: no"},\
        {"type":"function_call_output","call_id":"t2","output":[{"type":"input_text","text":"seen"},\
        {"type":"input_image","image_url":"data:image/png;base64,aW1n"}]}],\
        "tools":[{"type":"function","name":"list_dir","description":"lists","parameters":{"type":"object"},\
        "strict":false},{"type":"function","name":"read_file","description":"reads","parameters":{"type":"object"},\
        "strict":false}]}""");
  }

  @Test
  void asksNotForSealedThoughtsWhereTheModelHasNone() {
    FakeBoxClient host = new FakeBoxClient(new FakeSession())
        .answering(400, "{\"error\":{\"message\":\"Encrypted content is not supported with this model.\"}}")
        .answering(400, "{\"detail\":\"Unsupported parameter: max_output_tokens\"}").answering(200, fixture("text"));
    provider(host).stream(Requests.everything(), event -> {});
    assertThat(host.modelRequests.getLast()).doesNotContain("include").doesNotContain("max_output_tokens");
  }

  @Test
  void sendsNoThoughtBackThatTheUpstreamCouldNotRead() {
    String unsealed = fixture("reasoning").replace("\"gAAAAABsealed==\"", "null");
    assertThat(events(unsealed)).noneMatch(ModelEvent.Reasoning.class::isInstance);
  }
}
