package dev.ironclaw.sandbox.loop;

import dev.ironclaw.sandbox.provider.ModelBlock;
import java.util.ArrayList;
import java.util.List;

/// What tools show besides their words. Only the newest are ever shown to a model, so the bytes of older ones are let go:
/// all that one turn may look at has no room in a box.
final class Pictures {
  /// So many are shown at once.
  static final int MOST = 4;

  private Pictures() {}

  /// Leaves the newest of one round.
  static void keepNewest(List<ModelBlock.ToolResult> results) {
    keep(results, MOST);
  }

  /// Leaves the newest of all rounds.
  static void keepNewestOf(List<Round> rounds) {
    int room = MOST;
    for (int i = rounds.size() - 1; i >= 0; i--) {
      Round round = rounds.get(i);
      if (round.results().stream().anyMatch(result -> !result.media().isEmpty())) {
        List<ModelBlock.ToolResult> results = new ArrayList<>(round.results());
        room = keep(results, room);
        rounds.set(i, new Round(round.said(), results, round.tokens()));
      }
    }
  }

  private static int keep(List<ModelBlock.ToolResult> results, int most) {
    int room = most;
    for (int i = results.size() - 1; i >= 0; i--) {
      room -= results.get(i).media().size();
      if (room < 0) {
        results.set(i, inWords(results.get(i)));
      }
    }
    return room;
  }

  /// Its words, and those that stand for what it shows.
  static ModelBlock.ToolResult inWords(ModelBlock.ToolResult result) {
    StringBuilder text = new StringBuilder(result.text());
    result.media().forEach(media -> text.append('\n').append(media.words()));
    return new ModelBlock.ToolResult(result.toolUseId(), text.toString(), result.isError());
  }
}
