package dev.ironclaw.controlplane;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.leak.LeakAction;
import dev.ironclaw.controlplane.leak.LeakChoices;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.metric.Metrics;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener;
import dev.ironclaw.controlplane.modelproxy.ModelGuard;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.session.BoxStatus;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.usage.BudgetWords;
import dev.ironclaw.controlplane.usage.GroupRate;
import dev.ironclaw.controlplane.usage.Meter;
import dev.ironclaw.controlplane.usage.ModelMeter;
import dev.ironclaw.controlplane.usage.Prices;
import dev.ironclaw.controlplane.usage.Reached;
import dev.ironclaw.controlplane.usage.Spent;
import dev.ironclaw.controlplane.usage.UsageListener;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// What counts, limits and watches what agents send and get, put together.
final class Metering implements AutoCloseable {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final double NANOS = 1e9;
  /// All conversations of an agent together make so many times the calls of one.
  private static final int SESSIONS_AT_ONCE = 4;

  private final Metrics metrics = new Metrics();
  private final ModelCallAudit calls;
  private final LeakAudit leakAudit;
  private final Leaks leaks;
  private final Meter meter;
  private final ModelGuard guard;
  /// Hears the tokens that each call of a conversation took.
  private volatile ObjLongConsumer<SessionId> took = (_, _) -> {};
  /// Runs where an agent has come to a limit.
  private volatile Runnable reached = () -> {};

  Metering(Database database, AuditLog audit, EventHub events, Registry registry, Path stateFolder,
      ControlPlaneConfig.ModelRate rate, Clock clock, RandomGenerator random) {
    calls = new ModelCallAudit(audit::recordBestEffort, MINUTE);
    leakAudit = new LeakAudit(audit::recordBestEffort, HOUR,
        session -> registry.session(session).map(Session::agentGroup));
    LeakChoices choices = LeakChoices.load(stateFolder);
    if (!choices.actions().isEmpty()) {
      audit.recordBestEffort(new AuditEvent("system", "", "config", "system",
          "what is done with secrets that are found, other than usual: " + choices.words()));
    }
    leaks = new Leaks(this::leaked, choices);
    meter = new Meter(database, agent -> budget(registry, agent), Prices.load(stateFolder), new News(audit, events),
        clock, random);
    guard = new ModelMeter(meter, leaks,
        new GroupRate(rate.perSecond() * SESSIONS_AT_ONCE, rate.burst() * SESSIONS_AT_ONCE));
  }

  private static Budget budget(Registry registry, AgentGroupId agent) {
    return registry.agentGroup(agent).map(AgentGroup::budget).orElse(Budget.NONE);
  }

  private void leaked(String where, String pattern, LeakAction action) {
    metrics.count("ironclaw.leaks", "pattern", pattern, "action", action.name().toLowerCase(Locale.ROOT));
    leakAudit.found(where, pattern, action);
  }

  private void called(ModelCallListener.ModelCall call) {
    calls.called(call);
    String upstream = call.choice().upstream();
    metrics.count("ironclaw.model.calls", "upstream", upstream);
    if (call.status() / 100 != 2 || call.end() != ModelCallListener.End.COMPLETED) {
      metrics.count("ironclaw.model.call.errors", "upstream", upstream);
    }
    metrics.time("ironclaw.model.call.duration", call.duration(), "upstream", upstream);
  }

  /// What is looked up when somebody asks for the figures.
  ///
  /// @param working conversations with something that is not done yet
  /// @param waiting changes without a decision
  void watch(Supplier<List<BoxStatus>> boxes, Supplier<Set<SessionId>> working, Supplier<List<Change>> waiting,
      AuditLog audit) {
    metrics.level("ironclaw.boxes", "Boxes by state", "state", () -> boxes.get().stream().collect(
        Collectors.groupingBy(box -> box.state().name().toLowerCase(Locale.ROOT), Collectors.summingDouble(_ -> 1))));
    metrics.level("ironclaw.conversations.working", "Conversations with messages that are not done", "kind",
        () -> Map.of("all", (double) working.get().size()));
    metrics.level("ironclaw.approvals.waiting", "Changes that wait for a human", "kind",
        () -> waiting.get().stream().collect(
            Collectors.groupingBy(change -> change.kind().wireName(), Collectors.summingDouble(_ -> 1))));
    metrics.level("ironclaw.audit.entries", "Entries of the audit log", "kind",
        () -> Map.of("all", audit.head().map(head -> (double) head.seq()).orElse(0.0)));
    metrics.level("ironclaw.audit.broken", "1 where the audit log is broken and nothing takes effect", "kind",
        () -> Map.of("all", audit.fault().isPresent() ? 1.0 : 0.0));
  }

  /// From now on it hears of limits that agents have come to; must hand on and return.
  void attach(Runnable whenReached) {
    reached = whenReached;
  }

  /// From now on it hears what each call took, in tokens of every kind; must hand on and return.
  void attach(ObjLongConsumer<SessionId> whenSpent) {
    took = whenSpent;
  }

  /// Hears of model calls.
  ModelCallListener listener() {
    return this::called;
  }

  ModelGuard guard() {
    return guard;
  }

  Leaks leaks() {
    return leaks;
  }

  Meter meter() {
    return meter;
  }

  Metrics metrics() {
    return metrics;
  }

  private final class News implements UsageListener {
    private final AuditLog audit;
    private final EventHub events;

    News(AuditLog audit, EventHub events) {
      this.audit = audit;
      this.events = events;
    }

    @Override
    public void spent(Spent spent) {
      calls.spent(spent);
      String upstream = spent.choice().upstream();
      count(upstream, "input", spent.tokens().input());
      count(upstream, "cache_read", spent.tokens().cacheRead());
      count(upstream, "cache_write", spent.tokens().cacheWrite());
      count(upstream, "output", spent.tokens().output());
      metrics.count("ironclaw.model.cost.dollars", spent.nanos() / NANOS, "upstream", upstream);
      took.accept(spent.session(), spent.tokens().input() + spent.tokens().cacheRead() + spent.tokens().cacheWrite()
          + spent.tokens().output());
    }

    private void count(String upstream, String kind, long tokens) {
      metrics.count("ironclaw.model.tokens", (double) tokens, "upstream", upstream, "kind", kind);
    }

    @Override
    public void stored() {
      events.publish("usage.changed", Map.of(), false);
    }

    @Override
    public void reached(Reached reached) {
      String agent = reached.agent().value();
      String level = reached.hard() ? "hard" : "soft";
      audit.recordBestEffort(new AuditEvent("budget", agent, level, "system", BudgetWords.reached(reached), agent));
      metrics.count("ironclaw.budget.limits.reached", "level", level);
      events.publish("budget.reached", Map.of("agentGroupId", agent, "level", level, "span", reached.span().wireName(),
          "limit", reached.limit(), "used", reached.used(), "period", reached.period()), true);
      Metering.this.reached.run();
    }
  }

  @Override
  public void close() {
    meter.close();
    leakAudit.close();
    calls.close();
  }
}
