package dev.ironclaw.sandbox.loop;

import dev.ironclaw.sandbox.provider.ModelBlock;
import java.util.List;

/// One answer of the model that asks for tools, with what the tools said.
///
/// @param said words, thoughts and tool requests, in the model's order
/// @param results empty until the tools have run
/// @param tokens that the answer took
record Round(List<ModelBlock> said, List<ModelBlock.ToolResult> results, long tokens) {
  Round {
    said = List.copyOf(said);
    results = List.copyOf(results);
  }

  List<ModelBlock.ToolUse> uses() {
    return said.stream().filter(ModelBlock.ToolUse.class::isInstance).map(ModelBlock.ToolUse.class::cast).toList();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (ModelBlock block : said) {
      if (block instanceof ModelBlock.Text words) {
        text.append(words.text());
      }
    }
    return text.toString();
  }
}
