package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import dev.ironclaw.sandbox.provider.ModelBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a running turn has behind it, so that another box goes on from there without asking the model again. Two keys
/// a round, `turn.<inbound id>.<round>.said` and `.results`, because one commit could not carry a whole turn.
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
      Optional<String> results = memory.value(key(rounds.size(), "results"));
      rounds.add(new Round(blocks(said.get()), results.map(TurnJournal::blocks).orElse(List.of())));
      said = memory.value(key(rounds.size(), "said"));
    }
    return rounds;
  }

  StateEntry said(int round, List<ModelBlock> blocks) {
    return new StateEntry(key(round, "said"), Optional.of(text(blocks)));
  }

  StateEntry results(int round, List<ModelBlock> blocks) {
    return new StateEntry(key(round, "results"), Optional.of(text(blocks)));
  }

  /// What ends the journal, with the turn.
  List<StateEntry> deletions() {
    return memory.deletionsBelow(prefix);
  }

  private String key(int round, String part) {
    return prefix + round + "." + part;
  }

  private static String text(List<ModelBlock> blocks) {
    return new JsonWriter().object().objects("blocks", blocks, TurnJournal::write).endObject().text();
  }

  private static void write(JsonWriter json, ModelBlock block) {
    switch (block) {
      case ModelBlock.Text(String text) -> json.text("text", text);
      case ModelBlock.ToolUse use -> json.text("use", use.id()).text("name", use.name()).value("input", use.input());
      case ModelBlock.ToolResult result -> json.text("resultOf", result.toolUseId()).text("text", result.text())
          .flag("error", result.isError());
    }
  }

  private static List<ModelBlock> blocks(String journal) {
    List<ModelBlock> blocks = new ArrayList<>();
    for (JsonValue value : JsonReader.object(journal).array("blocks")) {
      if (value instanceof Obj block) {
        blocks.add(read(block));
      }
    }
    return blocks;
  }

  private static ModelBlock read(Obj block) {
    if (block.member("use").isPresent()) {
      return new ModelBlock.ToolUse(block.text("use"), block.text("name"), block.object("input"));
    }
    if (block.member("resultOf").isPresent()) {
      return new ModelBlock.ToolResult(block.text("resultOf"), block.text("text"), block.flag("error"));
    }
    return new ModelBlock.Text(block.text("text"));
  }
}
