package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tables `usage`, `budget_counters` and `budget_reservations`.
final class UsageStore {
  /// What stands in one counter.
  ///
  /// @param told limits that somebody was told of, one a line
  record Counter(long tokens, long nanos, long reservedTokens, long reservedNanos, String told) {
    static final Counter EMPTY = new Counter(0, 0, 0, 0, "");
  }

  Counter counter(Connection connection, AgentGroupId agent, String period) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT tokens, nanos, reserved_tokens, reserved_nanos, told FROM budget_counters
        WHERE agent_group_id = ? AND period = ?""")) {
      select.setString(1, agent.value());
      select.setString(2, period);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Counter(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5))
            : Counter.EMPTY;
      }
    }
  }

  void tell(Connection connection, AgentGroupId agent, String period, String line) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("""
        INSERT INTO budget_counters (agent_group_id, period, told) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET told = told || ?3""")) {
      update.setString(1, agent.value());
      update.setString(2, period);
      update.setString(3, line + "\n");
      update.executeUpdate();
    }
  }

  void reserve(Connection connection, Charge charge, String boot) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        """
            INSERT INTO budget_reservations (id, boot, day, agent_group_id, session_id, provider, model, input, output, nanos,
              unpriced) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
      insert.setString(1, charge.id());
      insert.setString(2, boot);
      insert.setString(3, charge.day());
      insert.setString(4, charge.agent().value());
      insert.setString(5, charge.session().value());
      insert.setString(6, charge.choice().upstream());
      insert.setString(7, charge.choice().model());
      insert.setLong(8, charge.most().input());
      insert.setLong(9, charge.most().output());
      insert.setLong(10, charge.nanos());
      insert.setInt(11, charge.known() ? 0 : 1);
      insert.executeUpdate();
    }
    for (String period : List.of(charge.day(), charge.month())) {
      add(connection, charge.agent(), period, 0, 0, charge.most().all(), charge.nanos());
    }
  }

  /// Ends the reservations of calls, where they have one, and counts what they came to: a row that several of them count
  /// in is written once.
  void settle(Connection connection, List<UsageWriter.Entry> calls) throws SQLException {
    UsageSums sums = new UsageSums();
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM budget_reservations WHERE id = ?")) {
      for (UsageWriter.Entry call : calls) {
        sums.add(call, call.charge().reserved() && release(delete, call.charge().id()));
      }
    }
    for (var counter : sums.counters().entrySet()) {
      UsageSums.Change change = counter.getValue();
      add(connection, counter.getKey().agent(), counter.getKey().period(), change.tokens(), change.nanos(),
          change.reservedTokens(), change.reservedNanos());
    }
    for (UsageSums.Row row : sums.rows()) {
      count(connection, row);
    }
  }

  private static boolean release(PreparedStatement delete, String id) throws SQLException {
    delete.setString(1, id);
    return delete.executeUpdate() == 1;
  }

  private static void add(Connection connection, AgentGroupId agent, String period, long tokens, long nanos,
      long reservedTokens, long reservedNanos) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("""
        INSERT INTO budget_counters (agent_group_id, period, tokens, nanos, reserved_tokens, reserved_nanos)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET tokens = tokens + ?3, nanos = nanos + ?4,
          reserved_tokens = reserved_tokens + ?5, reserved_nanos = reserved_nanos + ?6""")) {
      update.setString(1, agent.value());
      update.setString(2, period);
      update.setLong(3, tokens);
      update.setLong(4, nanos);
      update.setLong(5, reservedTokens);
      update.setLong(6, reservedNanos);
      update.executeUpdate();
    }
  }

  private static void count(Connection connection, UsageSums.Row row) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("""
        INSERT INTO usage VALUES (?1, ?2, ?3, ?4, ?5, ?14, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT DO UPDATE SET calls = calls + ?14, failed = failed + ?6, input = input + ?7,
          cache_read = cache_read + ?8, cache_write = cache_write + ?9, output = output + ?10, nanos = nanos + ?11,
          estimated = estimated + ?12, unpriced = unpriced + ?13""")) {
      insert.setString(1, row.key().day());
      insert.setString(2, row.key().agent().value());
      insert.setString(3, row.key().session().value());
      insert.setString(4, row.key().choice().upstream());
      insert.setString(5, row.key().choice().model());
      insert.setLong(6, row.failed());
      insert.setLong(7, row.tokens().input());
      insert.setLong(8, row.tokens().cacheRead());
      insert.setLong(9, row.tokens().cacheWrite());
      insert.setLong(10, row.tokens().output());
      insert.setLong(11, row.nanos());
      insert.setLong(12, row.estimated());
      insert.setLong(13, row.unpriced());
      insert.setLong(14, row.calls());
      insert.executeUpdate();
    }
  }

  /// Reservations of earlier starts.
  List<Charge> leftBehind(Connection connection, String boot) throws SQLException {
    List<Charge> charges = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT id, day, agent_group_id, session_id, provider, model, input, output, nanos, unpriced
        FROM budget_reservations WHERE boot <> ?""")) {
      select.setString(1, boot);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          charges.add(new Charge(row.getString(1), row.getString(2), new AgentGroupId(row.getString(3)),
              new SessionId(row.getString(4)), new ModelChoice(row.getString(5), row.getString(6)),
              new Tokens(row.getLong(7), 0, 0, row.getLong(8)), row.getLong(9), row.getInt(10) == 0, true));
        }
      }
    }
    return charges;
  }

  /// Whether no earlier start left a reservation, and nothing is older.
  boolean isTidy(Connection connection, String boot, String before) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        """
            SELECT EXISTS (SELECT 1 FROM budget_reservations WHERE boot <> ?1)
              OR EXISTS (SELECT 1 FROM usage WHERE day < ?2) OR EXISTS (SELECT 1 FROM budget_counters WHERE period < ?2)
              OR EXISTS (SELECT 1 FROM budget_questions WHERE period < ?2 AND state <> 'open')""")) {
      select.setString(1, boot);
      select.setString(2, before);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getInt(1) == 0;
      }
    }
  }

  /// Removes what is older, and says how many rows that were.
  int forget(Connection connection, String before) throws SQLException {
    int forgotten = 0;
    for (String statement : List.of("DELETE FROM usage WHERE day < ?",
        "DELETE FROM budget_counters WHERE period < ? AND reserved_tokens = 0",
        "DELETE FROM budget_questions WHERE period < ? AND state <> 'open'")) {
      try (PreparedStatement delete = connection.prepareStatement(statement)) {
        delete.setString(1, before);
        forgotten += delete.executeUpdate();
      }
    }
    return forgotten;
  }

  /// By cost, then by tokens, the most first; days in their order.
  List<UsageSum> sums(Connection connection, UsageGroup group, Optional<AgentGroupId> agent, String from, String to,
      int limit) throws SQLException {
    List<UsageSum> sums = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement("SELECT " + group.column() + """
         AS grouped, sum(calls), sum(failed), sum(input), sum(cache_read), sum(cache_write), sum(output), sum(nanos),
          sum(estimated), sum(unpriced) FROM usage WHERE day BETWEEN ?1 AND ?2 AND (?3 = '' OR agent_group_id = ?3)
        GROUP BY grouped ORDER BY\s"""
        + (group == UsageGroup.DAY
            ? "grouped"
            : "sum(nanos) DESC, sum(input + output) DESC, "
                + "grouped")
        + " LIMIT ?4")) {
      select.setString(1, from);
      select.setString(2, to);
      select.setString(3, agent.map(AgentGroupId::value).orElse(""));
      select.setInt(4, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          sums.add(new UsageSum(row.getString(1), row.getLong(2), row.getLong(3),
              new Tokens(row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7)), row.getLong(8),
              row.getLong(9), row.getLong(10)));
        }
      }
    }
    return sums;
  }
}
