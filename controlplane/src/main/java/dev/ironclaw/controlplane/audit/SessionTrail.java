package dev.ironclaw.controlplane.audit;

import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Everything that the log says about one session: what happened to it, what its agent did, what became of the changes
/// that its agent asked for, and the life of its boxes. A box's row goes with the box, so which boxes it had says the log
/// alone.
record SessionTrail(Database state, String session, String actor) {
  private static final String BOXES = """
      SELECT DISTINCT s.subject FROM audit_words w CROSS JOIN audit_search s ON s.seq = w.rowid
        WHERE audit_words MATCH ? AND s.stage = 'box' AND s.kind = 'bind'""";
  private static final String CHANGES = """
      SELECT DISTINCT subject FROM audit_search WHERE actor = ? AND stage = 'submit' AND subject LIKE 'chg!_%' ESCAPE '!'""";
  /// Two lists by their indexes: one condition with OR would walk the whole log.
  private static final String ABOUT = """
      SELECT seq FROM (
        SELECT seq FROM audit_search WHERE subject IN (SELECT value FROM json_each(?1))
        UNION
        SELECT seq FROM audit_search WHERE actor = ?2)
      WHERE seq < ?3 ORDER BY seq DESC LIMIT ?4""";

  /// Seqs, falling.
  List<Long> before(long seq, int limit) {
    return state.read(connection -> {
      List<String> subjects = new ArrayList<>(List.of(session));
      subjects.addAll(texts(connection, BOXES, "detail : \"" + session.replace("\"", "") + "\""));
      subjects.addAll(texts(connection, CHANGES, actor));
      return AuditIndex.numbers(connection, ABOUT, List.of(json(subjects), actor, seq, limit));
    });
  }

  private static List<String> texts(Connection connection, String query, String argument) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, argument);
      try (ResultSet row = select.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (row.next()) {
          found.add(row.getString(1));
        }
        return found;
      }
    }
  }

  /// Ids of the control plane's own: none holds what JSON would escape.
  private static String json(List<String> ids) {
    return "[\"" + String.join("\",\"", ids) + "\"]";
  }
}
