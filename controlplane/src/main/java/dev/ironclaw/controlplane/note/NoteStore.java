package dev.ironclaw.controlplane.note;

import dev.ironclaw.contract.AgentGroupId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The table `notes` and its index of words.
final class NoteStore {
  private static final String COLUMNS = "n.id, n.agent_group, n.title, n.tags, n.text, n.changed_by, n.changed_at";
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int MAX_WORDS = 16;

  void add(Connection connection, Note note) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        """
            INSERT INTO notes (title, tags, text, changed_by, changed_at, id, agent_group) VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
      put(insert, note);
      insert.setString(7, note.agentGroup().value());
      insert.executeUpdate();
    }
    index(connection, note.id());
  }

  private static void index(Connection connection, String id) throws SQLException {
    update(connection,
        "INSERT INTO notes_words (rowid, title, tags, text) SELECT seq, title, tags, text FROM notes WHERE id = ?", id);
  }

  private static void unindex(Connection connection, String id) throws SQLException {
    update(connection, "DELETE FROM notes_words WHERE rowid = (SELECT seq FROM notes WHERE id = ?)", id);
  }

  private static int update(Connection connection, String sql, String id) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, id);
      return update.executeUpdate();
    }
  }

  void change(Connection connection, Note note) throws SQLException {
    unindex(connection, note.id());
    try (PreparedStatement update = connection.prepareStatement(
        "UPDATE notes SET title = ?, tags = ?, text = ?, changed_by = ?, changed_at = ? WHERE id = ?")) {
      put(update, note);
      update.executeUpdate();
    }
    index(connection, note.id());
  }

  private static void put(PreparedStatement statement, Note note) throws SQLException {
    statement.setString(1, note.form().title());
    statement.setString(2, String.join("\n", note.form().tags()));
    statement.setString(3, note.form().text());
    statement.setString(4, note.changedBy());
    statement.setLong(5, note.changedAt().toEpochMilli());
    statement.setString(6, note.id());
  }

  boolean remove(Connection connection, String id) throws SQLException {
    unindex(connection, id);
    return update(connection, "DELETE FROM notes WHERE id = ?", id) == 1;
  }

  Optional<Note> find(Connection connection, AgentGroupId agent, String id) throws SQLException {
    return select(connection, "FROM notes n WHERE n.agent_group = ? AND n.id = ?", agent.value(), id).stream()
        .findFirst();
  }

  int count(Connection connection, AgentGroupId agent) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM notes WHERE agent_group = ?")) {
      select.setString(1, agent.value());
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /// Changed last first.
  List<Note> newest(Connection connection, AgentGroupId agent, int limit) throws SQLException {
    return select(connection,
        "FROM notes n WHERE n.agent_group = ? ORDER BY n.changed_at DESC, n.seq DESC LIMIT " + limit, agent.value());
  }

  /// Those that hold one of the words or of their beginnings, best first; none where there is no word in it.
  List<Note> search(Connection connection, AgentGroupId agent, String words, int limit) throws SQLException {
    String match = NO_WORD.splitAsStream(words).filter(word -> !word.isEmpty()).limit(MAX_WORDS)
        .map(word -> "\"" + word + "\"*").collect(Collectors.joining(" OR "));
    return match.isEmpty()
        ? List.of()
        : select(connection, "FROM notes_words w JOIN notes n ON n.seq = w.rowid WHERE notes_words MATCH ? "
            + "AND n.agent_group = ? ORDER BY bm25(notes_words), n.changed_at DESC LIMIT " + limit, match,
            agent.value());
  }

  private static List<Note> select(Connection connection, String from, String... values) throws SQLException {
    List<Note> notes = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS + " " + from)) {
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          List<String> tags = row.getString(4).lines().toList();
          notes.add(new Note(row.getString(1), new AgentGroupId(row.getString(2)),
              new NoteForm(row.getString(3), tags, row.getString(5)), row.getString(6),
              Instant.ofEpochMilli(row.getLong(7))));
        }
      }
    }
    return notes;
  }
}
