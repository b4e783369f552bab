package dev.ironclaw.controlplane.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.llm.ChatMessage.Role;
import dev.ironclaw.controlplane.llm.Completion.FinishReason;
import dev.ironclaw.controlplane.llm.Completion.TokenCount;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the dialects write and read, by what their makers document; whole conversations go through the mocks elsewhere.
final class ModelCodecTest {
  private static final ChatRequest CONVERSATION = new ChatRequest(List.of(message(Role.SYSTEM, "Be brief."),
      new ChatMessage(Role.USER, "look", List.of("data:image/png;base64,aGk="), Optional.empty(), List.of()),
      new ChatMessage(Role.ASSISTANT, "", List.of(), Optional.empty(),
          List.of(call("own_1", "a", Optional.of("seal")), call("c2", "b", Optional.empty()))),
      new ChatMessage(Role.TOOL, "one", List.of(), Optional.of("own_1"), List.of()),
      new ChatMessage(Role.TOOL, "two", List.of(), Optional.of("c2"), List.of()), message(Role.USER, "go on")),
      100, OptionalDouble.of(0.5), List.of("END"),
      List.of(new ToolDefinition("a", "does a", json("{\"type\":\"object\"}"))),
      Optional.of(new ToolChoice.Named("a")));

  private static ChatMessage message(Role role, String text) {
    return new ChatMessage(role, text, List.of(), Optional.empty(), List.of());
  }

