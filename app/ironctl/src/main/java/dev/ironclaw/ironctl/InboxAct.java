package dev.ironclaw.ironctl;

import dev.ironclaw.contract.api.ScopeBody;
import java.util.Optional;

/// What a key asks for beyond the screen.
sealed interface InboxAct {
  record None() implements InboxAct {}

  record Open(String id) implements InboxAct {}

  record Approve(String id, String cardHash, Optional<ScopeBody> scope, Optional<String> code) implements InboxAct {}

  record Reject(String id, Optional<String> reason) implements InboxAct {}

  record ListApplied() implements InboxAct {}

  record PreviewUndo(String id) implements InboxAct {}

  /// Undoes an applied change in one act.
  ///
  /// @param confirm the name of what it is about
  record Undo(String id, String cardHash, String confirm, Optional<String> code) implements InboxAct {}

  record Quit() implements InboxAct {}
}
