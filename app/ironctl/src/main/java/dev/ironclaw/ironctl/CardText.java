package dev.ironclaw.ironctl;

import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.ChangeView;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A change's card as text. Words of others stand behind a bar on every line, so that they can't be taken for the
/// card's own.
final class CardText {
  private CardText() {}

  static String of(ChangeView change) {
    CardView card = change.card();
    StringBuilder text = new StringBuilder();
    text.append(card.risk().toUpperCase(Locale.ROOT)).append("  ").append(SafeText.line(card.title())).append('\n');
    text.append("change ").append(change.id()).append(", ").append(change.kind()).append(" of ")
        .append(SafeText.line(change.agentGroupName().orElse(change.agentGroupId()))).append(" (")
        .append(change.agentGroupId()).append("), ").append(change.state()).append('\n');
    text.append("asked by ").append(SafeText.line(card.requestedBy())).append(" at ").append(change.createdAt())
        .append('\n');
    card.origin().ifPresent(origin -> text.append(SafeText.line(origin)).append('\n'));
    sentences(text, "After it the agent can:", "+", card.gains());
    sentences(text, "After it the agent can no longer:", "-", card.loses());
    card.differences().forEach(part -> text.append('\n').append(SafeText.line(part.label())).append(", before:\n")
        .append(quoted(part.before())).append('\n').append(SafeText.line(part.label())).append(", after:\n")
        .append(quoted(part.after())).append('\n'));
    card.quotedReason().ifPresent(reason -> text
        .append("\nThe agent's own words, which nobody has checked:\n").append(quoted(reason)).append('\n'));
    change.decision().ifPresent(decision -> text.append("\n").append(decision.outcome()).append(" by ")
        .append(SafeText.line(decision.decidedBy())).append(" at ").append(decision.decidedAt())
        .append(decision.reason().map(reason -> ":\n" + quoted(reason)).orElse("")).append('\n'));
    change.error().ifPresent(error -> text.append("\nfailed: ").append(SafeText.line(error)).append('\n'));
    text.append("\ncard hash ").append(change.cardHash());
    return text.toString();
  }

  /// What a red change asks to be typed.
  static String shortName(ChangeView change) {
    return change.id().substring(Math.max(0, change.id().length() - 6));
  }

  static String quoted(String text) {
    return text.isEmpty()
        ? "  | (nothing)"
        : SafeText.lines(text).lines().map(line -> "  | " + line)
            .collect(Collectors.joining("\n"));
  }

  private static void sentences(StringBuilder text, String head, String mark, List<String> sentences) {
    if (!sentences.isEmpty()) {
      text.append('\n').append(head).append('\n');
      sentences.forEach(
          sentence -> text.append("  ").append(mark).append(' ').append(SafeText.line(sentence)).append('\n'));
    }
  }
}
