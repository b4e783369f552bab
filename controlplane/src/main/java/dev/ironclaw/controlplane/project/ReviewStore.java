package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.JobId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table `job_reviews`.
final class ReviewStore {
  void begin(Connection connection, JobId job, String project) throws SQLException {
    try (var insert = connection.prepareStatement(
        "INSERT INTO job_reviews (job_id, project, state, digest) VALUES (?, ?, 'working', '') ON CONFLICT DO NOTHING")) {
      insert.setString(1, job.value());
      insert.setString(2, project);
      insert.executeUpdate();
    }
  }

  Optional<JobReview> find(Connection connection, JobId job) throws SQLException {
    return select(connection, "job_id = ?", job.value()).stream().findFirst();
  }

  List<JobReview> in(Connection connection, ReviewState state) throws SQLException {
    return select(connection, "state = ? ORDER BY job_id", state.wireName());
  }

  /// Takes it from one state to another.
  ///
  /// @return false where it is in another state
  boolean move(Connection connection, JobId job, ReviewState from, ReviewState to, String digest) throws SQLException {
    try (var update = connection
        .prepareStatement("UPDATE job_reviews SET state = ?, digest = ? WHERE job_id = ? AND state = ?")) {
      update.setString(1, to.wireName());
      update.setString(2, digest);
      update.setString(3, job.value());
      update.setString(4, from.wireName());
      return update.executeUpdate() == 1;
    }
  }

  void remove(Connection connection, JobId job) throws SQLException {
    try (var delete = connection.prepareStatement("DELETE FROM job_reviews WHERE job_id = ?")) {
      delete.setString(1, job.value());
      delete.executeUpdate();
    }
  }

  private static List<JobReview> select(Connection connection, String where, String value) throws SQLException {
    try (var select = connection
        .prepareStatement("SELECT job_id, project, state, digest FROM job_reviews WHERE " + where)) {
      select.setString(1, value);
      try (var row = select.executeQuery()) {
        List<JobReview> found = new ArrayList<>();
        while (row.next()) {
          found.add(new JobReview(new JobId(row.getString(1)), row.getString(2), state(row.getString(3)),
              row.getString(4)));
        }
        return found;
      }
    }
  }

  private static ReviewState state(String name) throws SQLException {
    for (ReviewState state : ReviewState.values()) {
      if (state.wireName().equals(name)) {
        return state;
      }
    }
    throw new SQLException("a review is in the unknown state " + name);
  }
}
