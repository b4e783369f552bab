package dev.ironclaw.controlplane;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.leak.LeakAction;
import dev.ironclaw.controlplane.leak.LeakListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Records which forms of secrets were found where, never which secret: the first of a sort at once, the others of an
/// hour as one sum, so that a box can't fill the log with them. Each agent has its share of the sorts: none can use up
/// those of the others.
///
/// Threading: any thread; entries are written on one of its own, so that no stream waits for the log.
final class LeakAudit implements LeakListener, AutoCloseable {
  private static final int MOST_SORTS = 1_000;
  private static final int MOST_OF_AN_AGENT = 100;
  private static final Pattern SESSION = Pattern.compile("\\bses_[0-9a-f]{16}\\b");

  private final Consumer<AuditEvent> log;
  private final Duration window;
  private final Function<SessionId, Optional<AgentGroupId>> agents;
  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().daemon().name("leak-audit").factory());
  /// How many there were besides the one that has an entry.
  private final Map<Sort, Long> more = new LinkedHashMap<>();
  private final Map<String, Integer> sorts = new HashMap<>();

  /// @param agents whose a session is
  LeakAudit(Consumer<AuditEvent> log, Duration window, Function<SessionId, Optional<AgentGroupId>> agents) {
    this.log = log;
    this.window = window;
    this.agents = agents;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /// @param agent empty where it is nobody's
  private record Sort(String agent, String where, String pattern, LeakAction action) {
    AuditEvent entry(String times) {
      String deed = switch (action) {
        case BLOCK -> "was kept from going on";
        case REDACT -> "was taken out";
        case WARN -> "went on";
      };
      return new AuditEvent("leak", "", pattern, "system", "what looks like a secret " + deed + times + " in " + where,
          agent);
    }
  }

  /// The agent of the session that a place names.
  private String agent(String where) {
    Matcher named = SESSION.matcher(where);
    if (!named.find()) {
      return "";
    }
    return agents.apply(new SessionId(named.group())).map(AgentGroupId::value).orElse("");
  }

  @Override
  public void found(String where, String pattern, LeakAction action) {
    String agent = agent(where);
    Sort sort = new Sort(agent, where, pattern, action);
    synchronized (more) {
      if (thread.isShutdown()) {
        return;
      }
      if (more.containsKey(sort)) {
        more.merge(sort, 1L, Long::sum);
        return;
      }
      boolean overShare = sorts.getOrDefault(agent, 0) >= MOST_OF_AN_AGENT;
      if (overShare || more.size() >= MOST_SORTS) {
        sort = new Sort(overShare ? agent : "", "other places", pattern, action);
        if (more.merge(sort, 1L, Long::sum) > 1) {
          return;
        }
      } else {
        sorts.merge(agent, 1, Integer::sum);
      }
      if (more.isEmpty()) {
        var _ = thread.schedule(this::flush, window.toMillis(), TimeUnit.MILLISECONDS);
      }
      more.putIfAbsent(sort, 0L);
      AuditEvent first = sort.entry("");
      thread.execute(() -> log.accept(first));
    }
  }

  private void flush() {
    Map<Sort, Long> over;
    synchronized (more) {
      over = new LinkedHashMap<>(more);
      more.clear();
      sorts.clear();
    }
    over.forEach((sort, times) -> {
      if (times > 0) {
        log.accept(sort.entry(" " + times + (times == 1 ? " more time" : " more times")));
      }
    });
  }

  /// Records what is left.
  @Override
  public void close() {
    thread.close();
    flush();
  }
}
