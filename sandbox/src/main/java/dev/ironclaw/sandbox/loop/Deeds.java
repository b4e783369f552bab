package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.sandbox.json.JsonWriter;
import dev.ironclaw.sandbox.provider.ModelBlock;
import java.util.List;

/// What a later turn is told of the tools of an earlier one: a line each, cut short.
final class Deeds {
  private static final int MAX_LINES = 16;
  private static final int MAX_INPUT_CHARS = 120;
  private static final int MAX_RESULT_CHARS = 200;

  private Deeds() {}

  static String of(List<Round> rounds) {
    StringBuilder deeds = new StringBuilder();
    int lines = 0;
    for (Round round : rounds) {
      List<ModelBlock.ToolUse> uses = round.uses();
      for (int i = 0; i < Math.min(uses.size(), round.results().size()); i++) {
        if (++lines > MAX_LINES) {
          return deeds.append("\n…").toString();
        }
        deeds.append(lines == 1 ? "" : "\n").append(line(uses.get(i), round.results().get(i)));
      }
    }
    return deeds.toString();
  }

  private static String line(ModelBlock.ToolUse use, ModelBlock.ToolResult result) {
    return "- " + use.name() + " " + brief(new JsonWriter().value(use.input()).text(), MAX_INPUT_CHARS)
        + (result.isError() ? " failed: " : ": ") + brief(result.text(), MAX_RESULT_CHARS);
  }

  private static String brief(String text, int chars) {
    return Excerpt.of(text.replace('\n', ' ').strip(), chars);
  }
}
