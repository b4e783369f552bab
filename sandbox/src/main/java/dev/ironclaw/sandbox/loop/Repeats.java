package dev.ironclaw.sandbox.loop;

import dev.ironclaw.sandbox.json.JsonWriter;
import dev.ironclaw.sandbox.provider.ModelBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How often the same tool has failed with the same input in one turn: the model is told from the third time on, and
/// the fifth ends the turn. Follows from the rounds alone, so a box that takes over counts on.
final class Repeats {
  private static final int TOLD = 3;
  private static final int ENDS = 5;

  private final Map<String, Integer> failures = new HashMap<>();
  private Optional<String> hopeless = Optional.empty();

  Repeats(List<Round> rounds) {
    for (Round round : rounds) {
      List<ModelBlock.ToolUse> uses = round.uses();
      for (int i = 0; i < Math.min(uses.size(), round.results().size()); i++) {
        if (round.results().get(i).isError()) {
          failed(uses.get(i));
        }
      }
    }
  }

  /// What the model is told besides the failure; nothing at first.
  String failed(ModelBlock.ToolUse use) {
    int times = failures.merge(use.name() + " " + new JsonWriter().value(use.input()).text(), 1, Integer::sum);
    if (times >= ENDS) {
      hopeless = Optional.of(use.name());
    }
    return times < TOLD
        ? ""
        : "\n[This same call has now failed " + times
            + " times. Do not make it again: change it, or say what is missing.]";
  }

  /// Why the turn ends here.
  Optional<String> end() {
    return hopeless.map(tool -> "I stopped: " + tool + " failed " + ENDS
        + " times with the same input, so trying on would not have helped.");
  }
}
