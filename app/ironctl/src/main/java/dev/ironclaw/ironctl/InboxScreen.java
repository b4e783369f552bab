package dev.ironclaw.ironctl;

import dev.ironclaw.client.RedConfirmation;
import dev.ironclaw.client.ScopeChoice;
import dev.ironclaw.contract.api.ApprovalsView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.ironctl.InboxPage.Applied;
import dev.ironclaw.ironctl.InboxPage.Asking;
import dev.ironclaw.ironctl.InboxPage.Card;
import dev.ironclaw.ironctl.InboxPage.Waiting;
import dev.ironclaw.ironctl.Styled.Style;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws an [Inbox] for a screen of any size.
final class InboxScreen {
  /// Above and below a card: head, rule, note, scope, keys.
  static final int AROUND_A_CARD = 5;
  private static final int MOST_LISTED = 10;
  /// Each `…` of a row is counted as two columns where the row is cut.
  private static final int SPARE = 3;

  private final int columns;
  private final int rows;
  private final Instant now;
  private final List<Styled> lines = new ArrayList<>();

  private InboxScreen(int columns, int rows, Instant now) {
    this.columns = columns;
    this.rows = rows;
    this.now = now;
  }

  static List<Styled> of(Inbox inbox, int columns, int rows, Instant now) {
    InboxScreen screen = new InboxScreen(columns, rows, now);
    screen.draw(inbox);
    return screen.lines.stream().map(line -> line.cut(columns)).toList();
  }

  private void draw(Inbox inbox) {
    switch (inbox.page()) {
      case Waiting _ -> waiting(inbox, "J/K move  Enter open  A approve (green)  D reject  U undo  Q quit");
      case Applied applied -> applied(applied, inbox.note());
      case Card card -> {
        card(card);
        foot(inbox.note(), card.undoOf().isPresent()
            ? "J/K Space scroll  A undo it  Esc back  Q quit"
            : "J/K Space scroll  A approve  D reject" + (ScopeChoice.of(card.change()).size() > 1 ? "  S how far" : "")
                + "  Esc back  Q quit");
      }
      case Asking asking -> asking(inbox, asking);
    }
  }

  private void waiting(Inbox inbox, String keys) {
    head("approvals", inbox.waiting().isEmpty()
        ? "nothing waits for a decision"
        : inbox.waiting().size() + " waiting");
    int listed = Math.min(MOST_LISTED, Math.max(1, rows / 2 - 3));
    int at = inbox.chosen().map(inbox.waiting()::indexOf).orElse(0);
    table(inbox.waiting(), at, listed, row("RISK", "AGENT", "WHAT", "ASKED BY", "LEFT"));
    inbox.chosen().ifPresent(change -> sentences(change, rows - lines.size() - 3));
    foot(inbox.note(), keys);
  }

  private void table(List<ChangeView> changes, int at, int listed, String heads) {
    int first = Math.clamp((long) at - listed / 2, 0, Math.max(0, changes.size() - listed));
    if (!changes.isEmpty()) {
      lines.add(Styled.of(Style.FAINT, heads));
    }
    for (int i = first; i < Math.min(changes.size(), first + listed); i++) {
      ChangeView change = changes.get(i);
      String risk = change.card().risk();
      String text = row(risk.toUpperCase(Locale.ROOT), name(change), change.card().title(),
          change.decision().map(DecisionView::decidedBy).orElse(change.card().requestedBy()),
          change.decision().isPresent() ? "" : left(change.expiresAt()));
      lines.add(i == at
          ? Styled.of(Style.CHOSEN, "> " + text.substring(2))
          : Styled.of("  ").and(Style.ofRisk(risk), text.substring(2, 8)).and(Style.PLAIN, text.substring(8)));
    }
    if (changes.size() > listed) {
      lines.add(Styled.of(Style.FAINT, "  … " + changes.size() + " in all"));
    }
  }

  private String row(String risk, String agent, String what, String by, String left) {
    int free = Math.max(10, columns - 2 - 6 - 15 - 16 - 6 - SPARE);
    return "  " + cell(risk, 6) + cell(agent, 15) + cell(what, free) + cell(by, 16) + left;
  }

  /// As wide as it must be, whatever is in it.
  private static String cell(String text, int width) {
    String shown = Styled.of(text).plain();
    if (QuotedText.width(shown) < width) {
      return shown + " ".repeat(width - QuotedText.width(shown));
    }
    String kept = QuotedText.pieces(shown, width - 2).getFirst();
    return kept + "…" + " ".repeat(Math.max(1, width - 1 - QuotedText.width(kept)));
  }

