package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.List;
import java.util.Optional;

/// The one door for changes of capability. A change is a row with a state: nothing waits in a thread, and a crash
/// between any two steps is finished at [#resume].
///
/// Threading: any thread; transitions are compare-and-set in the database.
public final class Gateway {
  /// Checks, records and shows a change. Returns at once, pending or rejected by a verifier.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `UNKNOWN_KIND`, `INVALID_PAYLOAD`, `NOT_FOUND` for the group
  public Change submit(ChangeSubmission submission) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Decides a pending change that was shown with `cardHash`, and applies it. First answer wins; an identical retry by
  /// anybody gets the result; a late or stale one is refused.
  public Change decide(ChangeId id, boolean approve, String cardHash, Optional<String> reason, Principal by) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Optional<Change> find(ChangeId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Oldest first.
  public List<Change> pending() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Decided ones, newest first.
  public List<Change> history(int limit) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// At start: applies what was approved, tells what was not told, expires what is over.
  public void resume() {
    throw new UnsupportedOperationException("skeleton");
  }
}
