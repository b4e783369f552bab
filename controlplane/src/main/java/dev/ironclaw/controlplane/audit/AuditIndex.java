package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditTable.Row;
import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What entries can be searched by. It follows the log in batches, so that no entry waits for it, and a search first
/// brings it up to the log. Needs `db/state/V007__audit_search.sql`.
final class AuditIndex {
  /// So few that other writers of the database hardly wait.
  static final int BATCH = 250;
  private static final int MAX_WORDS = 16;
  private static final Pattern WORDS = Pattern.compile("\\s+");

  private final Database state;
  private final AuditChain chain;

  AuditIndex(Database state, AuditChain chain) {
    this.state = state;
    this.chain = chain;
  }

  /// Returns when every entry up to the last one of now is in.
  void catchUp() {
    long last = state.read(AuditTable::last).map(Row::seq).orElse(0L);
    while (state.read(AuditIndex::indexed) < last && batch() > 0) {
      // Goes on with the next batch.
    }
  }

  private int batch() {
    return state.write(connection -> {
      List<Row> rows = AuditTable.entriesAfter(connection, indexed(connection), BATCH);
      long latest = number(connection, "SELECT latest FROM audit_search ORDER BY seq DESC LIMIT 1");
      try (
          PreparedStatement fields = connection
              .prepareStatement("INSERT INTO audit_search(seq, time, latest, agent, stage, kind, subject, actor) "
                  + "VALUES (?,?,?,?,?,?,?,?)");
          PreparedStatement words = connection
              .prepareStatement("INSERT INTO audit_words(rowid, agent, stage, kind, subject, actor, detail) "
                  + "VALUES (?,?,?,?,?,?,?)")) {
        for (Row row : rows) {
          AuditRecord entry = chain.record(row);
          AuditEvent event = entry.event();
          latest = Math.max(latest, micros(entry.time()));
          fields.setLong(2, micros(entry.time()));
          fields.setLong(3, latest);
          put(fields, row.seq(), 4, event.agent(), event.stage(), event.kind(), event.subject(), event.actor());
          put(words, row.seq(), 2, event.agent(), event.stage(), event.kind(), event.subject(), event.actor(),
              event.detail());
        }
      }
      return rows.size();
    });
  }

  private static void put(PreparedStatement insert, long seq, int first, String... texts) throws SQLException {
    insert.setLong(1, seq);
    for (int i = 0; i < texts.length; i++) {
      insert.setString(first + i, texts[i]);
    }
    insert.executeUpdate();
  }

  /// Seqs of the newest entries that fit, falling.
  List<Long> search(AuditQuery query, int limit) {
    return state.read(connection -> statement(connection, query).seqs(connection, "DESC", limit));
  }

  /// Seqs of the oldest entries after that one that fit, rising.
  List<Long> after(AuditQuery query, long seq, int limit) {
    return state.read(connection -> {
      Statement statement = statement(connection, query);
      statement.and(statement.rowid + " > ?", Optional.of(seq));
      return statement.seqs(connection, "ASC", limit);
    });
  }

  long count(AuditQuery query) {
    return state.read(connection -> statement(connection, query).count(connection));
  }

  private static Statement statement(Connection connection, AuditQuery query) throws SQLException {
    Statement statement = new Statement(query.text());
    statement.and("s.agent = ?", query.agent());
    statement.and("s.stage = ?", query.stage());
    statement.and("s.kind = ?", query.kind());
    statement.and("s.subject = ?", query.subject());
    statement.and("s.actor = ?", query.actor());
    // Times narrow to a range of seqs first: an index on them alone would sort all that fits.
    statement.and("s.time >= ?", query.from().map(AuditIndex::micros));
    statement.and("s.time < ?", query.to().map(AuditIndex::micros));
    statement.and(statement.rowid + " < ?", query.before());
    if (query.from().isPresent()) {
      statement.and(statement.rowid + " >= ?", Optional.of(reached(connection, micros(query.from().get()))));
    }
    if (query.to().isPresent()) {
      long back = number(connection, "SELECT max(latest - time) FROM audit_search WHERE latest > time");
      statement.and(statement.rowid + " < ?", Optional.of(reached(connection, micros(query.to().get()) + back)));
    }
    return statement;
  }

  /// The first entry at which the highest time was at least this; beyond the last one where it never was.
  private static long reached(Connection connection, long time) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT seq FROM audit_search WHERE latest >= ? ORDER BY latest, seq LIMIT 1")) {
      select.setLong(1, time);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : Long.MAX_VALUE;
      }
    }
  }

  private static long indexed(Connection connection) throws SQLException {
    return number(connection, "SELECT max(seq) FROM audit_search");
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query); ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /// The entries of these seqs, in their order.
  List<AuditRecord> at(List<Long> seqs) {
    return state.read(connection -> {
      List<AuditRecord> found = new ArrayList<>();
      for (long seq : seqs) {
        AuditTable.at(connection, seq).map(chain::record).ifPresent(found::add);
      }
      return found;
    });
  }

  static List<Long> numbers(Connection connection, String query, List<?> arguments) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      for (int i = 0; i < arguments.size(); i++) {
        select.setObject(i + 1, arguments.get(i));
      }
      List<Long> numbers = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          numbers.add(row.getLong(1));
        }
      }
      return numbers;
    }
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /// One search in SQL; what is looked for is always an argument.
  private static final class Statement {
    private final StringBuilder where = new StringBuilder();
    private final List<Object> arguments = new ArrayList<>();
    private final String from;
    private final String rowid;

    Statement(Optional<String> text) {
      from = text.isPresent() ? "audit_words w CROSS JOIN audit_search s ON s.seq = w.rowid" : "audit_search s";
      rowid = text.isPresent() ? "w.rowid" : "s.seq";
      and("audit_words MATCH ?", text.map(Statement::words));
    }

    void and(String condition, Optional<?> argument) {
      argument.ifPresent(value -> {
        where.append(where.isEmpty() ? " WHERE " : " AND ").append(condition);
        arguments.add(value);
      });
    }

    /// Each word quoted, so that none is an operator.
    private static String words(String text) {
      List<String> words = WORDS.splitAsStream(text.strip())
          .filter(word -> word.chars().anyMatch(Character::isLetterOrDigit))
          .map(word -> word.endsWith("*")
              ? "\"" + word.substring(0, word.length() - 1).replace("\"", "\"\"") + "\" *"
              : "\"" + word.replace("\"", "\"\"") + "\"")
          .toList();
      if (words.isEmpty() || words.size() > MAX_WORDS) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST,
            "search the audit log: give 1 to " + MAX_WORDS + " words of letters or digits");
      }
      return String.join(" AND ", words);
    }

    List<Long> seqs(Connection connection, String order, int limit) throws SQLException {
      return run(connection, rowid, " ORDER BY " + rowid + " " + order + " LIMIT " + limit);
    }

    long count(Connection connection) throws SQLException {
      return run(connection, "count(*)", "").getFirst();
    }

    private List<Long> run(Connection connection, String what, String end) throws SQLException {
      return numbers(connection, "SELECT " + what + " FROM " + from + where + end, arguments);
    }
  }
}
