package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.registry.Budget.Span;
import dev.ironclaw.controlplane.usage.BudgetQuestion.Answer;
import dev.ironclaw.controlplane.usage.BudgetQuestion.Settled;
import dev.ironclaw.controlplane.usage.BudgetQuestion.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The table `budget_questions`.
final class BudgetQuestionStore {
  /// False where the agent was asked about in this period already.
  boolean ask(Connection connection, BudgetQuestion question) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("""
        INSERT INTO budget_questions (id, agent_group, period, span, used, warns_at, hard, asked_at, expires_at, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open') ON CONFLICT DO NOTHING""")) {
      insert.setString(1, question.id());
      insert.setString(2, question.agentGroup().value());
      insert.setString(3, question.period());
      insert.setString(4, question.span().wireName());
      insert.setLong(5, question.used());
      insert.setLong(6, question.warnsAt());
      setHard(insert, 7, question);
      insert.setLong(8, question.askedAt().toEpochMilli());
      insert.setLong(9, question.expiresAt().toEpochMilli());
      return insert.executeUpdate() == 1;
    }
  }

  /// Takes it as it was read to its next state; false where it is another meanwhile.
  boolean settle(Connection connection, BudgetQuestion from, State end, Settled how) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("""
        UPDATE budget_questions SET state = ?, answer = ?, settled_by = ?, settled_at = ?
        WHERE id = ? AND state = ? AND answer IS ?""")) {
      update.setString(1, end.wireName());
      update.setString(2, how.answer().map(Answer::wireName).orElse(null));
      update.setString(3, how.by());
      update.setLong(4, how.at().toEpochMilli());
      update.setString(5, from.id());
      update.setString(6, from.state().wireName());
      update.setString(7, from.settled().flatMap(Settled::answer).map(Answer::wireName).orElse(null));
      return update.executeUpdate() == 1;
    }
  }

  /// Writes other limits to a stop; false where it is none any more.
  boolean reword(Connection connection, BudgetQuestion stop) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("""
        UPDATE budget_questions SET used = ?, warns_at = ?, hard = ?
        WHERE id = ? AND state = 'answered' AND answer = 'stop'""")) {
      update.setLong(1, stop.used());
      update.setLong(2, stop.warnsAt());
      setHard(update, 3, stop);
      update.setString(4, stop.id());
      return update.executeUpdate() == 1;
    }
  }

  private static void setHard(PreparedStatement statement, int index, BudgetQuestion question) throws SQLException {
    if (question.hard().isPresent()) {
      statement.setLong(index, question.hard().get());
    } else {
      statement.setNull(index, Types.INTEGER);
    }
  }

  Optional<BudgetQuestion> find(Connection connection, String id) throws SQLException {
    return select(connection, "id = ?", id).stream().findFirst();
  }

  /// What is asked or was answered of these periods, and what is still open of others; oldest first.
  List<BudgetQuestion> current(Connection connection, String day, String month) throws SQLException {
    return select(connection,
        "state = 'open' OR (state = 'answered' AND period IN (?, ?)) ORDER BY asked_at, rowid", day, month);
  }

  /// Those that wait for nobody any more and stop nothing, newest first.
  List<BudgetQuestion> ended(Connection connection, String day, String month, int limit) throws SQLException {
    return select(connection, "state <> 'open' AND NOT (state = 'answered' AND answer = 'stop' AND period IN (?, ?)) "
        + "ORDER BY settled_at DESC, rowid DESC LIMIT " + limit, day, month);
  }

  /// The one by which the agent stands still.
  Optional<BudgetQuestion> stop(Connection connection, AgentGroupId agent, String day, String month)
      throws SQLException {
    return select(connection, "agent_group = ? AND period IN (?, ?) AND state = 'answered' AND answer = 'stop' "
        + "ORDER BY expires_at DESC", agent.value(), day, month).stream().findFirst();
  }

  private static List<BudgetQuestion> select(Connection connection, String where, String... values)
      throws SQLException {
    List<BudgetQuestion> questions = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement("SELECT * FROM budget_questions WHERE " + where)) {
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

  private static BudgetQuestion read(ResultSet row) throws SQLException {
    State state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    long hard = row.getLong("hard");
    Optional<Long> most = row.wasNull() ? Optional.empty() : Optional.of(hard);
    return new BudgetQuestion(row.getString("id"), new AgentGroupId(row.getString("agent_group")),
        row.getString("period"), span(row.getString("span")), row.getLong("used"), row.getLong("warns_at"), most,
        Instant.ofEpochMilli(row.getLong("asked_at")), Instant.ofEpochMilli(row.getLong("expires_at")), state,
        state == State.OPEN ? Optional.empty() : Optional.of(settled(row)));
  }

  private static Settled settled(ResultSet row) throws SQLException {
    return new Settled(Optional.ofNullable(row.getString("answer")).map(BudgetQuestionStore::answer),
        row.getString("settled_by"), Instant.ofEpochMilli(row.getLong("settled_at")));
  }

  private static Span span(String name) {
    return Arrays.stream(Span.values()).filter(span -> span.wireName().equals(name)).findFirst().orElseThrow();
  }

  private static Answer answer(String name) {
    return Arrays.stream(Answer.values()).filter(answer -> answer.wireName().equals(name)).findFirst().orElseThrow();
  }
}
