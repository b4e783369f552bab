package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.provider.ModelBlock;
import dev.ironclaw.sandbox.tool.ToolCall;
import dev.ironclaw.sandbox.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;

/// Runs the tools of one round, in the model's order. Every request gets a result, because the API wants one.
final class ToolRound {
  private static final int MAX_TOOL_CALLS = 16;
  /// All results of a round in one commit, however they are escaped.
  private static final int MAX_ROUND_CHARS = 96 * 1024;

  private final Desk desk;
  private final MessageIn origin;
  private final int number;
  private final Repeats repeats;

  /// @param repeats what has failed in the rounds before
  ToolRound(Desk desk, MessageIn origin, int number, Repeats repeats) {
    this.desk = desk;
    this.origin = origin;
    this.number = number;
    this.repeats = repeats;
  }

  List<ModelBlock.ToolResult> run(List<ModelBlock.ToolUse> uses, Cancellation cancellation) {
    List<ModelBlock.ToolResult> results = new ArrayList<>();
    int room = MAX_ROUND_CHARS;
    for (ModelBlock.ToolUse use : uses) {
      ToolResult result = result(use, results.size(), cancellation);
      String told = result.text() + (result.isError() ? repeats.failed(use) : "");
      String text = Words.cut(plain(told), Math.max(1, room));
      room -= text.length();
      results.add(new ModelBlock.ToolResult(use.id(), text, result.isError(), result.shown().stream()
          .map(shown -> new ModelBlock.Media(shown.name(), shown.mediaType(), shown.base64())).toList()));
      Pictures.keepNewest(results);
    }
    desk.activity().turn(origin.id());
    return results;
  }

  private ToolResult result(ModelBlock.ToolUse use, int index, Cancellation cancellation) {
    if (cancellation.isCancelled()) {
      return new ToolResult("not run: the turn was cancelled", true);
    }
    if (index >= MAX_TOOL_CALLS) {
      return new ToolResult("not run: at most " + MAX_TOOL_CALLS + " tools at once; ask for it again", true);
    }
    return run(use, index, cancellation);
  }

  // The loop's border: a fault in one tool is that tool's result, and the person still gets an answer.
  private ToolResult run(ModelBlock.ToolUse use, int index, Cancellation cancellation) {
    desk.activity().tool(origin.id(), use.name());
    try {
      return desk.tools().invoke(use.name(), new ToolCall(use.input(), origin, rowId(index), cancellation));
    } catch (RuntimeException fault) {
      return new ToolResult(use.name() + ": failed inside (" + fault.getClass().getSimpleName() + ")", true);
    }
  }

  private MessageId rowId(int index) {
    return new MessageId(MessageOut.replyTo(origin.id()).value() + "_" + number + "_" + index);
  }

  /// Control characters take six bytes each in JSON and say nothing to a model.
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
    }
    return plain.toString();
  }
}
