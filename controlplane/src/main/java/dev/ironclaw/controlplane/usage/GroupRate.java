package dev.ironclaw.controlplane.usage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/// How many model calls all sessions of one agent make together. The map is bounded.
///
/// @param perSecond refill of an agent's bucket
/// @param burst what it holds
/// @param time of the refill
public record GroupRate(long perSecond, long burst, TimeMeter time, Cache<AgentGroupId, Bucket> buckets) {
  private static final int MOST_AGENTS = 10_000;

  public GroupRate(long perSecond, long burst) {
    this(perSecond, burst, TimeMeter.SYSTEM_NANOTIME);
  }

  public GroupRate(long perSecond, long burst, TimeMeter time) {
    this(perSecond, burst, time,
        Caffeine.newBuilder().maximumSize(MOST_AGENTS).expireAfterAccess(Duration.ofMinutes(10))
            .build());
  }

  void take(AgentGroupId agent) {
    Bucket bucket = buckets.get(agent, _ -> Bucket.builder().withCustomTimePrecision(time)
        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1))).build());
    if (!bucket.tryConsume(1)) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "call the model: the conversations of agent " + agent
          + " make more than " + perSecond + " calls a second together; try again in a second");
    }
  }
}
