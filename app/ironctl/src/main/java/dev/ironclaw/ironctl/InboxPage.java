package dev.ironclaw.ironctl;

import dev.ironclaw.client.ScopeChoice;
import dev.ironclaw.contract.api.ChangeView;
import java.util.List;
import java.util.Optional;

/// What the inbox shows.
sealed interface InboxPage {
  /// All that waits.
  record Waiting() implements InboxPage {}

  /// What was applied and can be undone, newest first.
  record Applied(List<ChangeView> changes, int chosen) implements InboxPage {}

  /// One card.
  ///
  /// @param undoOf the applied change whose undoing this would be
  /// @param top the first line that is on the screen
  /// @param seen lines that have been on the screen, from the first one on
  /// @param scope which of the [ScopeChoice]s
  record Card(ChangeView change, Optional<String> undoOf, List<Styled> lines, int top, int seen,
      int scope) implements InboxPage {
    static Card of(ChangeView change, Optional<String> undoOf, int rows) {
      return new Card(change, undoOf, CardText.whole(change), 0, 0, 0).scrolled(0, rows);
    }

    Card scrolled(int by, int rows) {
      int first = Math.clamp((long) top + by, 0, Math.max(0, lines.size() - rows));
      return new Card(change, undoOf, lines, first, Math.max(seen, first + rows), scope);
    }

    Card unseen() {
      return new Card(change, undoOf, lines, 0, 0, scope);
    }

    /// As wide as its widest line.
    int columns() {
      return lines.stream().mapToInt(line -> QuotedText.width(line.plain())).max().orElse(0);
    }

    Card nextScope() {
      return new Card(change, undoOf, lines, top, seen, (scope + 1) % ScopeChoice.of(change).size());
    }

    ScopeChoice scopeChoice() {
      return ScopeChoice.of(change).get(scope);
    }

    boolean wasSeenWhole() {
      return seen >= lines.size();
    }
  }

  /// Something is being typed.
  ///
  /// @param back where it goes on
  /// @param what the change that it is about
  record Asking(InboxPage back, ChangeView what, Question question, String typed) implements InboxPage {}

  /// What is asked.
  enum Question {
    NAME, REASON, CODE
  }
}
