package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.SessionId;
import java.util.HashSet;
import java.util.Set;

/// Which sessions have to be looked at after a crash. A line is on disk before a box of the session can commit, and goes
/// away when the box is gone and its outbox is empty: two small commits for each life of a box, none for a message.
/// Without it a start would have to open every session's files.
///
/// Threading: any thread; the lock is held while a line is written, so that a box that comes while another one goes is
/// never forgotten.
final class OpenSessions {
  private final DeliveryStore store;
  private final Set<SessionId> open;
  private final Set<SessionId> leaving;

  OpenSessions(DeliveryStore store) {
    this.store = store;
    this.open = new HashSet<>(store.openSessions());
    this.leaving = new HashSet<>(open);
  }

  /// As the crash left them, or as they are now.
  synchronized Set<SessionId> all() {
    return Set.copyOf(open);
  }

  synchronized void arrived(SessionId session) {
    if (!open.contains(session)) {
      store.openSession(session);
      open.add(session);
    }
    leaving.remove(session);
  }

  synchronized void left(SessionId session) {
    if (open.contains(session)) {
      leaving.add(session);
    }
  }

  /// A commit came from a box that nobody announced.
  synchronized void committed(SessionId session) {
    if (!open.contains(session)) {
      store.openSession(session);
      open.add(session);
    }
  }

  /// Its outbox is empty.
  synchronized void drained(SessionId session) {
    if (leaving.contains(session)) {
      store.closeSession(session);
      leaving.remove(session);
      open.remove(session);
    }
  }
}
