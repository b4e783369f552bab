package dev.ironclaw.sandbox.loop;

import dev.ironclaw.sandbox.provider.ModelBlock;
import dev.ironclaw.sandbox.provider.ModelEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// One answer of the model as it grows: its parts in the model's order.
final class Said {
  private static final int CHARS_PER_TOKEN = 4;

  private final List<ModelBlock> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder open = new StringBuilder();
  private ModelEvent.Reason reason = ModelEvent.Reason.OTHER;
  private OptionalLong used = OptionalLong.empty();

  /// All words so far.
  CharSequence words(String more) {
    text.append(more);
    open.append(more);
    return text;
  }

  void part(ModelBlock part) {
    closeWords();
    parts.add(part);
  }

  private void closeWords() {
    if (!open.isEmpty()) {
      parts.add(new ModelBlock.Text(open.toString()));
      open.setLength(0);
    }
  }

  void used(long tokens) {
    used = OptionalLong.of(tokens);
  }

  void stopped(ModelEvent.Reason why) {
    closeWords();
    reason = why;
  }

  /// Whole after the stop.
  List<ModelBlock> blocks() {
    return List.copyOf(parts);
  }

  String text() {
    return text.toString();
  }

  ModelEvent.Reason reason() {
    return reason;
  }

  /// As the upstream counts them; from the words where it does not.
  long tokens() {
    return used.orElse(text.length() / CHARS_PER_TOKEN + 1L);
  }
}
