package dev.ironclaw.desktop.chat;

import dev.ironclaw.client.StreamEvent;
import java.util.Optional;

/// An answer as far as it is known while it is written. A piece that does not follow what is known is left out: the whole
/// message comes at the end.
final class PartialText {
  private static final int MOST = 64 * 1_024;

  private String message = "";
  private final StringBuilder soFar = new StringBuilder();
  private boolean gap;

  void add(StreamEvent event) {
    if (!event.text("inReplyTo").equals(message)) {
      clear();
      message = event.text("inReplyTo");
    }
    int offset = event.data().get("offset") instanceof Number number ? number.intValue() : -1;
    if (offset < 0 || offset > soFar.length()) {
      gap = true;
    } else {
      soFar.setLength(offset);
      soFar.append(event.text("text"));
      soFar.setLength(Math.min(soFar.length(), MOST));
      gap = false;
    }
  }

  void clear() {
    message = "";
    soFar.setLength(0);
    gap = false;
  }

  /// True where a piece is missing.
  boolean hasGap() {
    return gap;
  }

  /// Of the answer to that message; half of a surrogate pair waits for its other half.
  Optional<String> of(String inReplyTo) {
    if (!message.equals(inReplyTo) || soFar.isEmpty()) {
      return Optional.empty();
    }
    int end = soFar.length();
    return Optional.of(soFar.substring(0, Character.isHighSurrogate(soFar.charAt(end - 1)) ? end - 1 : end));
  }
}
