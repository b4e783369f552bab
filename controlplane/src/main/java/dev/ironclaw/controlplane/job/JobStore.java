package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.jobbox.JobLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The table `jobs`. Only [#move] changes a state, and only from where the caller thinks that it is. Its `settled` is 1 once
/// nothing is left to close, and 2 once it is decided that the job is forgotten: what of it is there still goes.
final class JobStore {
  private static final String COLUMNS = """
      id, title, description, mode, project, memory_bytes, cpu_percent, pids, timeout_millis, output_bytes,
      max_iterations, review, stays, owner, agent_group, session_id, restart_of, state, created_at, started_at, ended_at,
      note, iteration, result, reason, weaker, asked_in, kept_bytes""";

  /// Of a task and of a result in a list: whole, the results of one page could be more than this process has room for.
  static final int LISTED_CHARS = 1_000;
  private static final String BRIEF = COLUMNS.replace(" description,", " " + brief("description") + ",")
      .replace(" result,", " " + brief("result") + ",");

  private final JobGrantStore grants = new JobGrantStore();
  private final JobHostStore hosts = new JobHostStore();

  private static String brief(String column) {
    return "CASE WHEN length(" + column + ") > " + LISTED_CHARS + " THEN substr(" + column + ", 1, "
        + (LISTED_CHARS - 1) + ") || '…' ELSE " + column + " END AS " + column;
  }

  void add(Connection connection, Job job) throws SQLException {
    JobSpec spec = job.spec();
    try (PreparedStatement insert = connection.prepareStatement(
        """
            INSERT INTO jobs (id, title, description, mode, project, memory_bytes, cpu_percent, pids, timeout_millis,
              output_bytes, max_iterations, review, stays, owner, agent_group, session_id, restart_of, state, created_at, asked_in)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
      insert.setString(1, job.id().value());
      insert.setString(2, spec.title());
      insert.setString(3, spec.description());
      insert.setString(4, spec.mode().wireName());
      insert.setString(5, spec.project().orElse(null));
      insert.setLong(6, spec.limits().memoryBytes());
      insert.setInt(7, spec.limits().cpuPercent());
      insert.setInt(8, spec.limits().pids());
      insert.setLong(9, spec.limits().timeout().toMillis());
      insert.setLong(10, spec.limits().outputBytes());
      insert.setInt(11, spec.maxIterations());
      insert.setInt(12, spec.review() ? 1 : 0);
      insert.setInt(13, spec.stays() ? 1 : 0);
      insert.setString(14, spec.owner());
      insert.setString(15, spec.agent().map(AgentGroupId::value).orElse(null));
      insert.setString(16, spec.session().map(SessionId::value).orElse(null));
      insert.setString(17, spec.restartOf().map(JobId::value).orElse(null));
      insert.setString(18, job.state().wireName());
      insert.setLong(19, job.createdAt().toEpochMilli());
      insert.setString(20, spec.origin().flatMap(Origin::inReplyTo).map(MessageId::value).orElse(null));
      insert.executeUpdate();
    }
    grants.add(connection, job.id(), spec.grants());
    hosts.add(connection, job.id(), spec.hosts());
  }

  /// Takes a job from one of these states to another; its token counts only until it is over.
  ///
  /// @return false where it is in none of them
  boolean move(Connection connection, JobId id, List<JobState> from, JobState to, Instant at) throws SQLException {
    if (from.stream().anyMatch(state -> !state.mayBecome(to))) {
      throw new IllegalArgumentException("no job goes from " + from + " to " + to);
    }
    String times = switch (to) {
      // What was said while it was made counts no more.
      case RUNNING -> ", started_at = ?, note = NULL";
      case COMPLETED, FAILED, CANCELLED, INTERRUPTED -> ", ended_at = ?, token_hash = NULL";
      case QUEUED, CREATING -> "";
    };
    try (PreparedStatement update = connection.prepareStatement("UPDATE jobs SET state = ?" + times
        + " WHERE id = ? AND state IN (" + words(from) + ")")) {
      update.setString(1, to.wireName());
      int next = 2;
      if (!times.isEmpty()) {
        update.setLong(next++, at.toEpochMilli());
      }
      update.setString(next, id.value());
      return update.executeUpdate() == 1;
    }
  }

  private static String words(List<JobState> states) {
    return states.stream().map(state -> "'" + state.wireName() + "'").collect(Collectors.joining(", "));
  }

  /// How it ended.
  void ended(Connection connection, JobId id, Optional<String> result, Optional<String> reason) throws SQLException {
    try (PreparedStatement update = connection
        .prepareStatement("UPDATE jobs SET result = ?, reason = ? WHERE id = ?")) {
      update.setString(1, result.orElse(null));
      update.setString(2, reason.orElse(null));
      update.setString(3, id.value());
      update.executeUpdate();
    }
  }

  /// What it says of itself, where it runs.
  boolean says(Connection connection, JobId id, Optional<String> note, int iteration) throws SQLException {
    try (
        PreparedStatement update = connection.prepareStatement("UPDATE jobs SET note = coalesce(?, note), iteration = ?"
            + " WHERE id = ? AND state IN ('creating', 'running')")) {
      update.setString(1, note.orElse(null));
      update.setInt(2, iteration);
      update.setString(3, id.value());
      return update.executeUpdate() == 1;
    }
  }

  /// What its container is known by, before there is one.
  void token(Connection connection, JobId id, String hash) throws SQLException {
    put(connection, "UPDATE jobs SET token_hash = ? WHERE id = ?", hash, id);
  }

  void weaker(Connection connection, JobId id, Optional<String> words) throws SQLException {
    if (words.isPresent()) {
      put(connection, "UPDATE jobs SET weaker = ? WHERE id = ?", words.get(), id);
    }
  }

  private static void put(Connection connection, String sql, String value, JobId id) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, value);
      update.setString(2, id.value());
      update.executeUpdate();
    }
  }

  Optional<String> tokenHash(Connection connection, JobId id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT token_hash FROM jobs WHERE id = ?")) {
      select.setString(1, id.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  /// Nothing of it is left to close. What nobody takes any more goes with it.
  boolean settle(Connection connection, JobId id) throws SQLException {
    try (
        PreparedStatement update = connection.prepareStatement("UPDATE jobs SET settled = 1 WHERE id = ?");
        PreparedStatement prompts = connection.prepareStatement("DELETE FROM job_prompts WHERE job_id = ?")) {
      prompts.setString(1, id.value());
      prompts.executeUpdate();
      update.setString(1, id.value());
      return update.executeUpdate() == 1;
    }
  }

  /// Bytes that it has left.
  boolean keeps(Connection connection, JobId id, long bytes) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("UPDATE jobs SET kept_bytes = ? WHERE id = ?")) {
      update.setLong(1, bytes);
      update.setString(2, id.value());
      return update.executeUpdate() == 1;
    }
  }

  /// Those of which nobody has counted yet what they have left, newest first.
  List<Job> uncounted(Connection connection) throws SQLException {
    return select(connection, BRIEF, "WHERE settled = 1 AND kept_bytes IS NULL ORDER BY number DESC", List.of());
  }

  Optional<Job> find(Connection connection, JobId id) throws SQLException {
    return select(connection, "WHERE id = ?", List.of(id.value())).stream().findFirst();
  }

  /// In the order of asking: those that wait, and those of which something is left to close.
  List<Job> unsettled(Connection connection) throws SQLException {
    return select(connection, "WHERE settled = 0 ORDER BY number", List.of());
  }

  /// Those of agents that have ended, and their agent was not told, oldest first.
  List<Job> untold(Connection connection) throws SQLException {
    return select(connection, COLUMNS,
        "WHERE told = 0 AND session_id IS NOT NULL AND ended_at IS NOT NULL ORDER BY number",
        List.of());
  }

  /// Its agent needs to hear no more of it.
  boolean told(Connection connection, JobId id) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("UPDATE jobs SET told = 1 WHERE id = ?")) {
      update.setString(1, id.value());
      return update.executeUpdate() == 1;
    }
  }

  /// Newest first; of long tasks and results the beginning.
  List<Job> list(Connection connection, JobFilter filter, int limit) throws SQLException {
    StringBuilder where = new StringBuilder("WHERE 1 = 1");
    List<Object> values = new ArrayList<>();
    filter.state().ifPresent(state -> with(where, values, " AND state = ?", state.wireName()));
    filter.owner().ifPresent(owner -> with(where, values, " AND owner = ?", owner));
    filter.agent().ifPresent(agent -> with(where, values, " AND agent_group = ?", agent.value()));
    filter.session().ifPresent(session -> with(where, values, " AND session_id = ?", session.value()));
    filter.before().ifPresent(job -> with(where, values, " AND number < (SELECT number FROM jobs WHERE id = ?)",
        job.value()));
    with(where, values, " ORDER BY number DESC LIMIT ?", limit);
    return select(connection, BRIEF, where.toString(), values);
  }

  private static void with(StringBuilder where, List<Object> values, String condition, Object value) {
    where.append(condition);
    values.add(value);
  }

  Map<JobState, Integer> counts(Connection connection) throws SQLException {
    Map<JobState, Integer> counts = new EnumMap<>(JobState.class);
    for (JobState state : JobState.values()) {
      counts.put(state, 0);
    }
    try (PreparedStatement select = connection.prepareStatement("SELECT state, count(*) FROM jobs GROUP BY state");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        counts.put(state(row.getString(1)), row.getInt(2));
      }
    }
    return counts;
  }

  /// Of all that are over.
  long keptBytes(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT coalesce(sum(kept_bytes), 0) FROM jobs");
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /// One that needs this project: it is not over and works in it, or somebody may still bring its changes there.
  Optional<Job> worksIn(Connection connection, String project) throws SQLException {
    return select(connection, """
        WHERE project = ? AND (settled = 0 OR EXISTS (SELECT 1 FROM job_reviews
          WHERE job_id = jobs.id AND state IN ('open', 'accepting'))) ORDER BY settled LIMIT 1""",
        List.of(project)).stream().findFirst();
  }

  /// Finished ones beyond the newest so many, oldest first; none whose agent was not told.
  List<JobId> beyond(Connection connection, int kept) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT id FROM jobs WHERE settled = 1 AND number <= (SELECT number FROM jobs WHERE settled = 1
          ORDER BY number DESC LIMIT 1 OFFSET ?)
          AND (told = 1 OR session_id IS NULL) ORDER BY number""")) {
      select.setInt(1, kept);
      try (ResultSet row = select.executeQuery()) {
        List<JobId> ids = new ArrayList<>();
        while (row.next()) {
          ids.add(new JobId(row.getString(1)));
        }
        return ids;
      }
    }
  }

  /// It is forgotten, whatever happens from now on: only one of which nothing is left to close.
  ///
  /// @return false where it was so before
  boolean goes(Connection connection, JobId id) throws SQLException {
    try (PreparedStatement update = connection
        .prepareStatement("UPDATE jobs SET settled = 2 WHERE id = ? AND settled = 1")) {
      update.setString(1, id.value());
      return update.executeUpdate() == 1;
    }
  }

  /// Those that are to be forgotten, oldest first.
  List<Job> going(Connection connection) throws SQLException {
    return select(connection, BRIEF, "WHERE settled = 2 ORDER BY number", List.of());
  }

  /// The row and everything below it.
  void remove(Connection connection, JobId id) throws SQLException {
    for (String sql : List.of("DELETE FROM job_transitions WHERE job_id = ?", "DELETE FROM job_grants WHERE job_id = ?",
        "DELETE FROM job_hosts WHERE job_id = ?",
        "DELETE FROM job_prompts WHERE job_id = ?", "DELETE FROM jobs WHERE id = ? AND settled = 2")) {
      try (PreparedStatement delete = connection.prepareStatement(sql)) {
        delete.setString(1, id.value());
        delete.executeUpdate();
      }
    }
  }

  private List<Job> select(Connection connection, String where, List<Object> values) throws SQLException {
    return select(connection, COLUMNS, where, values);
  }

  private List<Job> select(Connection connection, String columns, String where, List<Object> values)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT " + columns + " FROM jobs " + where)) {
      for (int i = 0; i < values.size(); i++) {
        select.setObject(i + 1, values.get(i));
      }
      try (ResultSet row = select.executeQuery()) {
        List<Job> jobs = new ArrayList<>();
        while (row.next()) {
          jobs.add(job(connection, row));
        }
        return jobs;
      }
    }
  }

  private Job job(Connection connection, ResultSet row) throws SQLException {
    JobId id = new JobId(row.getString("id"));
    JobSpec spec = new JobSpec(row.getString("title"), row.getString("description"),
        JobMode.of(row.getString("mode")).orElseThrow(), text(row, "project"), grants.of(connection, id),
        hosts.of(connection, id),
        new JobLimits(row.getLong("memory_bytes"), row.getInt("cpu_percent"), row.getInt("pids"),
            Duration.ofMillis(row.getLong("timeout_millis")), row.getLong("output_bytes")),
        row.getInt("max_iterations"), row.getInt("review") == 1, row.getInt("stays") == 1,
        row.getString("owner"),
        text(row, "agent_group").map(AgentGroupId::new), origin(row),
        text(row, "restart_of").map(JobId::new));
    return new Job(id, spec, state(row.getString("state")), Instant.ofEpochMilli(row.getLong("created_at")),
        time(row, "started_at"), time(row, "ended_at"), text(row, "note"), row.getInt("iteration"),
        text(row, "result"), text(row, "reason"), text(row, "weaker"), number(row, "kept_bytes"));
  }

  private static Optional<Origin> origin(ResultSet row) throws SQLException {
    Optional<MessageId> asked = text(row, "asked_in").map(MessageId::new);
    return text(row, "session_id").map(session -> new Origin(new SessionId(session), asked));
  }

  private static JobState state(String word) {
    return JobState.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(number);
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return number(row, column).map(Instant::ofEpochMilli);
  }
}
