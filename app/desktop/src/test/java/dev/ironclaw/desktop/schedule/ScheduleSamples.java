package dev.ironclaw.desktop.schedule;

import dev.ironclaw.contract.api.ScheduleRunView;
import dev.ironclaw.contract.api.ScheduleView;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Agents;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Sample;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;

/// Schedules with runs, with one that is blocked, and none.
public final class ScheduleSamples {
  static final String MORNING = "sched_4f1c2ab09d3e7715";
  static final String FLOWERS = "sched_90ab11c2d3e4f506";
  static final String REPORT = "sched_7712aa0b9c8d6e5f";

  private ScheduleSamples() {}

  public static List<Sample> all() {
    return List.of(new Sample("schedules-runs", ScheduleSamples::filled),
        new Sample("schedules-blocked", ScheduleSamples::filled, ScheduleSamples::chooseBlocked),
        new Sample("schedules-new", ScheduleSamples::filled, ScheduleSamples::write),
        new Sample("schedules-empty", ScheduleSamples::empty));
  }

  static ScheduleView one(String id, String status, Optional<String> blocked) {
    return switch (id) {
      case MORNING -> new ScheduleView(id, "researcher", status,
          "Read what came in overnight and tell me in five lines what needs me today.",
          "on Monday to Friday at 07:30 (Europe/Berlin)", Optional.empty(), Optional.of("30 7 * * 1-5"),
          "Europe/Berlin", Optional.empty(), Optional.empty(), 0, "skip", "webchat", "researcher", "",
          Optional.empty(), status.equals("active") ? Optional.of("2026-11-23T06:30:00Z") : Optional.empty(), blocked,
          41, Optional.of(run("2026-11-20T06:30:00Z", "done", "")));
      case FLOWERS -> new ScheduleView(id, "gardener", status, "Remind me to water the flowers on the balcony.",
          "once, Sat 21 Nov 2026 18:00 (Europe/Berlin)", Optional.of("2026-11-21T17:00:00Z"), Optional.empty(),
          "Europe/Berlin", Optional.empty(), Optional.empty(), 0, "once", "webchat", "gardener", "",
          Optional.empty(), Optional.of("2026-11-21T17:00:00Z"), blocked, 0, Optional.empty());
      default -> new ScheduleView(id, "secretary", status, "Post the week's open points to the family's chat.",
          "on Friday at 17:00 (Europe/Berlin)", Optional.empty(), Optional.of("0 17 * * FRI"), "Europe/Berlin",
          Optional.of("2026-12-31T23:00:00Z"), Optional.of(10), 0, "skip", "telegram", "-100200300", "",
          Optional.empty(), Optional.of("2026-11-27T16:00:00Z"), blocked, 3,
          Optional.of(run("2026-11-20T16:00:00Z", "blocked", "")));
    };
  }

  static ScheduleRunView run(String due, String state, String note) {
    return new ScheduleRunView(due, due, state, Optional.empty(),
        note.isEmpty() ? Optional.empty() : Optional.of(note));
  }

  /// Lays down what the screen asks for.
  public static void answers(Desk desk) {
    desk.controlPlane().answer("GET /v1/ui/agents",
        List.of(Agents.agent("gardener", "Gardener"), Agents.agent("researcher", "Researcher")));
    String why = "the agent may not write in telegram/-100200300 any more: it is neither wired there nor granted the"
        + " destination";
    desk.controlPlane().answer("GET /v1/schedules", List.of(one(MORNING, "active", Optional.empty()),
        one(FLOWERS, "active", Optional.empty()), one(REPORT, "active", Optional.of(why))));
    desk.controlPlane().answer("GET /v1/schedules/" + MORNING + "/runs",
        List.of(run("2026-11-20T06:30:00Z", "done", ""), run("2026-11-19T06:30:00Z", "done", ""),
            run("2026-11-18T06:30:00Z", "skipped",
                "this time, and those up to the next that is listed, passed while nothing ran"),
            run("2026-11-17T06:30:00Z", "done", "")));
    desk.controlPlane().answer("GET /v1/schedules/" + FLOWERS + "/runs", List.of());
    desk.controlPlane().answer("GET /v1/schedules/" + REPORT + "/runs",
        List.of(run("2026-11-20T16:00:00Z", "blocked", why), run("2026-11-13T16:00:00Z", "done", "")));
  }

  private static Screen filled(Desk desk, Navigation navigation) {
    answers(desk);
    return SchedulesView.screen(navigation, ZoneId.of("Europe/Berlin"), Desk.TEXTS);
  }

  private static Screen empty(Desk desk, Navigation navigation) {
    desk.controlPlane().answer("GET /v1/ui/agents", List.of());
    desk.controlPlane().answer("GET /v1/schedules", List.of());
    return SchedulesView.screen(navigation, ZoneId.of("Europe/Berlin"), Desk.TEXTS);
  }

  private static void write(Parent view) {
    if (view.lookup("#schedules-new") instanceof Button fresh) {
      fresh.fire();
    }
  }

  private static void chooseBlocked(Parent view) {
    if (view.lookup("#schedules-list") instanceof ListView<?> list) {
      list.getSelectionModel().select(2);
    }
  }
}
