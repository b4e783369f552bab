package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.Optional;

/// Asks the people of the conversation. The host shows the question, and brings the answer in a message of its own.
public final class AskUserQuestionTool implements Tool {
  private final BoxClient host;

  public AskUserQuestionTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.ASK_USER_QUESTION;
  }

  @Override
  public String description() {
    return "Asks the people of this conversation a question, with up to 10 options to choose from or for words of their "
        + "own. You are not answered at once: finish your turn; the answer comes later as a message, or a notice says "
        + "that nobody answered.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"question":{"type":"string","maxLength":2000},\
        "options":{"type":"array","maxItems":10,"items":{"type":"string","maxLength":200}},\
        "allow_freeform":{"type":"boolean","description":"whether other words than an option are an answer"}},\
        "required":["question"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    JsonWriter payload = new JsonWriter().object().text("action", name()).object("payload").text("question",
        call.input().text("question"));
    Optional<JsonValue> options = call.input().member("options");
    if (options.isPresent()) {
      payload.texts("options", call.input().array("options").stream().map(AskUserQuestionTool::text).toList());
    }
    if (call.input().member("allow_freeform").isPresent()) {
      payload.flag("allow_freeform", call.input().flag("allow_freeform"));
    }
    SystemRow.send(host, call, payload.endObject().endObject().text());
    return ToolResult.done("Asked. Finish your turn now: the answer comes as a message of its own.");
  }

  private static String text(JsonValue option) {
    if (option instanceof JsonValue.Text words) {
      return words.value();
    }
    throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "each of \"options\" must be a text");
  }
}
