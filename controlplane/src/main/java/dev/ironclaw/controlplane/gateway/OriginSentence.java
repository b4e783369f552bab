package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.VisibleText;
import java.util.Optional;

/// Says where an agent's request came from: the session and the place as the host knows them, and the message that the
/// agent names as what led to it, with its words. That it was this message is the agent's claim.
final class OriginSentence {
  private static final int MAX_WORDS = 300;

  private OriginSentence() {}

  static String of(Origin origin, Optional<Askings.Asking> asking) {
    String where = "asked in session " + origin.session()
        + asking.map(known -> " (" + VisibleText.brief(known.place()) + ")").orElse("")
        + origin.inReplyTo().map(message -> "; the agent says that it was answering message " + message).orElse("");
    return where + asking.map(known -> ", which came from " + VisibleText.brief(known.sender()) + ": “"
        + inner(cut(known.words())) + "”").orElse("");
  }

  /// On one line, and without quotation marks that would close the ones around it.
  static String inner(String words) {
    return VisibleText.line(words.replace("\r\n", "\n").replace('\n', ' ')).replaceAll("[“”„‟«»]", "\"");
  }

  private static String cut(String words) {
    return words.length() <= MAX_WORDS
        ? words
        : words.substring(0, words.offsetByCodePoints(0,
            words.codePointCount(0, MAX_WORDS))) + "…";
  }
}
