package dev.ironclaw.desktop.audit;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Entries in words. What an agent wrote is shown as it is, never at length.
final class EntryWords {
  /// Areas of the log, as the control plane names them.
  static final List<String> STAGES = List.of("submit", "verdict", "card", "decision", "apply", "grant", "box",
      "session", "sandbox", "model", "delivery", "auth", "token", "key", "backup", "registry", "schedule",
      "job", "command", "image", "tunnel", "audit", "witness", "system");
  private static final int MOST_CELL = 300;
  private static final int MOST_TEXT = 20_000;

  private final Texts texts;
  private final List<AgentView> agents;
  private final DateTimeFormatter time;
  private final DateTimeFormatter cell;

  /// @param agents as they are known now
  EntryWords(Texts texts, List<AgentView> agents, ZoneId zone) {
    this.texts = texts;
    this.agents = agents;
    this.time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    this.cell = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(zone);
  }

  String time(AuditEntryView entry) {
    return time.format(Instant.parse(entry.time()));
  }

  /// For a column: to the minute, the order says the rest.
  String minute(AuditEntryView entry) {
    return cell.format(Instant.parse(entry.time()));
  }

  String stage(String stage) {
    return STAGES.contains(stage) ? texts.of("audit.stage." + stage) : cell(stage);
  }

  String agent(AuditEntryView entry) {
    return entry.agent().map(id -> agents.stream().filter(agent -> agent.id().equals(id)).findFirst()
        .map(AgentView::name).orElse(id)).map(EntryWords::cell).orElse("");
  }

  static String cell(String words) {
    return VisibleText.line(Excerpt.of(words, MOST_CELL));
  }

  static String text(String words) {
    return VisibleText.text(Excerpt.of(words, MOST_TEXT));
  }
}
