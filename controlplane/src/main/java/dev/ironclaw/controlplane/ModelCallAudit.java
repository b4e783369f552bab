package dev.ironclaw.controlplane;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Records model calls as sums, one entry a session and minute: how many, how large, how many failed; never a word of
/// them. A minute without calls records nothing.
///
/// Threading: any thread; entries are written on one of its own, so that no model call waits for the log.
final class ModelCallAudit implements ModelCallListener, AutoCloseable {
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

    void add(ModelCall call) {
      upstreams.add(call.choice().upstream());
      calls++;
      failed += call.status() / 100 == 2 && call.end() == End.COMPLETED ? 0 : 1;
      fallbacks += call.fallback() ? 1 : 0;
      sent += call.requestBytes();
      received += call.responseBytes();
    }

    String words() {
      return calls + (calls == 1 ? " call" : " calls") + " to " + String.join(", ", upstreams) + ", " + failed
          + " failed, " + sent + " bytes sent, " + received + " received"
          + (fallbacks == 0 ? "" : ", " + fallbacks + " of them the fall-back's");
    }
  }

  @Override
  public void called(ModelCall call) {
    synchronized (sums) {
      boolean first = sums.isEmpty();
      sums.computeIfAbsent(call.session(), _ -> new Sum()).add(call);
      if (first && !timer.isShutdown()) {
        var _ = timer.schedule(this::flush, window.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void flush() {
    Map<SessionId, Sum> over;
    synchronized (sums) {
      over = new LinkedHashMap<>(sums);
      sums.clear();
    }
    over.forEach((session, sum) -> log.accept(new AuditEvent("model", session.value(), "calls",
        new Principal.Agent(session).name(), sum.words())));
  }

  /// Records what is left.
  @Override
  public void close() {
    timer.close();
    flush();
  }
}
