package dev.ironclaw.ironctl;

import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.ChangeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A change's card as text. Words of others stand behind a bar on every line ([QuotedText]), so that they can't be taken
/// for the card's own.
final class CardText {
  /// A document's lines before the question: with more the question would stand alone on the screen.
  static final int MOST_LINES = 200;

  private final ChangeView change;
  private final int most;
  private final List<String> text = new ArrayList<>();

  private CardText(ChangeView change, int most) {
    this.change = change;
    this.most = most;
  }

  /// All of it.
  static String whole(ChangeView change) {
    return new CardText(change, Integer.MAX_VALUE).text();
  }

  /// All but the rest of very long documents, and it says where those are.
  static String beforeQuestion(ChangeView change) {
    return new CardText(change, MOST_LINES).text();
  }

  /// What it is about, in one line.
  static String heading(ChangeView change) {
    return QuotedText.hanging(change.card().risk().toUpperCase(Locale.ROOT) + "  ", change.card().title());
  }

  /// What a red change asks to be typed.
  static String shortName(ChangeView change) {
    return change.id().substring(Math.max(0, change.id().length() - 6));
  }

  private String text() {
    CardView card = change.card();
    text.add(heading(change));
    own("change " + change.id() + ", " + change.kind() + (isPolicy()
        ? ""
        : " of " + change.agentGroupName().orElse(change.agentGroupId()) + " (" + change.agentGroupId() + ")") + ", "
        + change.state());
    own("asked by " + card.requestedBy() + " at " + change.createdAt());
    card.origin().ifPresent(origin -> quoted("Where it was asked, and in answer to what:", origin));
    sentences(isPolicy() ? "What it loosens:" : "After it the agent can:", "+", card.gains());
    sentences(isPolicy() ? "What it tightens:" : "After it the agent can no longer:", "-", card.loses());
    card.differences().forEach(part -> {
      quoted(part.label() + ", before:", part.before());
      quoted(part.label() + ", after:", part.after());
    });
    card.quotedReason().ifPresent(reason -> quoted(reasonHead(card.requestedBy()), reason));
    change.decision().ifPresent(decision -> {
      String made = decision.outcome() + " by " + decision.decidedBy() + " at " + decision.decidedAt()
          + decision.scope().map(scope -> ", " + scope).orElse("");
      decision.reason().ifPresentOrElse(reason -> quoted(made + ":", reason), () -> {
        text.add("");
        own(made);
      });
    });
    change.error().ifPresent(error -> {
      text.add("");
      text.add(QuotedText.hanging("failed: ", error));
    });
    earlier();
    text.add("");
    text.add("card hash " + change.cardHash());
    return String.join("\n", text);
  }

  private void earlier() {
    change.approvals().ifPresent(approvals -> {
      text.add("");
      own(approvals.needed() + " people must approve it; so far: "
          + (approvals.by().isEmpty() ? "nobody" : String.join(", ", approvals.by())));
    });
    if (change.stepUp().orElse(false)) {
      text.add("");
      own("Approving it takes a one-time code.");
    }
    if (!change.similar().isEmpty()) {
      text.add("");
      own("Earlier decisions on the same thing:");
      change.similar().forEach(other -> own("  " + other.state() + other.decidedBy().map(by -> " by " + by).orElse("")
          + other.decidedAt().map(at -> " at " + at).orElse("") + " (" + other.id() + ")"));
    }
  }

  /// The one kind that is about people.
  private boolean isPolicy() {
    return change.kind().equals("policy");
  }

  private static String reasonHead(String requestedBy) {
    return requestedBy.startsWith("sandbox:")
        ? "The agent's own words, which nobody has checked:"
        : "The reason, in the words of " + requestedBy + ":";
  }

  private void own(String line) {
    text.add(QuotedText.hanging("", line));
  }

  private void quoted(String head, String words) {
    text.add("");
    own(head);
    text.add(QuotedText.of(words, most, "ironctl change show " + change.id()));
  }

  private void sentences(String head, String mark, List<String> sentences) {
    if (!sentences.isEmpty()) {
      text.add("");
      text.add(head);
      sentences.forEach(sentence -> text.add(QuotedText.hanging("  " + mark + " ", sentence)));
    }
  }
}
