package dev.ironclaw.controlplane.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;

/// So many requests a second for each key. The map is bounded: many keys push each other out, never the heap.
final class RateLimit {
  private static final int MAX_KEYS = 10_000;
  private static final Duration FORGET = Duration.ofMinutes(10);

  private final Cache<String, Bucket> buckets = Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterAccess(FORGET)
      .build();
  private final int perSecond;
  private final int burst;
  private final TimeMeter time;

  RateLimit(int perSecond, int burst, InstantSource clock) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.time = new ClockMeter(clock);
  }

  /// @throws IronclawException `RATE_LIMITED`, with `Retry-After` set in whole seconds
  void take(String key, Context ctx) {
    Bucket bucket = buckets.get(key, _ -> newBucket());
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long seconds = Math.max(1, Duration.ofNanos(probe.getNanosToWaitForRefill()).plusMillis(999).toSeconds());
      ctx.header("Retry-After", Long.toString(seconds));
      throw new IronclawException(ErrorCode.RATE_LIMITED, "too many requests; try again in " + seconds + " s");
    }
  }

  private Bucket newBucket() {
    return Bucket.builder().withCustomTimePrecision(time)
        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1))).build();
  }

  private record ClockMeter(InstantSource clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return Duration.between(java.time.Instant.EPOCH, clock.instant()).toNanos();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
