package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.api.JobListView;
import dev.ironclaw.contract.api.JobSummaryView;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Sample;
import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/// Jobs: what one did, its log, its files, its changes, one that failed, the form, and none.
public final class JobSamples {
  private JobSamples() {}

  public static List<Sample> all() {
    return List.of(new Sample("jobs-result", JobSamples::filled, view -> choose(view, 2)),
        new Sample("jobs-log", JobSamples::filled, JobSamples::log),
        new Sample("jobs-files", JobSamples::filled, JobSamples::files),
        new Sample("jobs-changes", JobSamples::filled, view -> changes(view, 1)),
        new Sample("jobs-failed", JobSamples::filled, view -> choose(view, 3)),
        new Sample("jobs-waits", JobSamples::filled, view -> choose(view, 0)),
        new Sample("jobs-new", JobSamples::filled, JobSamples::write),
        new Sample("jobs-empty", JobSamples::empty));
  }

  /// States that differ in words alone.
  public static List<Sample> more() {
    return List.of(new Sample("jobs-running", JobSamples::filled, view -> choose(view, 1)),
        new Sample("jobs-conflict", JobSamples::conflict, view -> changes(view, 1)),
        new Sample("jobs-obstacle", JobSamples::obstacle, view -> choose(view, 4)),
        new Sample("jobs-new-refused", JobSamples::refusing, JobSamples::ask),
        new Sample("jobs-accept", JobSamples::filled, JobSamples::accept),
        new Sample("jobs-remove", JobSamples::filled, JobSamples::remove));
  }

  private static Screen screen(Navigation navigation) {
    return JobsView.screen(navigation, _ -> new FakeFeed(), Desk.TEXTS, _ -> {});
  }

  private static Screen filled(Desk desk, Navigation navigation) {
    JobFixtures.answers(desk);
    return screen(navigation);
  }

  private static Screen conflict(Desk desk, Navigation navigation) {
    JobFixtures.answers(desk);
    desk.controlPlane().answer(JobFixtures.path(JobFixtures.NOTES) + "/review",
        JobFixtures.review("open", Optional.of("was changed in the project since the job began")));
    return screen(navigation);
  }

  private static Screen obstacle(Desk desk, Navigation navigation) {
    JobFixtures.answers(desk);
    desk.controlPlane().answer("GET /api/jobs/options", JobFixtures.options(Optional.of(
        "no container engine answers at unix:///var/run/docker.sock; install Docker, or start it with: systemctl start docker")));
    return screen(navigation);
  }

  private static Screen refusing(Desk desk, Navigation navigation) {
    JobFixtures.answers(desk);
    desk.controlPlane().refuse("POST /api/jobs", 400, "INVALID_REQUEST",
        "create a job: its memory must be 256 to 8192 MiB (JOB_MAX_MEMORY_MB of the control plane is the upper bound)",
        "memoryMb");
    return screen(navigation);
  }

  private static Screen empty(Desk desk, Navigation navigation) {
    desk.controlPlane().answer(JobFixtures.list("", 50), new JobListView(List.of(), false));
    desk.controlPlane().answer("GET /api/jobs/summary", new JobSummaryView(0, 0, 0, 0, 0, 0, 0, 0, 0));
    desk.controlPlane().answer("GET /api/jobs/options", JobFixtures.options(Optional.empty()));
    return screen(navigation);
  }

  private static void choose(Parent view, int row) {
    if (view.lookup("#jobs-list") instanceof ListView<?> list) {
      list.getSelectionModel().select(row);
    }
  }

  private static void tab(Parent view, int index) {
    if (view.lookup(".tab-pane") instanceof TabPane tabs) {
      tabs.getSelectionModel().select(index);
    }
    view.applyCss();
    view.layout();
  }

  private static void log(Parent view) {
    choose(view, 1);
    tab(view, 1);
    if (view.lookup("#job-log") instanceof ListView<?> list) {
      list.getSelectionModel().select(4);
    }
  }

  private static void files(Parent view) {
    choose(view, 2);
    tab(view, 2);
    if (view.lookup("#job-files") instanceof ListView<?> list) {
      list.getSelectionModel().select(2);
      click(list);
    }
  }

  private static void click(Node node) {
    Event.fireEvent(node, new MouseEvent(MouseEvent.MOUSE_CLICKED, 0, 0, 0, 0, MouseButton.PRIMARY, 1, false, false,
        false, false, false, false, false, false, false, true, null));
  }

  private static void changes(Parent view, int row) {
    choose(view, 2);
    tab(view, 3);
    if (view.lookup("#job-changes") instanceof ListView<?> list) {
      list.getSelectionModel().select(row);
    }
  }

  private static void accept(Parent view) {
    changes(view, 1);
    fire(view, "#job-changes-accept");
  }

  private static void remove(Parent view) {
    choose(view, 3);
    fire(view, "#jobs-remove");
  }

  private static void write(Parent view) {
    fire(view, "#jobs-new");
    view.applyCss();
    view.layout();
    type(view, "#jobs-new-title", "Make the site's build green again");
    type(view, "#jobs-new-task",
        "The build of the site fails since yesterday. Find out why, mend it, and run the tests.");
    type(view, "#jobs-new-hosts", "registry.npmjs.org\n*.example.com");
    if (view.lookup("#jobs-new-mode-claude-code") instanceof RadioButton claude) {
      claude.fire();
    }
  }

  private static void ask(Parent view) {
    write(view);
    type(view, "#jobs-new-memory", "64");
    fire(view, "#jobs-new-ask");
    if (view.lookup(".page") instanceof ScrollPane page) {
      view.applyCss();
      view.layout();
      page.setVvalue(1);
    }
  }

  private static void type(Parent view, String id, String words) {
    if (view.lookup(id) instanceof TextInputControl field) {
      field.setText(words);
    }
  }

  private static void fire(Parent view, String id) {
    if (view.lookup(id) instanceof Button button) {
      button.fire();
    }
  }
}
