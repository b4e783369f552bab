package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import dev.ironclaw.sandbox.provider.ModelBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a running turn has behind it, so that another box goes on from there without asking the model again. Two keys
/// a round, `turn.<inbound id>.<round>.said` and `.results`, because one commit could not carry a whole turn. Pictures
/// are too large for it: a box that takes over has words in their place.
final class TurnJournal {
  static final String PREFIX = "turn.";

  private final Memory memory;
  private final String prefix;

  TurnJournal(Memory memory, MessageId inbound) {
    this.memory = memory;
    this.prefix = PREFIX + inbound.value() + ".";
  }

  List<Round> rounds() {
    List<Round> rounds = new ArrayList<>();
    Optional<String> said = memory.value(key(0, "said"));
    while (said.isPresent()) {
      Obj entry = JsonReader.object(said.get());
      Optional<String> results = memory.value(key(rounds.size(), "results"));
      rounds.add(new Round(entry.objects("blocks").stream().map(TurnJournal::read).toList(),
          results.map(TurnJournal::results).orElse(List.of()), entry.number("tokens")));
      said = memory.value(key(rounds.size(), "said"));
    }
    return rounds;
  }

  StateEntry said(int round, List<ModelBlock> blocks, long tokens) {
    return new StateEntry(key(round, "said"), Optional.of(new JsonWriter().object().number("tokens", tokens)
        .objects("blocks", blocks, TurnJournal::write).endObject().text()));
  }

  StateEntry results(int round, List<ModelBlock.ToolResult> results) {
    return new StateEntry(key(round, "results"),
        Optional.of(new JsonWriter().object().objects("blocks", results, TurnJournal::write).endObject().text()));
  }

  /// What ends the journal, with the turn.
  List<StateEntry> deletions() {
    return memory.deletionsBelow(prefix);
  }

  private String key(int round, String part) {
    return prefix + round + "." + part;
  }

  private static void write(JsonWriter json, ModelBlock block) {
    switch (block) {
      case ModelBlock.Text(String text) -> json.text("text", text);
      case ModelBlock.Media media -> json.text("text", media.words());
      case ModelBlock.ToolUse use -> json.text("use", use.id()).text("name", use.name()).value("input", use.input())
          .text("seal", use.seal());
      case ModelBlock.ToolResult result -> {
        StringBuilder text = new StringBuilder(result.text());
        result.media().forEach(media -> text.append('\n').append(media.words()));
        json.text("resultOf", result.toolUseId()).text("text", text.toString()).flag("error", result.isError());
      }
      case ModelBlock.Reasoning(String dialect, Obj item) -> json.text("dialect", dialect).value("thought", item);
    }
  }

  private static List<ModelBlock.ToolResult> results(String journal) {
    return JsonReader.object(journal).objects("blocks").stream()
        .map(block -> new ModelBlock.ToolResult(block.text("resultOf"), block.text("text"), block.flag("error")))
        .toList();
  }

  private static ModelBlock read(Obj block) {
    if (block.member("use").isPresent()) {
      return new ModelBlock.ToolUse(block.text("use"), block.text("name"), block.object("input"),
          block.optionalText("seal"));
    }
    if (block.member("thought").isPresent()) {
      return new ModelBlock.Reasoning(block.text("dialect"), block.object("thought"));
    }
    return new ModelBlock.Text(block.text("text"));
  }
}
