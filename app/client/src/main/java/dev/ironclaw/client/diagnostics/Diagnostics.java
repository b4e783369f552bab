package dev.ironclaw.client.diagnostics;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.contract.api.SettingView;
import dev.ironclaw.contract.api.StatusView;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Collects a [Bundle]: chosen facts, each from its own field. Never: names and words of people and agents, reasons,
/// titles, tokens, keys, paths.
public final class Diagnostics {
  private static final int AUDIT_ENTRIES = 2_000;
  /// The settings whose values are numbers, yes or no, or one of a few words; of all others only whether they are set.
  private static final Set<String> PLAIN_SETTINGS = Set.of("runtime", "log-format", "dev", "insecure-listen",
      "accept-unenforced-limits", "pool-size", "pool-max", "idle-after", "change-expiry", "model-proxy-rps",
      "model-proxy-burst", "workspace-mib", "workspace-entries", "keep-retired", "master-key", "tls", "token");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ._-]{1,40}");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z_-]{1,24}");
  /// Of the others a finding may name people or what they wrote.
  private static final Set<String> WORDED_FINDINGS = Set.of("java", "readiness", "auth", "runtime", "isolation",
      "limits",
      "master key", "audit");

  private final ControlPlaneClient client;
  private final Redaction redaction;

  private Diagnostics(ControlPlaneClient client, Redaction redaction) {
    this.client = client;
    this.redaction = redaction;
  }

  /// Asks the control plane, and waits for its answers. What it does not answer is said to be missing.
  ///
  /// @param facts of the program and the machine, in words, by name
  /// @param stateFolder has the app's log; empty where the control plane runs elsewhere
  public static Bundle collect(ControlPlaneClient client, Map<String, String> facts, Optional<Path> stateFolder,
      InstantSource clock, Redaction redaction) {
    Diagnostics of = new Diagnostics(client, redaction);
    return new Bundle(List.of(
        of.part("about.txt", () -> "made     " + clock.instant() + "\n" + lines(new TreeMap<>(facts))),
        of.part("status.txt", () -> status(client.status())), of.part("settings.txt", of::settings),
        of.part("doctor.txt", of::doctor), of.part("audit-counts.txt", of::audit),
        of.part("app-log.txt", () -> stateFolder.map(LogExcerpt::of).orElse("the control plane runs elsewhere\n"))));
  }

  private Bundle.Part part(String name, Supplier<String> text) {
    try {
      return new Bundle.Part(name, redaction.of(text.get()));
    } catch (ApiException e) {
      return new Bundle.Part(name, "the control plane did not answer: " + e.code() + "\n");
    }
  }

  private static String lines(Map<String, String> facts) {
    return facts.entrySet().stream().map(fact -> "%-16s %s\n".formatted(fact.getKey(), fact.getValue()))
        .collect(Collectors.joining());
  }

  private static String status(StatusView status) {
    RuntimeView runtime = status.runtime();
    Map<String, String> facts = new TreeMap<>();
    facts.put("version", status.version());
    facts.put("java", status.java());
    facts.put("up", status.uptimeSeconds() + " s");
    facts.put("ready", status.notReady().map(why -> "NO: " + why).orElse("yes"));
    facts.put("stopped", status.panic().map(panic -> "since " + panic.since()).orElse("no"));
    facts.put("runtime", RuntimeWords.of(runtime));
    facts.put("weaker", plain(runtime.weaknesses().stream().map(RuntimeView.WeaknessView::code).toList()));
    facts.put("problems", runtime.problems().isEmpty() ? "none" : String.join("; ", runtime.problems()));
    facts.put("image", runtime.image().map(digest -> digest.substring(0, Math.min(19, digest.length()))).orElse("?"));
    facts.put("boxes", counts(status.boxes(), BoxView::state));
    facts.put("agents", String.valueOf(status.agents()));
    facts.put("conversations", String.valueOf(status.sessions()));
    facts.put("waiting changes", String.valueOf(status.pendingChanges()));
    facts.put("audit head", status.auditHead().map(head -> String.valueOf(head.seq())).orElse("none"));
    facts.put("tls", status.tlsFingerprint().isPresent() ? "on" : "off");
    facts.put("self-test", status.selftest().map(Diagnostics::selftest).orElse("none since the start"));
    return lines(facts);
  }

  private static String selftest(SelftestRunView run) {
    List<String> through = run.result().probes().stream().filter(probe -> !probe.held())
        .map(probe -> probe.name()).filter(name -> WORD.matcher(name).matches()).toList();
    return run.result().probes().size() + " probes at " + run.endedAt() + ", got through: "
        + (through.isEmpty() ? "none" : String.join(", ", through));
  }

  private static String plain(List<String> codes) {
    return codes.isEmpty()
        ? "nothing"
        : codes.stream().map(code -> WORD.matcher(code).matches() ? code : "other").collect(Collectors.joining(", "));
  }

  private String settings() {
    return client.settings().stream().filter(setting -> WORD.matcher(setting.name()).matches())
        .map(setting -> "%-28s %-24s %s\n".formatted(setting.name(), value(setting), setting.source()))
        .collect(Collectors.joining());
  }

  private static String value(SettingView setting) {
    if (setting.value().isEmpty()) {
      return "-";
    }
    return PLAIN_SETTINGS.contains(setting.name()) && PLAIN.matcher(setting.value()).matches()
        ? setting.value()
        : "set";
  }

  private String doctor() {
    return Doctor.examine(client, false).stream()
        .map(finding -> "%-4s  %s%s\n".formatted(finding.result(), finding.name(),
            WORDED_FINDINGS.contains(finding.name()) ? ": " + finding.detail() : ""))
        .collect(Collectors.joining());
  }

  private String audit() {
    List<AuditEntryView> entries = client.audit(AUDIT_ENTRIES);
    return "of the newest " + entries.size() + " entries\n" + counts(entries, AuditEntryView::stage) + "\n";
  }

  private static <T> String counts(List<T> things, Function<T, String> kind) {
    Map<String, Long> counts = things.stream()
        .map(kind).map(word -> WORD.matcher(word).matches() ? word : "other")
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream().map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
  }
}
