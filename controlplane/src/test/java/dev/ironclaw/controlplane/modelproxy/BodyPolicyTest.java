package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyPolicyTest {
  private static ByteBuffer bytes(String json) {
    return bytes(json, StandardCharsets.UTF_8);
  }

  /// Not at the beginning of its array, as a slice of a pool would be.
  private static ByteBuffer bytes(String json, Charset charset) {
    byte[] text = json.getBytes(charset);
    ByteBuffer whole = ByteBuffer.allocate(text.length + 14);
    whole.position(3);
    ByteBuffer slice = whole.slice();
    slice.position(4).put(text).flip().position(4);
    return slice;
  }

  private static String rewritten(Dialect dialect, String json, String model) {
    ByteBuffer body = bytes(json);
    BodyPolicy.Span span = BodyPolicy.check(dialect, body).orElseThrow();
    return StandardCharsets.UTF_8.decode(BodyPolicy.withModel(body, span, model)).toString();
  }

  private static void refused(Dialect dialect, String json, ErrorCode code) {
    assertThatThrownBy(() -> BodyPolicy.check(dialect, bytes(json))).as(json)
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void writesTheHostsModelInPlaceOfTheBoxesAndLeavesEveryOtherByte() {
    assertThat(rewritten(Dialect.ANTHROPIC, "{ \"system\":\"ü\u20ac\\n\", \"model\" :  \"mine\" , \"max_tokens\":1}",
        "the \"host's\"")).isEqualTo(
            "{ \"system\":\"ü\u20ac\\n\", \"model\" :  \"the \\\"host's\\\"\" , \"max_tokens\":1}");
    assertThat(rewritten(Dialect.OPENAI, "{\"model\":\"m\\u0031\"}", "x")).isEqualTo("{\"model\":\"x\"}");
    assertThat(rewritten(Dialect.OPENAI_RESPONSES, "{\"model\":\"" + "m".repeat(9_000) + "\",\"input\":\"\"}", "x"))
        .isEqualTo("{\"model\":\"x\",\"input\":\"\"}");
  }

  @Test
  void readsTheModelAsTheUpstreamWould() {
    assertThat(BodyPolicy.check(Dialect.OPENAI, bytes("{\"m\\u006fdel\":\"a\\u0062\"}")).orElseThrow().model())
        .isEqualTo("ab");
    assertThat(BodyPolicy.check(Dialect.GEMINI, bytes("{\"contents\":[]}"))).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "{", "{\"model\":\"a\"}{}", "{\"model\":\"a\",\"model\":\"b\"}", "{}",
      "{\"model\":7}", "{\"model\":{\"a\":\"b\"}}", "{\"model\":\"a\",\"messages\":[", "{'model':'a'}", "\u0000"})
  void refusesWhatIsNotOneRequestWithOneModel(String json) {
    refused(Dialect.OPENAI, json, ErrorCode.INVALID_REQUEST);
  }

  @Test
  void refusesABodyThatNestsWithoutEndOrIsInAnotherEncoding() {
    refused(Dialect.OPENAI, "{\"model\":\"a\",\"messages\":" + "[".repeat(5_000), ErrorCode.INVALID_REQUEST);
    assertThatThrownBy(() -> BodyPolicy.check(Dialect.OPENAI, bytes("{\"model\":\"a\"}", StandardCharsets.UTF_16BE)))
        .isInstanceOf(IronclawException.class).hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"model\":\"m\",\"mcp_servers\":[]}", "{\"model\":\"m\",\"container\":\"c\"}",
      "{\"model\":\"m\",\"Model\":\"n\"}",
      "{\"model\":\"m\",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\"}]}",
      "{\"model\":\"m\",\"tools\":[{\"name\":\"w\",\"input_schema\":{}},{\"type\":\"code_execution_20250522\"}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://evil/\"}}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"tool_result\",\"content\":[{\"type\":\"image\",\"source\":{\"url\":\"http://evil\"}}]}]}]}"})
  void keepsAnthropicFromReachingOutForTheBox(String json) {
    refused(Dialect.ANTHROPIC, json, ErrorCode.DENIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"model\":\"m\",\"plugins\":[{\"id\":\"web\"}]}", "{\"model\":\"m\",\"models\":[\"n\"]}",
      "{\"model\":\"m\",\"web_search_options\":{}}", "{\"model\":\"m\",\"store\":true}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://evil/x\"}}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":\"https://evil/x\"}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"\\u0075rl\":\"https://evil\"}}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"file\",\"file\":{\"file_data\":\"https://evil/?x\"}}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"file\",\"file\":{\"File_Data\":\"//evil/?x\"}}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"video_url\":\"http://10.0.0.1/\"}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"audio_url\":\"http://10.0.0.1/\"}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"document_url\",\"document_url\":\"ftp://evil\"}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"imageUrl\":\" data:image/png;base64,AA==\"}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"image_url\":[\"https://evil\"]}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"video\",\"video\":[\"https://evil/1\"]}]}]}",
      "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\" HTTPS://evil\"}}]}]}",
      "{\"model\":\"m\",\"tools\":[{\"type\":\"function\",\"web_search\":{}}]}"})
  void keepsOpenaiFromReachingOutForTheBox(String json) {
    refused(Dialect.OPENAI, json, ErrorCode.DENIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"model\":\"m\",\"tools\":[{\"type\":\"mcp\",\"server_label\":\"x\",\"server_url\":\"https://evil\"}]}",
      "{\"model\":\"m\",\"tools\":[{\"type\":\"web_search\"}]}", "{\"model\":\"m\",\"previous_response_id\":\"r\"}",
      "{\"model\":\"m\",\"input\":[{\"type\":\"item_reference\",\"id\":\"i\"}]}",
      "{\"model\":\"m\",\"background\":true}",
      "{\"model\":\"m\",\"input\":[{\"content\":[{\"type\":\"input_file\",\"file_url\":\"https://evil\"}]}]}",
      "{\"model\":\"m\",\"input\":[{\"content\":[{\"type\":\"input_image\",\"image_url\":\"https://evil\"}]}]}"})
  void keepsTheResponsesApiFromReachingOutForTheBox(String json) {
    refused(Dialect.OPENAI_RESPONSES, json, ErrorCode.DENIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"tools\":[{\"googleSearch\":{}}]}", "{\"tools\":[{\"urlContext\":{}}]}",
      "{\"tools\":[{\"functionDeclarations\":[]},{\"code_execution\":{}}]}", "{\"cachedContent\":\"c\"}",
      "{\"contents\":[{\"parts\":[{\"fileData\":{\"fileUri\":\"https://evil\"}}]}]}",
      "{\"contents\":[{\"parts\":[{\"file_data\":{\"file_uri\":\"https://evil\"}}]}]}", "{\"model\":\"models/other\"}"})
  void keepsGeminiFromReachingOutForTheBox(String json) {
    refused(Dialect.GEMINI, json, ErrorCode.DENIED);
  }

  @Test
  void takesToolsAsAListOfObjectsAlone() {
    for (String tools : List.of("{\"googleSearch\":{},\"urlContext\":{},\"codeExecution\":{}}", "\"web_search\"",
        "{\"functionDeclarations\":[]}", "[[{\"googleSearch\":{}}]]", "[\"web_search\"]",
        "[{\"functionDeclarations\":[]},7]", "[{\"type\":\"function\"},[]]", "7", "true", "null", "[null]")) {
      refused(Dialect.GEMINI, "{\"tools\":" + tools + "}", ErrorCode.DENIED);
      for (Dialect dialect : List.of(Dialect.ANTHROPIC, Dialect.OPENAI, Dialect.OPENAI_RESPONSES)) {
        refused(dialect, "{\"model\":\"m\",\"tools\":" + tools + "}", ErrorCode.DENIED);
      }
    }
    assertThat(BodyPolicy.check(Dialect.OPENAI, bytes("{\"model\":\"m\",\"tools\":[]}"))).isPresent();
  }

  @Test
  void letsWordsBeginWithALink() {
    assertThat(BodyPolicy.check(Dialect.OPENAI, bytes("""
        {"model":"m","messages":[{"role":"user","content":"https://example.org is mine"},
          {"role":"user","content":[{"type":"text","text":"https://example.org"}]},
          {"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"https://x"}}]}]}"""))).isPresent();
    assertThat(BodyPolicy.check(Dialect.GEMINI, bytes("""
        {"contents":[{"parts":[{"text":"https://example.org"},{"inlineData":{"data":"AA=="}}]}]}"""))).isEmpty();
  }

  @Test
  void letsAgentsToolsTakeLinksAndNamesOfAnyKind() {
    assertThat(BodyPolicy.check(Dialect.ANTHROPIC, bytes("""
        {"model":"m","max_tokens":9,"stream":true,"tools":[{"name":"http_fetch","input_schema":{"type":"object",
          "properties":{"url":{"type":"string"},"file_id":{"type":"string"}}}}],
         "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"http_fetch",
           "input":{"url":"https://example.org","type":"item_reference"}}]},{"role":"user","content":[
           {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]}]}"""))).isPresent();
    assertThat(BodyPolicy.check(Dialect.OPENAI, bytes("""
        {"model":"m","stream":true,"store":false,"tools":[{"type":"function","function":{"name":"f","parameters":
          {"type":"object","properties":{"url":{"type":"string","url":"x"}}}}}],"messages":[{"role":"user","content":[
          {"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}]}"""))).isPresent();
    assertThat(BodyPolicy.check(Dialect.OPENAI_RESPONSES, bytes("""
        {"model":"m","stream":true,"store":false,"include":["reasoning.encrypted_content"],"tools":[{"type":"function",
          "name":"f","parameters":{"type":"object"}}],"input":[{"type":"function_call","call_id":"c","name":"f",
          "arguments":"{\\"url\\":\\"https://example.org\\"}"}]}"""))).isPresent();
    assertThat(BodyPolicy.check(Dialect.GEMINI, bytes("""
        {"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{"url":"https://example.org"}}}]},
          {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"url":"https://x"}}}]}],
         "tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT"}}]}]}"""))).isEmpty();
  }
}
