package dev.ironclaw.desktop.audit;

import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.AuditProofView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.testing.Desk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// A log as its screen asks for it.
final class AuditFacts {
  static final String FIRST = "GET /v1/audit?limit=" + AuditViewModel.PAGE;

  private AuditFacts() {}

  static void lay(Desk desk, StatusView status) {
    desk.controlPlane().answer("GET /v1/status", status);
    desk.controlPlane().answer("GET /v1/ui/agents", List.of(new AgentView("researcher", 1, "Researcher", "researcher",
        "mock", "mock-1", new AgentView.PersonaView("", "", ""), List.of(), 1)));
    desk.controlPlane().answer(FIRST, morning());
    desk.controlPlane().answer("GET /v1/audit/entries/12302", new AuditProofView(entry(12_302, "decision", "chg_tools1",
        "enabled_tools", "operator:local", "approved"), "audit-000000000001.jsonl", "4d".repeat(32), "9a".repeat(32),
        Optional.empty()));
  }

  static AuditEntryView entry(long seq, String stage, String subject, String kind, String actor, String detail) {
    Optional<String> about = Optional.of(subject).filter(id -> !id.isEmpty());
    return new AuditEntryView(seq, Instant.parse("2026-11-21T09:00:00Z").plusSeconds((seq - 12_280) * 140).toString(),
        stage, about, about.filter(id -> id.startsWith("chg_")), kind, actor, detail,
        "%064x".formatted(seq * 0x9E3779B97F4A7C15L), Optional.of("researcher").filter(_ -> !subject.isEmpty()));
  }

  static List<AuditEntryView> entries(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(
        seq -> entry(seq, "model", "ses_4f2a", "calls", "sandbox:ses_4f2a", "2 calls to mock, 0 failed")).toList();
  }

  /// As the route gives them, the oldest first.
  static List<AuditEntryView> morning() {
    List<AuditEntryView> all = new ArrayList<>(entries(12_270, 12_289));
    all.add(entry(12_290, "system", "", "start", "system", "version 0.1.0, runtime runsc release-20251110.0 on systrap "
        + "rootless, no warnings"));
    all.add(entry(12_291, "box", "box_00a1", "start", "system", "runtime runsc, image sha256:4c1f, network none"));
    all.add(entry(12_292, "box", "box_00a1", "posture", "system", "no network but loopback, no capability, read-only"));
    all.add(entry(12_293, "model", "ses_4f2a", "calls", "sandbox:ses_4f2a", "4 calls to mock, 0 failed, 8,112 bytes "
        + "sent, 2,204 received"));
    all.add(entry(12_294, "submit", "chg_tools1", "enabled_tools", "sandbox:ses_4f2a",
        "asks for the tool read_file: I need to read the notes that you left for me."));
    all.add(entry(12_295, "verdict", "chg_tools1", "enabled_tools", "verifier", "a human decides: human floor"));
    all.add(entry(12_296, "auth", "", "scope", "operator:ci", "refused POST /v1/changes: it needs the scope admin"));
    all.add(entry(12_297, "submit", "chg_mount1", "mounts", "sandbox:ses_4f2a",
        "asks for /home/ada/Documents, writable: \u202Eflip me\u0007"));
    all.add(entry(12_298, "card", "chg_tools1", "enabled_tools", "operator:local", "card 3f9a shown"));
    all.add(entry(12_302, "decision", "chg_tools1", "enabled_tools", "operator:local", "approved; card 3f9a, shown to "
        + "operator:local at 09:51:12"));
    all.add(entry(12_303, "apply", "chg_tools1", "enabled_tools", "system", "applied at revision 2"));
    return all;
  }
}