  /// What the chosen change gives and takes, below the list; the whole is on its card.
  private void sentences(ChangeView change, int room) {
    List<Styled> text = new ArrayList<>();
    QuotedText.hanging("", change.card().title()).lines().forEach(line -> text.add(Styled.of(Style.STRONG, line)));
    change.card().gains().forEach(gain -> add(text, Style.ADDED, "  + ", gain));
    change.card().loses().forEach(loss -> add(text, Style.REMOVED, "  - ", loss));
    change.approvals().map(InboxScreen::soFar).ifPresent(words -> text.add(Styled.of(words)));
    lines.add(Styled.of(""));
    if (room < text.size() + 1) {
      lines.addAll(text.subList(0, Math.max(0, Math.min(text.size(), room - 2))));
      lines.add(Styled.of(Style.FAINT, "… the rest is on the card: Enter"));
    } else {
      lines.addAll(text);
    }
  }

  private static void add(List<Styled> text, Style style, String mark, String sentence) {
    QuotedText.hanging(mark, sentence).lines().forEach(line -> text.add(Styled.of(style, line)));
  }

  private static String soFar(ApprovalsView approvals) {
    return approvals.needed() + " people must approve it; so far: "
        + (approvals.by().isEmpty() ? "nobody" : String.join(", ", approvals.by()));
  }

  private void applied(Applied applied, String note) {
    head("undo which?", applied.changes().size() + " applied, the newest first");
    table(applied.changes(), applied.chosen(), Math.max(1, rows - 6), row("RISK", "AGENT", "WHAT", "APPROVED BY", ""));
    foot(note, "J/K move  Enter show what undoing does  Esc back  Q quit");
  }

  private void card(Card card) {
    head(card.undoOf().isPresent() ? "undo" : "card", (card.top() + 1) + "-"
        + Math.min(card.lines().size(), card.top() + cardRows()) + " of " + card.lines().size() + " lines");
    card.lines().stream().skip(card.top()).limit(cardRows()).forEach(lines::add);
    fill(rows - 3);
    String left = "expires in " + left(card.change().expiresAt());
    lines.add(card.undoOf().isPresent()
        ? Styled.of("")
        : Styled.of("approval: ").and(Style.STRONG, card.scopeChoice().words())
            .and(Style.FAINT, left.endsWith(" -") ? "" : "   " + left));
  }

  private void asking(Inbox inbox, Asking asking) {
    String question = switch (asking.question()) {
      case NAME -> "This is red. Type " + new RedConfirmation(asking.what()).subject() + " to approve it: ";
      case REASON -> "Reject it. Why (the agent is told; may be empty)? ";
      case CODE -> "It takes a one-time code. The six digits of your authenticator: ";
    };
    switch (asking.back()) {
      case Card card -> card(card);
      case Waiting _ -> waiting(inbox, "");
      case Applied _,Asking _ -> {
      }
    }
    while (lines.size() > rows - 2) {
      lines.removeLast();
    }
    fill(rows - 2);
    String typed = asking.typed();
    int room = Math.max(8, columns - QuotedText.width(question) - 1);
    String end = typed.length() <= room ? typed : "…" + typed.substring(typed.length() - room + 1);
    lines.add(Styled.of(Style.STRONG, question).and(Style.PLAIN, end).and(Style.CHOSEN, " "));
    lines.add(Styled.of(Style.FAINT, "Enter goes on  Esc back, nothing is decided"));
  }

  private void head(String what, String words) {
    lines.add(Styled.of(Style.STRONG, "IronClaw " + what).and(Style.PLAIN, "   " + words));
    lines.add(Styled.of(""));
  }

  private void foot(String note, String keys) {
    while (lines.size() > rows - 2) {
      lines.removeLast();
    }
    fill(rows - 2);
    lines.add(Styled.of(Style.AMBER, note));
    lines.add(Styled.of(Style.FAINT, keys));
  }

  private void fill(int to) {
    while (lines.size() < to) {
      lines.add(Styled.of(""));
    }
  }

  private int cardRows() {
    return Math.max(1, rows - AROUND_A_CARD);
  }

  private static String name(ChangeView change) {
    return change.agentGroupId().isEmpty() ? "-" : change.agentGroupId();
  }

  private String left(String expiresAt) {
    try {
      Duration left = Duration.between(now, Instant.parse(expiresAt));
      return left.isNegative()
          ? "over"
          : left.toHours() > 0 ? left.toHours() + " h" : Math.max(1, left.toMinutes()) + " min";
    } catch (DateTimeException _) {
      return "-";
    }
  }
}
