package dev.ironclaw.desktop.session;

import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.MessagingGroupView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SessionUsageView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.api.TimelineView;
import dev.ironclaw.contract.api.TimelineView.EventView;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Agents;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Sample;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;

/// Sessions with a timeline, with a measured box, and none.
public final class SessionSamples {
  static final String TIMELINE = "GET /v1/ui/sessions/" + Agents.SESSION + "/timeline?limit=2000";

  private SessionSamples() {}

  public static List<Sample> all() {
    return List.of(new Sample("sessions-timeline", SessionSamples::filled, SessionSamples::choose),
        new Sample("sessions-empty", SessionSamples::empty),
        new Sample("sessions-box", SessionSamples::filled, SessionSamples::box));
  }

  private static Screen empty(Desk desk, Navigation navigation) {
    answers(desk);
    desk.controlPlane().answer("GET /v1/ui/sessions", List.of());
    return SessionsView.screen(navigation, Desk.TEXTS);
  }

  private static Screen filled(Desk desk, Navigation navigation) {
    answers(desk);
    return SessionsView.screen(navigation, Desk.TEXTS);
  }

  static void answers(Desk desk) {
    desk.controlPlane().answer("GET /v1/ui/sessions", List.of(
        Agents.session(Agents.SESSION, "researcher", "Researcher", "running", "2026-11-21T09:58:00Z"),
        Agents.session("ses_00c1", "gardener", "Gardener", "parked", "2026-11-20T18:00:00Z"),
        Agents.session("ses_00c2", "secretary", "Secretary", "stopped", "2026-11-19T18:00:00Z")));
    desk.controlPlane().answer("GET /v1/ui/sessions/usage",
        List.of(new SessionUsageView(Agents.SESSION, "box_7c41", 96L << 20, 12_400, "2026-11-21T09:40:00Z")));
    desk.controlPlane().answer("GET /v1/registry/messaging-groups",
        List.of(new MessagingGroupView("mg_1", "webchat", "researcher", "", false, "strict")));
    desk.controlPlane().answer("GET /v1/status", new StatusView("0.1.0", "2026-11-21T08:00:00Z", 7_200,
        Optional.empty(), "/home/ada/.local/share/ironclaw", "25.0.3",
        new RuntimeView("runsc", true, "20221219", "ptrace", "rootless", List.of(), List.of()),
        List.of(new BoxView(Optional.of("box_7c41"), "researcher", Optional.of(Agents.SESSION), "running",
            "2026-11-21T09:40:00Z", Optional.empty(), Optional.empty())),
        3, 3, 0, Optional.empty(), Optional.empty(), Optional.empty()));
    desk.controlPlane().answer(TIMELINE, new TimelineView(Agents.SESSION, events(), Optional.empty()));
    desk.controlPlane().answer("GET /v1/ui/sessions/ses_00c1/timeline?limit=2000",
        new TimelineView("ses_00c1", List.of(), Optional.empty()));
  }

  static List<EventView> events() {
    return List.of(
        event("audit:41", "09:58:00", "model", "model calls", "sandbox:" + Agents.SESSION,
            "3 calls to mock, 0 failed, 9120 bytes sent, 2048 received"),
        event("out_in_2", "09:57:41", "message", "agent", "agent",
            "Done. I read travel/lisbon.md and wrote the two flights into today.md."),
        new EventView("audit:40", "2026-11-21T09:57:20Z", "approval", "apply enabled_tools", "system",
            "applied: the agent has read_file", false, Optional.of("chg_000001")),
        new EventView("audit:39", "2026-11-21T09:57:20Z", "approval", "decision enabled_tools", "operator:local",
            "approve, of the card 4f2a…, shown to them at 09:57:02", false, Optional.of("chg_000001")),
        new EventView("audit:38", "2026-11-21T09:52:00Z", "approval", "submit enabled_tools",
            "sandbox:" + Agents.SESSION, "asks for the tool read_file", false, Optional.of("chg_000001")),
        event("audit:37", "09:51:12", "failure", "box refused", "system",
            "workspace 403: this agent has no tool that reads files"),
        event("in_2", "09:51:00", "message", "user", "webchat:local",
            "Good. Write that to a file, so that I have it on the way."),
        event("audit:36", "09:40:02", "box", "box posture", "system",
            "measured inside: kernel: gVisor (presents itself as Linux 4.4.0); network interfaces: lo; user: uid 65532"),
        event("audit:35", "09:40:01", "box", "box bind", "system", "session " + Agents.SESSION),
        event("audit:34", "09:40:00", "box", "box start", "system", "agent researcher revision 3 runtime runsc"),
        event("in_1", "09:40:00", "message", "user", "webchat:local", "Which of my notes mention the trip to Lisbon?"));
  }

  private static EventView event(String id, String time, String sort, String kind, String actor, String text) {
    return new EventView(id, "2026-11-21T" + time + "Z", sort, kind, actor, text, false, Optional.empty());
  }

  private static void choose(Parent view) {
    if (view.lookup("#timeline-list") instanceof ListView<?> list) {
      list.getSelectionModel().select(3);
    }
  }

  private static void box(Parent view) {
    if (view.lookup(".tab-pane") instanceof TabPane tabs) {
      tabs.getSelectionModel().selectLast();
    }
  }
}
