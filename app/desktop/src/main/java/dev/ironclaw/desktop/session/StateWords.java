package dev.ironclaw.desktop.session;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.TimelineView.EventView;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Set;

/// What the control plane calls things, in plain words; what this program does not know yet stays as it is called.
record StateWords(Texts texts) {
  private static final Set<String> STATES = Set.of("starting", "running", "stopping", "backing_off", "parked",
      "stopped");
  private static final Set<String> KINDS = Set.of("submit", "verdict", "decision", "apply", "card", "model-calls",
      "box-start", "box-bind", "box-posture", "box-end", "box-freeze", "box-park", "box-refused", "session-stop",
      "session-stop-forced", "session-terminate", "system-refused", "delivery-dead");

  String of(String state) {
    return STATES.contains(state) ? texts.of("sessions.state." + state.replace('_', '-')) : VisibleText.line(state);
  }

  String title(EventView event, String agent) {
    if (event.sort().equals("message")) {
      return event.kind().equals("agent") ? agent : texts.of("sessions.kind.person");
    }
    String stage = event.kind().split(" ", 2)[0];
    String whole = event.kind().replace(' ', '-');
    return KINDS.contains(stage)
        ? texts.of("sessions.kind." + stage)
        : KINDS.contains(whole) ? texts.of("sessions.kind." + whole) : VisibleText.line(event.kind());
  }

  String sort(String sort) {
    return Timeline.SORTS.contains(sort) ? texts.of("sessions.sort." + sort) : VisibleText.line(sort);
  }

  static String icon(String sort) {
    return switch (sort) {
      case "message" -> "mdi2m-message-text-outline";
      case "model" -> "mdi2b-brain";
      case "approval" -> "mdi2k-key-variant";
      case "failure" -> "mdi2a-alert-circle-outline";
      default -> "mdi2c-cube-outline";
    };
  }
}
