package dev.ironclaw.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.testing.FakeBoxClient;
import dev.ironclaw.sandbox.testing.FakeSession;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenAiProviderTest extends ProviderContract {
  private static final String DONE = "data: [DONE]\n\n";

  @Override
  protected Provider provider(ModelDoor door) {
    return new OpenAiProvider(door);
  }

  @Override
  protected String dialect() {
    return "openai";
  }

  @Override
  protected String begin() {
    return delta("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":null}");
  }

  private static String delta(String json) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":" + json + ",\"finish_reason\":null}]}\n\n";
  }

  @Override
  protected String words(String json) {
    return delta("{\"content\":" + json + "}");
  }

  @Override
  protected String tool(int index, String id, String name, String arguments) {
    return delta("{\"tool_calls\":[{\"index\":" + index + ",\"id\":\"" + id + "\",\"type\":\"function\",\"function\":"
        + "{\"name\":\"" + name + "\",\"arguments\":\"" + arguments.replace("\"", "\\\"") + "\"}}]}");
  }

  @Override
  protected String end(String inputTokens, String outputTokens) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":" + inputTokens + ",\"completion_tokens\":" + outputTokens
        + "}}\n\n" + DONE;
  }

  @Override
  protected String lastPiece() {
    return "\"finish_reason\": \"tool_calls\"";
  }

  @Override
  protected String sealedThought() {
    return "{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"First I look.\",\"reasoning_details\":[{"
        + "\"type\":\"reasoning.text\",\"text\":\"First I look.\",\"format\":\"unknown\",\"index\":0}],\"tool_calls\":[";
  }

  @Test
  void sendsTheConversationAsChatCompletionsWantIt() {
    FakeBoxClient host = new FakeBoxClient(new FakeSession()).answering(200, fixture("text"));
    provider(host).stream(Requests.everything(), event -> {});
    assertThat(host.modelPaths).containsExactly("/v1/chat/completions");
    assertThat(host.modelRequests).containsExactly("""
        {"model":"m-1","stream":true,"stream_options":{"include_usage":true},"max_tokens":99,"messages":[\
        {"role":"system","content":"be brief"},\
        {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,aW1n"}},\
        {"type":"file","file":{"filename":"b.pdf","file_data":"data:application/pdf;base64,cGRm"}},\
        {"type":"text","text":"hi"}]},\
        {"role":"assistant","content":"so","tool_calls":[{"id":"t1","type":"function","function":{"name":"read_file",\
        "arguments":"{\\"path\\":\\"a\\",\\"n\\":1.50}"}},{"id":"t2","type":"function","function":{"name":"list_dir",\
        "arguments":"{}"}}]},\
        {"role":"tool","tool_call_id":"t1","content":"error: no"},{"role":"tool","tool_call_id":"t2","content":"seen"},\
        {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,aW1n"}}]}],\
        "tools":[{"type":"function","function":{"name":"list_dir","description":"lists",\
        "parameters":{"type":"object"}}},{"type":"function","function":{"name":"read_file","description":"reads",\
        "parameters":{"type":"object"}}}]}""");
  }

  @Test
  void usesTheLimitThatTheModelKnows() {
    for (String model : List.of("gpt-5", "openai/gpt-4o", "o3-mini", "chatgpt-4o-latest")) {
      assertThat(sent(model)).as(model).contains("\"max_completion_tokens\":99").doesNotContain("\"max_tokens\"");
    }
    for (String model : List.of("llama3.2", "gpt-oss:20b", "openai/gpt-oss-120b", "omni", "o")) {
      assertThat(sent(model)).as(model).contains("\"max_tokens\":99").doesNotContain("max_completion_tokens");
    }
  }

  private String sent(String model) {
    FakeBoxClient host = new FakeBoxClient(new FakeSession()).answering(200, fixture("text"));
    provider(host).stream(Requests.everything(model), event -> {});
    return host.modelRequests.getFirst();
  }

  @Test
  void leavesOutWhatAServerRefusesByNameAndRemembersIt() {
    FakeBoxClient host = new FakeBoxClient(new FakeSession())
        .answering(400,
            "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model. "
                + "Use 'max_completion_tokens' instead.\"}}")
        .answering(400, "{\"error\":{\"message\":\"Unknown field stream_options\"}}").answering(200, fixture("text"))
        .answering(200, fixture("text"));
    Provider provider = provider(host);
    provider.stream(Requests.everything("my-deployment"), event -> {});
    provider.stream(Requests.everything("my-deployment"), event -> {});
    assertThat(host.modelRequests).hasSize(4);
    assertThat(host.modelRequests.getLast()).contains("\"max_completion_tokens\":99").doesNotContain("max_tokens\"")
        .doesNotContain("stream_options");
  }

  @Test
  void givesUpOnARefusalThatNamesNothingItCanLeaveOut() {
    FakeBoxClient host = new FakeBoxClient(new FakeSession())
        .answering(400, "{\"error\":{\"message\":\"max_tokens_to_sample is wrong\"}}");
    assertThatExceptionOfType(IronclawException.class)
        .isThrownBy(() -> provider(host).stream(request(), event -> {}))
        .withMessageContaining("max_tokens_to_sample");
    assertThat(host.modelRequests).hasSize(1);
  }

  @Test
  void readsCallsOfServersThatDoWithoutIndexesIdsOrTheEndMark() {
    ModelEvent.ToolUse first = use("a", "one", "{\"x\":1}");
    ModelEvent.ToolUse second = use("b", "two", "{}");
    String call = "{%s\"id\":\"%s\",\"function\":{\"name\":\"%s\",\"arguments\":%s}}";
    String sameIndex = delta("{\"tool_calls\":[" + call.formatted("\"index\":0,", "a", "one", "{\"x\":1}") + "]}")
        + delta("{\"tool_calls\":[" + call.formatted("\"index\":0,", "b", "two", "\"\"") + "]}");
    assertThat(events(sameIndex + end("1", "1").replace(DONE, ""))).startsWith(first, second);
    String noIndex = delta("{\"tool_calls\":[" + call.formatted("", "a", "one", "\"{\\\"x\\\":\"") + "]}")
        + delta("{\"tool_calls\":[{\"function\":{\"arguments\":\"1}\"}}]}")
        + delta("{\"tool_calls\":[" + call.formatted("", "b", "two", "{}") + "]}");
    assertThat(events(noIndex + end("1", "1"))).startsWith(first, second);
    String repeated = delta("{\"tool_calls\":[" + call.formatted("\"index\":0,", "a", "one", "\"{\\\"x\\\":\"") + "]}")
        + delta("{\"tool_calls\":[" + call.formatted("\"index\":0,", "a", "one", "\"1}\"") + "]}");
    assertThat(events(repeated + end("1", "1"))).startsWith(first);
  }

  private static ModelEvent.ToolUse use(String id, String name, String input) {
    return new ModelEvent.ToolUse(new ModelBlock.ToolUse(id, name, JsonReader.object(input)));
  }
}
