package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.event.Subscription;
import io.javalin.http.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// How many event streams are open, all kinds together, and how many of them are one principal's.
final class StreamPlaces {
  private final ApiLimits limits;
  private final Semaphore streams;
  private final Map<String, Integer> each = new ConcurrentHashMap<>();

  StreamPlaces(ApiLimits limits) {
    this.limits = limits;
    this.streams = new Semaphore(limits.streams());
  }

  /// Takes one, until what it gives is closed.
  ///
  /// @throws IronclawException `RATE_LIMITED`, with `Retry-After` set
  Subscription take(Context ctx) {
    String principal = ApiGate.operator(ctx).name();
    if (!takeOneOfEach(principal)) {
      throw full(ctx, "you have " + limits.streamsEach());
    }
    if (!streams.tryAcquire()) {
      giveBackOneOfEach(principal);
      throw full(ctx, "there are " + limits.streams());
    }
    return () -> {
      streams.release();
      giveBackOneOfEach(principal);
    };
  }

  private boolean takeOneOfEach(String principal) {
    boolean[] taken = new boolean[1];
    each.compute(principal, (_, open) -> {
      int now = open == null ? 0 : open;
      taken[0] = now < limits.streamsEach();
      return taken[0] ? Integer.valueOf(now + 1) : open;
    });
    return taken[0];
  }

  private void giveBackOneOfEach(String principal) {
    each.computeIfPresent(principal, (_, open) -> open == 1 ? null : open - 1);
  }

  private static IronclawException full(Context ctx, String how) {
    ctx.header("Retry-After", "5");
    return new IronclawException(ErrorCode.RATE_LIMITED, how + " event streams open already; close one");
  }
}
