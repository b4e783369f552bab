package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.AgentGroupId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whose turn it is: of those who have a job waiting, the one with the fewest running; among equals the one whose last start
/// is longest ago. Each one's own jobs start in the order in which they were asked for.
///
/// Threading: one thread at a time.
final class JobQueue {
  static final int MAX_WAITING = 100;
  static final int MAX_WAITING_EACH = 50;
  private static final int REMEMBERED = 1_000;

  private final Map<String, Long> served = new HashMap<>();
  private long starts;

  /// Who counts as one: an agent, or an operator for what no agent asked for.
  static String party(JobSpec spec) {
    return spec.agent().map(AgentGroupId::value).map("agent:"::concat).orElse("owner:" + spec.owner());
  }

  /// The job to start.
  ///
  /// @param waiting in the order of asking
  /// @param busy those that have a place
  Optional<Job> next(List<Job> waiting, List<Job> busy) {
    Comparator<Job> fair = Comparator.<Job>comparingLong(
        job -> busy.stream().filter(other -> party(other.spec()).equals(party(job.spec()))).count())
        .thenComparing(job -> served.getOrDefault(party(job.spec()), 0L));
    // The first of the least: the order of asking decides among the rest.
    return waiting.stream().min(fair);
  }

  /// It has its place.
  void started(Job job) {
    starts++;
    if (served.size() >= REMEMBERED) {
      served.clear();
    }
    served.put(party(job.spec()), starts);
  }
}
