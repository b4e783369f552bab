package dev.ironclaw.ironctl;

import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.ironctl.Styled.Style;
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
  private final List<Styled> text = new ArrayList<>();

  private CardText(ChangeView change, int most) {
    this.change = change;
    this.most = most;
  }

  /// All of it.
  static List<Styled> whole(ChangeView change) {
    return new CardText(change, Integer.MAX_VALUE).text();
  }

  /// All but the rest of very long documents, and it says where those are.
  static List<Styled> beforeQuestion(ChangeView change) {
    return new CardText(change, MOST_LINES).text();
  }

  /// What it is about, in one line.
  static List<Styled> heading(ChangeView change) {
    return lines(Style.ofRisk(change.card().risk()),
        QuotedText.hanging(change.card().risk().toUpperCase(Locale.ROOT) + "  ", change.card().title()));
  }

  private List<Styled> text() {
    CardView card = change.card();
    text.addAll(heading(change));
    own("change " + change.id() + ", " + change.kind() + (change.agentGroupId().isEmpty()
        ? ""
        : " of " + change.agentGroupName().orElse(change.agentGroupId()) + " (" + change.agentGroupId() + ")") + ", "
        + change.state());
    own("asked by " + card.requestedBy() + " at " + change.createdAt());
    card.origin().ifPresent(origin -> quoted("Where it was asked, and in answer to what:", origin));
    sentences(isPolicy() ? "What it loosens:" : "After it " + who() + " can:", "+", Style.ADDED, card.gains());
    sentences(isPolicy() ? "What it tightens:" : "After it " + who() + " can no longer:", "-", Style.REMOVED,
        card.loses());
    card.differences().forEach(this::difference);
    card.quotedReason().ifPresent(reason -> quoted(reasonHead(card.requestedBy()), reason));
    change.decision().ifPresent(decision -> {
      String made = decision.outcome() + " by " + decision.decidedBy() + " at " + decision.decidedAt()
          + decision.scope().map(scope -> ", " + scope).orElse("");
      decision.reason().ifPresentOrElse(reason -> quoted(made + ":", reason), () -> {
        blank();
        own(made);
      });
    });
    change.error().ifPresent(error -> {
      blank();
      text.addAll(lines(Style.RED, QuotedText.hanging("failed: ", error)));
    });
    earlier();
    blank();
    text.add(Styled.of(Style.FAINT, "card hash " + change.cardHash()));
    return List.copyOf(text);
  }

  private void earlier() {
    change.approvals().ifPresent(approvals -> {
      blank();
      own(approvals.needed() + " people must approve it; so far: "
          + (approvals.by().isEmpty() ? "nobody" : String.join(", ", approvals.by())));
    });
    if (change.stepUp().orElse(false)) {
      blank();
      own("Approving it takes a one-time code.");
    }
    if (!change.similar().isEmpty()) {
      blank();
      own("Earlier decisions on the same thing:");
      change.similar().forEach(other -> own("  " + other.state() + other.decidedBy().map(by -> " by " + by).orElse("")
          + other.decidedAt().map(at -> " at " + at).orElse("") + " (" + other.id() + ")"));
    }
  }

  /// A change may be about no agent; its title says about whom then.
  private String who() {
    return change.agentGroupId().isEmpty() ? "they" : "the agent";
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
    text.addAll(lines(Style.PLAIN, QuotedText.hanging("", line)));
  }

  private void blank() {
    text.add(Styled.of(""));
  }

  private void difference(CardView.DifferenceView part) {
    blank();
    own(part.label() + (part.before().isEmpty()
        ? ", new:"
        : part.after().isEmpty() ? ", removed:" : ", before (-) and after (+):"));
    text.addAll(DiffText.of(part.before(), part.after(), most, "ironctl change show " + change.id()));
  }

  private void quoted(String head, String words) {
    blank();
    own(head);
    text.addAll(lines(Style.PLAIN, QuotedText.of(words, most, "ironctl change show " + change.id())));
  }

  private void sentences(String head, String mark, Style style, List<String> sentences) {
    if (!sentences.isEmpty()) {
      blank();
      own(head);
      sentences.forEach(sentence -> text.addAll(lines(style, QuotedText.hanging("  " + mark + " ", sentence))));
    }
  }

  private static List<Styled> lines(Style style, String wrapped) {
    return wrapped.lines().map(line -> Styled.of(style, line)).toList();
  }
}
