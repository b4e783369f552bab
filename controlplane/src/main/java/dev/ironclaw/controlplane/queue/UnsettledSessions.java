package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.store.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which sessions have to be looked at after a crash: those with work for their agent, a running box, or rows to
/// deliver. A line is on disk before the first row enters, and goes away when the box is gone and nothing is left to
/// do: two small commits for each life of a box, none for a message. Without it a start would have to open every
/// session's files.
///
/// Threading: any thread; the lock is held while a line is written, so that a row that comes while a box goes is never
/// forgotten.
public final class UnsettledSessions {
  private final Database state;
  private final Set<SessionId> unsettled;
  private final Set<SessionId> withoutBox;
  private final Map<SessionId, Integer> entering = new HashMap<>();

  public UnsettledSessions(Database state) {
    this.state = state;
    this.unsettled = new HashSet<>(read(state));
    this.withoutBox = new HashSet<>(unsettled);
  }

  /// As the crash left them, or as they are now.
  public synchronized Set<SessionId> all() {
    return Set.copyOf(unsettled);
  }

  /// Before a row enters; to be closed when it is in. Until then nothing makes the session settled.
  public synchronized SessionQueues.Entry entering(SessionId session) {
    touched(session);
    entering.merge(session, 1, Integer::sum);
    return () -> entered(session);
  }

  private synchronized void entered(SessionId session) {
    entering.computeIfPresent(session, (_, rows) -> rows == 1 ? null : rows - 1);
  }

  /// Before a box is bound.
  public synchronized void touched(SessionId session) {
    if (!unsettled.contains(session)) {
      update("INSERT OR IGNORE INTO unsettled_sessions (session_id) VALUES (?)", session);
      unsettled.add(session);
    }
    withoutBox.remove(session);
  }

  /// No box of this session can commit any more.
  public synchronized void released(SessionId session) {
    if (unsettled.contains(session)) {
      withoutBox.add(session);
    }
  }

  /// Its outbox is empty, and nothing waits for its agent.
  public synchronized void drained(SessionId session) {
    if (withoutBox.contains(session) && !entering.containsKey(session)) {
      update("DELETE FROM unsettled_sessions WHERE session_id = ?", session);
      withoutBox.remove(session);
      unsettled.remove(session);
    }
  }

  /// It is gone, with all that was to do.
  public synchronized void forget(SessionId session) {
    update("DELETE FROM unsettled_sessions WHERE session_id = ?", session);
    withoutBox.remove(session);
    unsettled.remove(session);
  }

  private void update(String sql, SessionId session) {
    state.write(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, session.value());
        return statement.executeUpdate();
      }
    });
  }

  private static Set<SessionId> read(Database state) {
    return state.read(connection -> {
      Set<SessionId> found = new HashSet<>();
      try (PreparedStatement statement = connection.prepareStatement("SELECT session_id FROM unsettled_sessions");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(new SessionId(rows.getString(1)));
        }
      }
      return found;
    });
  }
}
