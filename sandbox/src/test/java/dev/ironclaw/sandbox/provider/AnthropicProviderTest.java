package dev.ironclaw.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.testing.FakeBoxClient;
import dev.ironclaw.sandbox.testing.FakeSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnthropicProviderTest extends ProviderContract {
  @Override
  protected Provider provider(FakeBoxClient host) {
    return new AnthropicProvider(host);
  }

  @Override
  protected String fixture(String name) {
    return Fixtures.read("sse/anthropic-" + name + ".sse");
  }

  @Test
  void sendsTheConversationAsTheMessagesApiWantsIt() {
    FakeBoxClient host = new FakeBoxClient(new FakeSession()).answering(200, fixture("text"));
    ModelRequest request = new ModelRequest("m-1", "be brief",
        List.of(ModelMessage.user("hi"),
            new ModelMessage(ModelMessage.Role.ASSISTANT,
                List.of(new ModelBlock.ToolUse("t1", "read_file", JsonReader.object("{\"path\":\"a\",\"n\":1.50}")))),
            new ModelMessage(ModelMessage.Role.USER, List.of(new ModelBlock.ToolResult("t1", "no", true)))),
        List.of(new ModelRequest.ToolOffer("read_file", "reads", "{\"type\":\"object\"}")), 99, Duration.ofSeconds(9),
        new Cancellation());
    provider(host).stream(request, event -> {});
    assertThat(host.modelRequests).containsExactly("""
        {"model":"m-1","max_tokens":99,"stream":true,"system":"be brief","messages":[\
        {"role":"user","content":[{"type":"text","text":"hi"}]},\
        {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"read_file",\
        "input":{"path":"a","n":1.50}}]},\
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"no","is_error":true}]}],\
        "tools":[{"name":"read_file","description":"reads","input_schema":{"type":"object"}}]}""");
  }

  @Test
  void namesTheFailureByItsStatus() {
    assertThat(codeOf(429)).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(codeOf(529)).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(codeOf(500)).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertThat(codeOf(403)).isEqualTo(ErrorCode.DENIED);
    assertThat(codeOf(400)).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  private ErrorCode codeOf(int status) {
    FakeBoxClient host = new FakeBoxClient(new FakeSession()).answering(status,
        "{\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\"why\"}}");
    List<ErrorCode> codes = new ArrayList<>();
    assertThatExceptionOfType(IronclawException.class).isThrownBy(() -> provider(host).stream(request(), event -> {}))
        .withMessage("call the model: status " + status + ": why").satisfies(failed -> codes.add(failed.code()));
    return codes.getFirst();
  }
}
