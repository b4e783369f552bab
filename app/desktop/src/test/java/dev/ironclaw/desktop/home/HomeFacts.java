package dev.ironclaw.desktop.home;

import dev.ironclaw.contract.api.ActivityView;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.BudgetView.LimitView;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.PanicView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.api.UsageView;
import dev.ironclaw.contract.api.StatusView.AuditHeadView;
import dev.ironclaw.contract.api.StatusView.CheckpointView;
import dev.ironclaw.desktop.testing.Desk;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A control plane as its home screen asks for it, at [Desk#NOW].
public final class HomeFacts {
  static final String USAGE = "GET /v1/usage?group=day";
  static final String ACTIVITY = "GET /v1/ui/activity?hours=25";
  static final List<Integer> MESSAGES = List.of(0, 0, 0, 0, 0, 0, 1, 4, 12, 16, 4);

  private HomeFacts() {}

  static void lay(Desk desk, StatusView status) {
    desk.controlPlane().answer("GET /v1/status", status);
    desk.controlPlane().answer("GET /v1/ui/agents",
        List.of(agent("researcher", "Researcher"), agent("inbox", "Inbox helper"), agent("travel", "Travel planner")));
    desk.controlPlane().answer("GET /v1/key",
        new MasterKeyView("k1", "keychain", "in the keychain of this user (Secret Service)", 1));
    desk.controlPlane().answer("GET /v1/questions?ended=0", List.of());
    desk.controlPlane().answer(ACTIVITY, activity());
    desk.controlPlane().answer(USAGE, usage());
    desk.controlPlane().answer("GET /v1/usage/budgets", List.of(
        new BudgetView("researcher", "Researcher", List.of(limit("centsPerDay", Optional.of(200L), 163),
            limit("tokensPerMonth", Optional.of(5_000_000L), 812_000))),
        new BudgetView("inbox", "Inbox helper", List.of(limit("centsPerDay", Optional.of(100L), 100))),
        new BudgetView("travel", "Travel planner", List.of(limit("centsPerDay", Optional.empty(), 12)))));
  }

  private static AgentView agent(String id, String name) {
    return new AgentView(id, 1, name, id, "mock", "mock-1", new AgentView.PersonaView("", "", ""), List.of(), 1);
  }

  private static LimitView limit(String span, Optional<Long> hard, long used) {
    return new LimitView(span, Optional.empty(), hard.map(most -> most / 5 * 4), hard, used, 0, "2026-11-21");
  }

  static UsageView usage() {
    return new UsageView("2026-11-01", "2026-11-21", "day", "2025-12-01",
        List.of(row("2026-11-20", 700_000, 5_120_000), row("2026-11-21", 301_500, 2_750_000)),
        row("", 1_001_500, 7_870_000));
  }

  private static UsageView.Row row(String key, long tokens, long micros) {
    return new UsageView.Row(key, 40, 1, tokens / 2, tokens / 4, 0, tokens - tokens / 2 - tokens / 4, micros, 0, 0);
  }

  static ActivityView activity() {
    Instant now = Desk.NOW.truncatedTo(ChronoUnit.HOURS);
    return new ActivityView(IntStream.rangeClosed(0, 24).mapToObj(i -> {
      Instant start = now.minus(24L - i, ChronoUnit.HOURS);
      int hour = i - 14;
      long messages = hour < 0 ? 90 : MESSAGES.get(hour);
      return new ActivityView.HourView(start.toString(), messages / 2, messages - messages / 2, messages * 2,
          hour == 9 ? 3 : 0);
    }).toList());
  }

  public static StatusView well() {
    return status(new RuntimeView("runsc", true, "release-20251110.0", "systrap", "rootless", List.of(), List.of()),
        List.of(box("ses_4f2a", "researcher", "running", "2026-11-21T09:52:00Z", ""),
            box("ses_77b1", "inbox", "starting", "2026-11-21T09:59:50Z", ""),
            new BoxView(Optional.of("box_9"), "travel", Optional.empty(), "pooled", "2026-11-21T08:00:00Z",
                Optional.empty(), Optional.empty())),
        Optional.empty(), Optional.empty());
  }

  public static StatusView troubled() {
    return status(
        new RuntimeView("docker", true, "27.3.1", "runc", "", List.of(
            "no gVisor: an agent's system calls reach this machine's kernel",
            "memory and process limits are not enforced"), List.of()),
        List.of(box("ses_4f2a", "researcher", "parked", "2026-11-21T09:12:00Z",
            "ended at once five times: exit status 137")),
        Optional.of("audit: audit-000000000001.jsonl ends before line 12304, which the database knows"),
        Optional.of(new PanicView("2026-11-21T09:55:00Z", "operator:local", Optional.of("it wrote to strangers"))));
  }

  public static StatusView quiet() {
    return status(new RuntimeView("runsc", true, "release-20251110.0", "systrap", "rootless", List.of(), List.of()),
        List.of(), Optional.empty(), Optional.empty());
  }

  static BoxView box(String session, String agent, String state, String since, String note) {
    return new BoxView(Optional.of("box_" + session), agent, Optional.of(session), state, since, Optional.empty(),
        Optional.of(note).filter(words -> !words.isEmpty()));
  }

  private static StatusView status(RuntimeView runtime, List<BoxView> boxes, Optional<String> notReady,
      Optional<PanicView> panic) {
    return new StatusView("0.1.0", "2026-11-21T07:02:00Z", 10_680, notReady, "/home/ada/.local/share/ironclaw",
        "25.0.1", runtime, boxes, 3, 12, 0, Optional.of(new AuditHeadView(12_304, "ab".repeat(32), "cd".repeat(32),
            Optional.empty(), Optional.of(new CheckpointView(12_300, "2026-11-21T09:52:00Z")))),
        Optional.empty(), panic);
  }
}
