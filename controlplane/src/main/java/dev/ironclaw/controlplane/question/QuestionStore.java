package dev.ironclaw.controlplane.question;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.outbound.Place;
import dev.ironclaw.controlplane.question.Question.Settled;
import dev.ironclaw.controlplane.question.Question.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The table `questions`.
final class QuestionStore {
  /// Settled questions kept of each conversation.
  private static final int SETTLED_KEPT = 100;
  private static final JsonMapper JSON = JsonMapper.shared();

  /// False where it is there already.
  boolean open(Connection connection, Question question) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("""
        INSERT INTO questions (id, session_id, agent_group, in_reply_to, channel_type, platform_id, thread_id, question,
          options_json, allow_freeform, asked_at, expires_at, state)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open') ON CONFLICT DO NOTHING""")) {
      insert.setString(1, question.id());
      insert.setString(2, question.session().value());
      insert.setString(3, question.agentGroup().value());
      insert.setString(4, question.inReplyTo().map(MessageId::value).orElse(null));
      insert.setString(5, question.place().channelType());
      insert.setString(6, question.place().platformId());
      insert.setString(7, question.place().threadId().orElse(null));
      insert.setString(8, question.form().question());
      insert.setString(9, JSON.writeValueAsString(question.form().options()));
      insert.setInt(10, question.form().allowFreeform() ? 1 : 0);
      insert.setLong(11, question.askedAt().toEpochMilli());
      insert.setLong(12, question.expiresAt().toEpochMilli());
      return insert.executeUpdate() == 1;
    }
  }

  /// False where it is not open any more.
  boolean settle(Connection connection, String id, State end, Settled how) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("""
        UPDATE questions SET state = ?, answer = ?, settled_by = ?, settled_name = ?, settled_at = ?, row_id = ?
          WHERE id = ? AND state = 'open'""")) {
      update.setString(1, end.wireName());
      update.setString(2, how.answer().orElse(null));
      update.setString(3, how.by());
      update.setString(4, how.name());
      update.setLong(5, how.at().toEpochMilli());
      update.setString(6, how.row().value());
      update.setString(7, id);
      return update.executeUpdate() == 1;
    }
  }

  /// The agent's queue has the row. Forgets the oldest settled ones of the conversation.
  boolean told(Connection connection, Question question) throws SQLException {
    update(connection, "UPDATE questions SET told = 1 WHERE id = ?", question.id());
    return update(connection, """
        DELETE FROM questions WHERE session_id = ?1 AND state <> 'open' AND told = 1 AND id NOT IN (
          SELECT id FROM questions WHERE session_id = ?1 AND state <> 'open' ORDER BY asked_at DESC, id LIMIT %d)"""
        .formatted(SETTLED_KEPT), question.session().value());
  }

  private static boolean update(Connection connection, String sql, String value) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, value);
      return update.executeUpdate() > 0;
    }
  }

  Optional<Question> find(Connection connection, String id) throws SQLException {
    return select(connection, "id = ?", id).stream().findFirst();
  }

  /// Of one conversation, oldest first.
  List<Question> open(Connection connection, SessionId session) throws SQLException {
    return select(connection, "session_id = ? AND state = 'open' ORDER BY asked_at, rowid", session.value());
  }

  /// How many an agent has asked since then, in all its conversations.
  int askedSince(Connection connection, AgentGroupId agent, Instant time) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT count(*) FROM questions WHERE asked_at > ?1 AND session_id IN (
          SELECT id FROM sessions WHERE agent_group = ?2)""")) {
      select.setLong(1, time.toEpochMilli());
      select.setString(2, agent.value());
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /// Of all, oldest first.
  List<Question> open(Connection connection) throws SQLException {
    return select(connection, "state = 'open' ORDER BY asked_at, rowid");
  }

  /// Those that ended, newest first.
  List<Question> settled(Connection connection, int limit) throws SQLException {
    return select(connection, "state <> 'open' ORDER BY settled_at DESC, rowid DESC LIMIT " + limit);
  }

  List<Question> untold(Connection connection) throws SQLException {
    return select(connection, "state <> 'open' AND told = 0");
  }

  Set<SessionId> askingSessions(Connection connection) throws SQLException {
    Set<SessionId> sessions = new HashSet<>();
    for (Question question : open(connection)) {
      sessions.add(question.session());
    }
    return sessions;
  }

  Optional<Instant> nextExpiry(Connection connection) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT min(expires_at) FROM questions WHERE state = 'open'");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      long millis = rows.getLong(1);
      return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
  }

  private static List<Question> select(Connection connection, String where, String... values) throws SQLException {
    List<Question> questions = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement("SELECT * FROM questions WHERE " + where)) {
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 1, values[i]);
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          questions.add(read(rows));
        }
      }
    }
    return questions;
  }

  private static Question read(ResultSet row) throws SQLException {
    State state = State.ofWireName(row.getString("state"));
    List<String> options = new ArrayList<>();
    for (JsonNode option : JSON.readTree(row.getString("options_json"))) {
      options.add(option.asString());
    }
    return new Question(row.getString("id"), new SessionId(row.getString("session_id")),
        new AgentGroupId(row.getString("agent_group")),
        Optional.ofNullable(row.getString("in_reply_to")).map(MessageId::new),
        new Place(row.getString("channel_type"), row.getString("platform_id"),
            Optional.ofNullable(row.getString("thread_id"))),
        new QuestionForm(row.getString("question"), options, row.getInt("allow_freeform") == 1),
        Instant.ofEpochMilli(row.getLong("asked_at")), Instant.ofEpochMilli(row.getLong("expires_at")), state,
        state == State.OPEN ? Optional.empty() : Optional.of(settled(row)));
  }

  private static Settled settled(ResultSet row) throws SQLException {
    return new Settled(Optional.ofNullable(row.getString("answer")), row.getString("settled_by"),
        row.getString("settled_name"), Instant.ofEpochMilli(row.getLong("settled_at")),
        new MessageId(row.getString("row_id")));
  }
}
