package dev.ironclaw.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.testing.FakeBoxClient;
import dev.ironclaw.sandbox.testing.FakeSession;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeminiProviderTest extends ProviderContract {
  @Override
  protected Provider provider(ModelDoor door) {
    return new GeminiProvider(door);
  }

  @Override
  protected String dialect() {
    return "gemini";
  }

  @Override
  protected String begin() {
    return "data: {\"candidates\":[{\"content\":null,\"finishReason\":null}],\"usageMetadata\":null}\n\n";
  }

  private static String part(String json) {
    return "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + json + "]},\"index\":0}]}\n\n";
  }

  @Override
  protected String words(String json) {
    return part("{\"text\":" + json + "}");
  }

  @Override
  protected String tool(int index, String id, String name, String arguments) {
    return part("{\"functionCall\":{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"args\":" + arguments + "}}");
  }

  @Override
  protected String end(String inputTokens, String outputTokens) {
    return "data: {\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":" + inputTokens
        + ",\"candidatesTokenCount\":" + outputTokens + "}}\n\n";
  }

  @Override
  protected String lastPiece() {
    return "\"responseId\": \"mYXHaMiBKKv4xN8P\"}";
  }

  @Override
  protected String sealedThought() {
    return "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"read_file\",\"args\":{\"path\":\"a\"}},"
        + "\"thoughtSignature\":\"CvQBsealed==\"}]},{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":"
        + "\"read_file\",\"response\":{\"result\":\"found\"}}}]}";
  }

  @Test
  void sendsTheConversationAsGenerateContentWantsIt() {
    FakeBoxClient host = new FakeBoxClient(new FakeSession()).answering(200, fixture("text"));
    provider(host).stream(Requests.everything("gemini-2.5-pro"), event -> {});
    assertThat(host.modelPaths).containsExactly("/v1beta/models/gemini-2.5-pro:streamGenerateContent");
    assertThat(host.modelRequests).containsExactly("""
        {"systemInstruction":{"parts":[{"text":"be brief"}]},"contents":[\
        {"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"aW1n"}},\
        {"inlineData":{"mimeType":"application/pdf","data":"cGRm"}},{"text":"hi"}]},\
        {"role":"model","parts":[{"text":"so"},\
        {"functionCall":{"name":"read_file","id":"t1","args":{"path":"a","n":1.50}}},\
        {"functionCall":{"name":"list_dir","id":"t2","args":{}}}]},\
        {"role":"user","parts":[{"functionResponse":{"name":"read_file","id":"t1","response":{"error":"no"}}},\
        {"functionResponse":{"name":"list_dir","id":"t2","response":{"result":"seen"}}},\
        {"inlineData":{"mimeType":"image/png","data":"aW1n"}}]}],\
        "tools":[{"functionDeclarations":[{"name":"list_dir","description":"lists",\
        "parametersJsonSchema":{"type":"object"}},{"name":"read_file","description":"reads",\
        "parametersJsonSchema":{"type":"object"}}]}],"generationConfig":{"maxOutputTokens":99}}""");
  }

  @Test
  void neverMakesAPathOfAModelThatIsNoName() {
    for (String model : List.of("", "a/b", "..", "x:y", "a?b", "a b", "é")) {
      assertThatExceptionOfType(IronclawException.class)
          .isThrownBy(
              () -> provider(new FakeBoxClient(new FakeSession())).stream(Requests.everything(model), event -> {}))
          .satisfies(failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CONFIGURATION));
    }
  }

  @Test
  void tellsAPromptThatAFilterStopped() {
    assertThat(events(fixture("blocked"))).containsExactly(new ModelEvent.Usage(11, 0),
        new ModelEvent.Stop(ModelEvent.Reason.REFUSED));
  }

  @Test
  void triesAgainAfterACallThatIsNone() {
    assertThatExceptionOfType(IronclawException.class)
        .isThrownBy(() -> events("data: {\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}\n\n"))
        .satisfies(failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED));
  }
}