  private static ToolCall call(String id, String name, Optional<String> seal) {
    return new ToolCall(id, name, (ObjectNode) json("{\"x\":1}"), seal, Optional.empty());
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static Completion read(Dialect dialect, String body) {
    return ModelCodec.of(dialect).answer(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertWrites(Dialect dialect, String model, String body) {
    assertThat(ModelCodec.of(dialect).request(model, CONVERSATION).toPrettyString()).isEqualTo(
        json(body).toPrettyString());
  }

  @Test
  void writesAnthropics() {
    assertWrites(Dialect.ANTHROPIC, "m", """
        {"model":"m","max_tokens":100,"stream":true,"temperature":0.5,
         "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],"stop_sequences":["END"],
         "messages":[{"role":"user","content":[{"type":"text","text":"look"},
             {"type":"image","source":{"type":"base64","media_type":"image/png","data":"aGk="}}]},
           {"role":"assistant","content":[{"type":"tool_use","id":"own_1","name":"a","input":{"x":1}},
             {"type":"tool_use","id":"c2","name":"b","input":{"x":1}}]},
           {"role":"user","content":[{"type":"tool_result","tool_use_id":"own_1","content":"one"},
             {"type":"tool_result","tool_use_id":"c2","content":"two"},{"type":"text","text":"go on"}]}],
         "tools":[{"name":"a","description":"does a","input_schema":{"type":"object"}}],
         "tool_choice":{"type":"tool","name":"a"}}""");
  }

  @ParameterizedTest
  @CsvSource({"gpt-4o,max_completion_tokens", "openai/o3-mini,max_completion_tokens", "gpt-oss-20b,max_tokens",
      "llama3.2,max_tokens"})
  void writesOpenAis(String model, String limit) {
    assertWrites(Dialect.OPENAI, model, """
        {"model":"%s","%s":100,"temperature":0.5,"stop":["END"],
         "messages":[{"role":"system","content":"Be brief."},
           {"role":"user","content":[{"type":"text","text":"look"},
             {"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="}}]},
           {"role":"assistant","content":null,"tool_calls":[
             {"id":"own_1","type":"function","function":{"name":"a","arguments":"{\\"x\\":1}"}},
             {"id":"c2","type":"function","function":{"name":"b","arguments":"{\\"x\\":1}"}}]},
           {"role":"tool","tool_call_id":"own_1","content":"one"},
           {"role":"tool","tool_call_id":"c2","content":"two"},{"role":"user","content":"go on"}],
         "tools":[{"type":"function","function":{"name":"a","description":"does a","parameters":{"type":"object"}}}],
         "tool_choice":{"type":"function","function":{"name":"a"}}}""".formatted(model, limit));
  }

  @Test
  void writesResponses() {
    assertWrites(Dialect.OPENAI_RESPONSES, "m", """
        {"model":"m","store":false,"max_output_tokens":100,"temperature":0.5,"instructions":"Be brief.",
         "input":[{"role":"user","content":[{"type":"input_text","text":"look"},
             {"type":"input_image","image_url":"data:image/png;base64,aGk="}]},
           {"type":"function_call","call_id":"own_1","name":"a","arguments":"{\\"x\\":1}"},
           {"type":"function_call","call_id":"c2","name":"b","arguments":"{\\"x\\":1}"},
           {"type":"function_call_output","call_id":"own_1","output":"one"},
           {"type":"function_call_output","call_id":"c2","output":"two"},
           {"role":"user","content":[{"type":"input_text","text":"go on"}]}],
         "tools":[{"type":"function","name":"a","description":"does a","strict":false,"parameters":{"type":"object"}}],
         "tool_choice":{"type":"function","name":"a"}}""");
  }

  @Test
  void writesGeminis() {
    assertWrites(Dialect.GEMINI, "m", """
        {"systemInstruction":{"parts":[{"text":"Be brief."}]},
         "contents":[{"role":"user","parts":[{"text":"look"},{"inlineData":{"mimeType":"image/png","data":"aGk="}}]},
           {"role":"model","parts":[{"functionCall":{"name":"a","args":{"x":1}},"thoughtSignature":"seal"},
             {"functionCall":{"id":"c2","name":"b","args":{"x":1}}}]},
           {"role":"user","parts":[{"functionResponse":{"name":"a","response":{"result":"one"}}},
             {"functionResponse":{"id":"c2","name":"b","response":{"result":"two"}}},{"text":"go on"}]}],
         "tools":[{"functionDeclarations":[
           {"name":"a","description":"does a","parametersJsonSchema":{"type":"object"}}]}],
         "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["a"]}},
         "generationConfig":{"maxOutputTokens":100,"temperature":0.5,"stopSequences":["END"]}}""");
  }

  @Test
  void readsAnthropicsPieces() {
    Completion answer = read(Dialect.ANTHROPIC,
        """
            event: message_start
            data: {"type":"message_start","message":{"usage":{"input_tokens":9,"cache_read_input_tokens":70,"cache_creation_input_tokens":4,"output_tokens":1}}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}
            data: {"type":"ping"}
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"on "}}
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"it"}}
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"a","input":{}}}
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"x\\""}}
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":":1}"}}
            data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t2","name":"b","input":{}}}
            data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\\"x\\":"}}
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":12}}
            data: {"type":"message_stop"}
            """);
    assertThat(answer.content()).isEqualTo("on it");
    assertThat(answer.reasoning()).contains("hm");
    assertThat(answer.tokens()).isEqualTo(new TokenCount(9, 12, 70, 4));
    assertThat(answer.finish()).isEqualTo(FinishReason.TOOL_USE);
    assertThat(answer.toolCalls().getFirst()).isEqualTo(call("t1", "a", Optional.empty()));
    assertThat(answer.toolCalls().getLast().fault()).as("the arguments were cut").isPresent();
    assertThat(answer.toolCalls().getLast().arguments()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"stop,STOP", "length,LENGTH", "content_filter,CONTENT_FILTER", "new,UNKNOWN"})
  void readsOpenAis(String reason, FinishReason finish) {
    Completion answer = read(Dialect.OPENAI, """
        {"choices":[{"message":{"role":"assistant","content":"hi","reasoning_content":"hm"},"finish_reason":"%s"}],
         "usage":{"prompt_tokens":100,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":60}}}"""
        .formatted(reason));
    assertThat(answer).isEqualTo(new Completion("hi", List.of(), finish, new TokenCount(40, 7, 60, 0),
        Optional.of("hm")));
  }

  @Test
  void readsResponsesThatStoppedEarlyOrWereRefused() {
    assertThat(read(Dialect.OPENAI_RESPONSES, """
        {"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[
          {"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},
          {"type":"message","content":[{"type":"output_text","text":"par"}]}],
         "usage":{"input_tokens":10,"output_tokens":3,"input_tokens_details":{"cached_tokens":4}}}"""))
        .isEqualTo(
            new Completion("par", List.of(), FinishReason.LENGTH, new TokenCount(6, 3, 4, 0), Optional.of("hm")));
    assertThat(read(Dialect.OPENAI_RESPONSES, """
        {"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"no"}]}]}"""))
        .isEqualTo(new Completion("no", List.of(), FinishReason.CONTENT_FILTER, new TokenCount(0, 0, 0, 0),
            Optional.empty()));
  }

  @Test
  void readsGeminisPiecesAndNamesItsCalls() {
    String body = """
        data: {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"on "}]}}],"usageMetadata":{"promptTokenCount":9}}

        data: {"candidates":[{"content":{"parts":[{"text":"it"},{"functionCall":{"name":"a","args":{"x":1}},"thoughtSignature":"seal"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":4,"thoughtsTokenCount":2,"cachedContentTokenCount":5}}
        """;
    Completion answer = read(Dialect.GEMINI, body);
    assertThat(answer.content()).isEqualTo("on it");
    assertThat(answer.tokens()).isEqualTo(new TokenCount(4, 6, 5, 0));
    assertThat(answer.finish()).isEqualTo(FinishReason.TOOL_USE);
    assertThat(answer.toolCalls()).singleElement().satisfies(call -> {
      assertThat(call.id()).startsWith("own_");
      assertThat(call.signature()).contains("seal");
    });
    assertThat(read(Dialect.GEMINI, body.replace("on ", "off ")).toolCalls().getFirst().id()).as("another answer")
        .isNotEqualTo(answer.toolCalls().getFirst().id());
    assertThat(read(Dialect.GEMINI, "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}").finish())
        .isEqualTo(FinishReason.CONTENT_FILTER);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void takesNothingForAnAnswerThatIsNone(Dialect dialect) {
    for (String body : List.of("", "{}", "[]", "nonsense", "{\"error\":{\"message\":\"x\"}}", "data: {}\n\n",
        "data: {\"type\":\"message_start\"}\n\n", "{\"choices\":[]}")) {
      assertThatThrownBy(() -> read(dialect, body)).as(body).isInstanceOf(IronclawException.class)
          .hasMessageContaining("read the model's answer");
    }
  }

  @Test
  void readsTheWordsOfErrors() {
    assertThat(ModelCodec.words("{\"error\":{\"message\":\"too long\"}}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("too long");
    assertThat(ModelCodec.words("{\"error\":\"no\"}".getBytes(StandardCharsets.UTF_8))).isEqualTo("no");
    assertThat(ModelCodec.words("<html>".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }
}
