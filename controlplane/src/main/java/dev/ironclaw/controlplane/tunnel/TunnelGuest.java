package dev.ironclaw.controlplane.tunnel;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.kind.HostPattern;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// One container as the tunnel sees it: who it is in the log, what it may reach, what it has open.
///
/// Threading: any thread.
public final class TunnelGuest implements AutoCloseable {
  private static final int MOST_REFUSALS = 30;

  private final String subject;
  private final String actor;
  private final Supplier<? extends Collection<HostPattern>> rights;
  private final String howToAsk;
  private final TunnelLimits limits;
  private final Bucket rate;
  private final Set<Passage> open = new HashSet<>();
  private int opening;
  private int refusals;
  private boolean closed;

  /// @param subject the job or container, for the log
  /// @param actor in whose name it goes out, for the log
  /// @param rights asked at each opening
  /// @param howToAsk what to do for another host, as a sentence without its end
  public TunnelGuest(String subject, String actor, Supplier<? extends Collection<HostPattern>> rights, String howToAsk,
      TunnelLimits limits) {
    this.subject = subject;
    this.actor = actor;
    this.rights = rights;
    this.howToAsk = howToAsk;
    this.limits = limits;
    rate = Bucket.builder().addLimit(limit -> limit.capacity(limits.perMinute()).refillGreedy(limits.perMinute(),
        Duration.ofMinutes(1))).build();
  }

  String subject() {
    return subject;
  }

  String actor() {
    return actor;
  }

  TunnelLimits limits() {
    return limits;
  }

  private boolean may(TunnelTarget target) {
    return rights.get().stream().anyMatch(pattern -> pattern.covers(target.host(), target.port()));
  }

  /// Takes a place. Each success is followed by one [#opened] or [#leave].
  ///
  /// @throws IronclawException `DENIED`, `RATE_LIMITED`
  void enter(TunnelTarget target) {
    if (!may(target)) {
      throw new IronclawException(ErrorCode.DENIED, target + " is not approved here; " + howToAsk);
    }
    if (!rate.tryConsume(1)) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "at most " + limits.perMinute()
          + " connections a minute; wait and try again");
    }
    synchronized (this) {
      if (closed) {
        throw new IronclawException(ErrorCode.DENIED, "this container has ended");
      }
      if (open.size() + opening >= limits.atOnce()) {
        throw new IronclawException(ErrorCode.RATE_LIMITED, "at most " + limits.atOnce()
            + " connections at a time; close one and try again");
      }
      opening++;
    }
  }

  synchronized void leave() {
    opening--;
  }

  /// False where it was closed since, or may not any more.
  boolean opened(Passage passage) {
    boolean may = may(passage.target());
    synchronized (this) {
      opening--;
      if (closed || !may) {
        return false;
      }
      open.add(passage);
      return true;
    }
  }

  synchronized void ended(Passage passage) {
    open.remove(passage);
  }

  /// Whether one more refusal is worth an entry: a container must not fill the log.
  synchronized boolean countRefusal() {
    refusals++;
    return refusals <= MOST_REFUSALS;
  }

  /// Cuts what is not approved any more.
  public void recheck() {
    List<Passage> all;
    synchronized (this) {
      all = List.copyOf(open);
    }
    all.stream().filter(passage -> !may(passage.target()))
        .forEach(passage -> passage.cut("its host is not approved any more"));
  }

  /// Cuts all that is open.
  public void cut(String why) {
    List<Passage> all;
    synchronized (this) {
      all = List.copyOf(open);
    }
    all.forEach(passage -> passage.cut(why));
  }

  /// The container has ended: nothing of it goes on, and nothing new begins.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    cut("the container has ended");
  }
}
