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
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Collects a [Bundle]: chosen facts, each from its own field. Never: names and words of people and agents, reasons,
/// titles, tokens, keys, paths; of sentences only which one it was.
public final class Diagnostics {
  private static final int AUDIT_ENTRIES = 2_000;
  /// The settings whose values are numbers, yes or no, or one of a few words; of all others only whether they are set.
  private static final Set<String> PLAIN_SETTINGS = Set.of("runtime", "log-format", "dev", "insecure-listen",
      "accept-unenforced-limits", "pool-size", "pool-max", "idle-after", "change-expiry", "model-proxy-rps",
      "model-proxy-burst", "workspace-mib", "workspace-entries", "keep-retired", "master-key", "tls", "token");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ._-]{1,40}");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z_-]{1,24}");
  private static final Pattern VERSION = Pattern.compile("(?:release-)?[0-9][0-9.]{0,15}(?:[+-][0-9A-Z]{1,12}){0,2}");
  /// How a sentence about what is not ready begins; the rest of it may quote anything.
  private static final Set<String> PARTS = Set.of("audit");
  private static final Set<String> RUNTIME_WORDS = Set.of("runsc", "process", "systrap", "ptrace", "kvm", "host",
      "root",
      "rootless");

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
        of.part("about.txt", () -> lines(Map.of("made", clock.instant().toString())) + lines(new TreeMap<>(facts))),
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
    facts.put("version", version(status.version()));
    facts.put("java", version(status.java()));
    facts.put("up", status.uptimeSeconds() + " s");
    facts.put("ready", status.notReady().map(why -> "NO: " + part(why)).orElse("yes"));
    facts.put("stopped", status.panic().map(panic -> "since " + time(panic.since())).orElse("no"));
    facts.put("runtime", runtime(runtime));
    facts.put("weaker", plain(runtime.weaknesses().stream().map(RuntimeView.WeaknessView::code).toList()));
    facts.put("problems", runtime.problems().isEmpty() ? "none" : String.valueOf(runtime.problems().size()));
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

  private static String version(String version) {
    return VERSION.matcher(version).matches() ? version : "other";
  }

  private static String part(String why) {
    String part = why.split(":", 2)[0];
    return PARTS.contains(part) ? part : "other";
  }

  private static String time(String time) {
    try {
      return Instant.parse(time).toString();
    } catch (DateTimeParseException _) {
      // silent-ok: what is no time is not shown.
      return "other";
    }
  }

  private static String runtime(RuntimeView runtime) {
    String words = Stream.of(runtime.platform(), runtime.mode()).filter(word -> !word.isEmpty())
        .map(Diagnostics::known).collect(Collectors.joining(", "));
    return known(runtime.name()) + " " + version(runtime.version()) + (words.isEmpty() ? "" : ", " + words)
        + (runtime.usable() ? "" : " (NOT USABLE)");
  }

  private static String known(String word) {
    return RUNTIME_WORDS.contains(word) ? word : "other";
  }

  private static String selftest(SelftestRunView run) {
    List<String> through = run.result().probes().stream().filter(probe -> !probe.held())
        .map(probe -> probe.name()).filter(name -> WORD.matcher(name).matches()).toList();
    return run.result().probes().size() + " probes at " + time(run.endedAt()) + ", got through: "
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
        .map(finding -> "%-4s  %s\n".formatted(finding.result(), finding.name()))
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
