package dev.ironclaw.controlplane;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.usage.Spent;
import dev.ironclaw.controlplane.usage.Tokens;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Records model calls as sums, one entry a session and minute: how many, how large, how many failed, what they came to; never a word of
/// them. A minute without calls records nothing.
///
/// Threading: any thread; entries are written on one of its own, so that no model call waits for the log.
final class ModelCallAudit implements ModelCallListener, AutoCloseable {
  private static final int NANO_DIGITS = 9;
  private static final int SHOWN_DIGITS = 4;

  private final Consumer<AuditEvent> log;
  private final Duration window;
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().daemon().name("model-audit").factory());
  private final Map<SessionId, Sum> sums = new LinkedHashMap<>();

  ModelCallAudit(Consumer<AuditEvent> log, Duration window) {
    this.log = log;
    this.window = window;
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static final class Sum {
    private final TreeSet<String> upstreams = new TreeSet<>();
    private long calls;
    private long failed;
    private long fallbacks;
    private long sent;
    private long received;
    private Tokens tokens = new Tokens(0, 0, 0, 0);
    private long nanos;

    void add(ModelCall call) {
      upstreams.add(call.choice().upstream());
      calls++;
      failed += call.status() / 100 == 2 && call.end() == End.COMPLETED ? 0 : 1;
      fallbacks += call.fallback() ? 1 : 0;
      sent += call.requestBytes();
      received += call.responseBytes();
    }

    void add(Spent spent) {
      tokens = tokens.plus(spent.tokens());
      nanos += spent.nanos();
    }

    String words() {
      return calls + (calls == 1 ? " call" : " calls") + " to " + String.join(", ", upstreams) + ", " + failed
          + " failed, " + sent + " bytes sent, " + received + " received"
          + ", " + (tokens.all() - tokens.output()) + " tokens in, " + tokens.output() + " out, $"
          + BigDecimal.valueOf(nanos, NANO_DIGITS).setScale(SHOWN_DIGITS, RoundingMode.CEILING).toPlainString()
          + (fallbacks == 0 ? "" : ", " + fallbacks + " calls were the fall-back's");
    }
  }

  /// What one of the calls came to; heard before the call itself.
  void spent(Spent spent) {
    add(spent.session(), sum -> sum.add(spent));
  }

  @Override
  public void called(ModelCall call) {
    add(call.session(), sum -> sum.add(call));
  }

  private void add(SessionId session, Consumer<Sum> what) {
    synchronized (sums) {
      boolean first = sums.isEmpty();
      what.accept(sums.computeIfAbsent(session, _ -> new Sum()));
      if (first && !timer.isShutdown()) {
        var _ = timer.schedule(this::flush, window.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /// A call whose end comes a moment after what it came to waits for the next minute.
  private void flush() {
    record(sum -> sum.calls > 0);
    synchronized (sums) {
      if (!sums.isEmpty() && !timer.isShutdown()) {
        var _ = timer.schedule(this::flush, window.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void record(Predicate<Sum> which) {
    Map<SessionId, Sum> over;
    synchronized (sums) {
      over = new LinkedHashMap<>(sums);
      over.values().removeIf(which.negate());
      sums.keySet().removeAll(over.keySet());
    }
    over.forEach((session, sum) -> log.accept(new AuditEvent("model", session.value(), "calls",
        new Principal.Agent(session).name(), sum.words())));
  }

  /// Records what is left.
  @Override
  public void close() {
    timer.close();
    record(_ -> true);
  }
}
