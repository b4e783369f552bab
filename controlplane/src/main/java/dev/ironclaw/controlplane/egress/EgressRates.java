package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.AgentGroupId;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// What each agent may send in a minute and at a time. Brokers may share it.
///
/// Threading: any thread.
public final class EgressRates {
  private final EgressLimits limits;
  private final Map<AgentGroupId, Allowance> agents = new ConcurrentHashMap<>();

  public EgressRates(EgressLimits limits) {
    this.limits = limits;
  }

  /// One agent's.
  ///
  /// @param rate gives a token for each request and each redirect that is followed: each has an entry in the log
  /// @param places one for each request that runs
  record Allowance(Bucket rate, Semaphore places) {}

  Allowance of(AgentGroupId agent) {
    return agents.computeIfAbsent(agent, _ -> {
      long perMinute = limits.perMinute();
      return new Allowance(Bucket.builder().addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute,
          Duration.ofMinutes(1))).build(), new Semaphore(limits.atOnce()));
    });
  }
}
