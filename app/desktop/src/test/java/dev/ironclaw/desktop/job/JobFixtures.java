package dev.ironclaw.desktop.job;

import dev.ironclaw.client.JobsClient;
import dev.ironclaw.contract.api.ImageView;
import dev.ironclaw.contract.api.JobChangeView;
import dev.ironclaw.contract.api.JobEventView;
import dev.ironclaw.contract.api.JobEventsView;
import dev.ironclaw.contract.api.JobFileContent;
import dev.ironclaw.contract.api.JobFileView;
import dev.ironclaw.contract.api.JobFilesView;
import dev.ironclaw.contract.api.JobGrantBody;
import dev.ironclaw.contract.api.JobListView;
import dev.ironclaw.contract.api.JobOptionsView;
import dev.ironclaw.contract.api.JobReviewView;
import dev.ironclaw.contract.api.JobSummaryView;
import dev.ironclaw.contract.api.JobTransitionView;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.contract.api.VaultCredentialView;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Jobs as a control plane tells of them.
final class JobFixtures {
  static final String SITE = "3f2a7c1e-0b7d-4c52-9e1c-5d2f6a8b9c01";
  static final String NOTES = "91b0d4aa-7e3c-4f0d-8a55-1c2d3e4f5a02";
  static final String REPORT = "c7e1f2d3-4a5b-4c6d-8e7f-9a0b1c2d3e03";
  static final String QUEUED = "0d9c8b7a-6f5e-4d4c-9b3a-2f1e0d9c8b04";
  static final String LOST = "5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c05";
  private static final String README_DIFF = """
      --- a/README.md
      +++ b/README.md
      @@ -1,4 +1,5 @@
       # Notes
      \s
      -All notes lie here.
      +One folder for each year.
      +What has no date stays here.
      \s
       See also the list.
      """;
  private static final String FOLDER = "/home/ada/.ironclaw/projects/";

  private JobFixtures() {}

  static JobView job(String id, String state) {
    boolean over = !List.of("queued", "creating", "running").contains(state);
    return switch (id) {
      case SITE -> new JobView(id, "Make the site's build green again",
          "The build of the site fails since yesterday. Find "
              + "out why, mend it, and run the tests until they pass.",
          state, "claude_code", FOLDER + "site",
          List.of(new JobGrantBody("GH_TOKEN", "github")), List.of("registry.npmjs.org"), 4096, 200, 1_800, "none",
          "operator:local",
          Optional.empty(), Optional.empty(), Optional.empty(), "2026-11-21T09:52:00Z",
          Optional.of("2026-11-21T09:52:04Z"), over ? Optional.of("2026-11-21T09:59:00Z") : Optional.empty(),
          over ? Optional.of(416L) : Optional.empty(), Optional.of("runs the tests"), 7,
          Optional.empty(), state.equals("failed")
              ? Optional.of("it needed more than its 4096 MiB of memory")
              : Optional.empty(),
          Optional.of("this machine's kernel is shared with the container"), state.equals("failed"), !over, true,
          Optional.empty(), steps(state));
      case NOTES -> new JobView(id, "Sort the notes by year", "Put each note of this folder into a folder of its year.",
          state, "worker", FOLDER + "notes", List.of(), List.of(), 2048, 100, 600, "open", "operator:local",
          Optional.empty(),
          Optional.empty(), Optional.empty(), "2026-11-21T08:40:00Z", Optional.of("2026-11-21T08:40:03Z"),
          Optional.of("2026-11-21T08:43:40Z"), Optional.of(217L), Optional.empty(), 12,
          Optional.of("I sorted **41 notes** into 6 folders:\n\n- `2021` to `2026`, one for each year\n"
              + "- two notes without a date stay where they were\n\nThe list is in `/output/sorted.md`."),
          Optional.empty(), Optional.empty(), false, false, false, Optional.of(48_210L), steps(state));
      case REPORT -> new JobView(id, "Weekly report of the open points",
          "Read the project and write a report of what is open.", state, "worker", FOLDER + id, List.of(), List.of(),
          2048, 100,
          600, "none", "operator:local", Optional.of("researcher"), Optional.of("ses_1"), Optional.of(LOST),
          "2026-11-20T16:00:00Z", Optional.of("2026-11-20T16:00:02Z"), Optional.of("2026-11-20T16:10:02Z"),
          Optional.of(600L), Optional.empty(), 31, Optional.empty(), Optional.of("it worked longer than its 600 s"),
          Optional.empty(), true, false, false, Optional.of(3_412_880L), steps(state));
      case QUEUED -> new JobView(id, "Translate the handbook", "Translate handbook.md into German.", state, "worker",
          FOLDER + "handbook", List.of(), List.of(), 2048, 50, 600, "working", "operator:local", Optional.empty(),
          Optional.empty(), Optional.empty(), "2026-11-21T09:58:00Z", Optional.empty(), Optional.empty(),
          Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty(), false, !over,
          false, Optional.empty(),
          List.of(new JobTransitionView("queued", "2026-11-21T09:58:00Z", "operator:local", "asked for")));
      default -> new JobView(id, "Weekly report of the open points",
          "Read the project and write a report of what is open.", state, "worker", FOLDER + id, List.of(), List.of(),
          2048, 100,
          600, "none", "operator:local", Optional.empty(), Optional.empty(), Optional.empty(), "2026-11-19T16:00:00Z",
          Optional.of("2026-11-19T16:00:02Z"), Optional.of("2026-11-19T16:01:00Z"), Optional.of(58L), Optional.empty(),
          3,
          Optional.empty(), Optional.of("the container engine was lost: it did not answer any more"), Optional.empty(),
          true, false, false, Optional.of(0L), steps(state));
    };
  }

  private static List<JobTransitionView> steps(String state) {
    return List.of(new JobTransitionView("queued", "2026-11-21T09:52:00Z", "operator:local", "asked for: claude_code"),
        new JobTransitionView("creating", "2026-11-21T09:52:00Z", "system", "there is a place"),
        new JobTransitionView("running", "2026-11-21T09:52:04Z", "system", "its container runs"),
        new JobTransitionView(state, "2026-11-21T09:59:00Z", "system", "as its container said"));
  }

  static List<JobView> jobs() {
    return List.of(job(QUEUED, "queued"), job(SITE, "running"), job(NOTES, "completed"), job(REPORT, "failed"),
        job(LOST, "interrupted"));
  }

  static String list(String state, int limit) {
    return "GET /api/jobs?limit=" + limit + (state.isEmpty() ? "" : "&state=" + state);
  }

  static String path(String id) {
    return "GET /api/jobs/" + id;
  }

  static String newest(String id) {
    return path(id) + "/events?before=" + JobsClient.NEWEST + "&limit=" + JobLog.PAGE;
  }

  /// Lays down what the screen asks for.
  static void answers(Desk desk) {
    desk.controlPlane().answer(list("", 50), new JobListView(jobs(), false));
    for (JobView job : jobs()) {
      desk.controlPlane().answer(path(job.id()), job);
      desk.controlPlane().answer(newest(job.id()), new JobEventsView(job.id(), List.of(), false));
      desk.controlPlane().answer(path(job.id()) + "/files/list?path=", new JobFilesView("", List.of(), false));
    }
    desk.controlPlane().answer("GET /api/jobs/summary", new JobSummaryView(5, 1, 0, 1, 1, 1, 0, 1, 3_461_090));
    desk.controlPlane().answer("GET /api/jobs/options", options(Optional.empty()));
    desk.controlPlane().answer("GET /v1/vault/credentials",
        List.of(credential("github"), credential("package-registry")));
    desk.controlPlane().answer(newest(SITE), new JobEventsView(SITE, events(), true));
    desk.controlPlane().answer(path(NOTES) + "/review", review("open", Optional.empty()));
    files(desk);
  }

  private static void files(Desk desk) {
    desk.controlPlane().answer(path(NOTES) + "/files/list?path=", new JobFilesView("", List.of(
        file("2025", "2025", "folder", 0), file("2026", "2026", "folder", 0),
        file("README.md", "README.md", "file", 1_204), file("photo.jpg", "photo.jpg", "file", 2_411_724),
        file("latest", "latest", "link", 0)), false));
    desk.controlPlane().answer(path(NOTES) + "/files/list?path=2026", new JobFilesView("2026", List.of(
        file("lisbon.md", "2026/lisbon.md", "file", 812)), false));
    desk.controlPlane().answer(path(NOTES) + "/files/list?path=%2Foutput", new JobFilesView("/output", List.of(
        file("sorted.md", "/output/sorted.md", "file", 2_048)), false));
    desk.controlPlane().answer(path(NOTES) + "/files/read?path=README.md", new JobFileContent("README.md", 1_204,
        Optional.of("# Notes\n\nOne folder for each year. What has no date stays here.\n\n\ttoken = [REDACTED]\n"),
        Optional.empty(), true));
    desk.controlPlane().answer(path(NOTES) + "/files/read?path=photo.jpg", new JobFileContent("photo.jpg", 2_411_724,
        Optional.empty(), Optional.of("/9j/"), false));
  }

  static JobFileView file(String name, String path, String kind, long bytes) {
    return new JobFileView(name, path, kind, bytes, "2026-11-21T08:43:00Z");
  }

  static VaultCredentialView credential(String name) {
    return new VaultCredentialView(name, List.of("api.example.com"), "bearer", List.of(), "2026-11-01T08:00:00Z",
        "operator:local", "2026-11-01T08:00:00Z");
  }

  static JobOptionsView options(Optional<String> obstacle) {
    return new JobOptionsView(obstacle, Optional.empty(),
        List.of(new JobOptionsView.ModeView("worker", 2048, 100, 600, 50, image("worker", "ready")),
            new JobOptionsView.ModeView("claude_code", 4096, 100, 600, 50, image("claude-code", "missing"))),
        8192, 400, 21_600, 500, 1, "/home/ada/.ironclaw/projects", List.of("handbook", "notes", "site"));
  }

  static ImageView image(String name, String state) {
    return new ImageView(name, state, Optional.empty(), Optional.empty(), 0, Optional.empty(), "");
  }

  static JobReviewView review(String state, Optional<String> conflict) {
    boolean decided = !List.of("open", "working").contains(state);
    return new JobReviewView(NOTES, "notes", state, "9f3c2b1a0d4e5f60718293a4b5c6d7e8", decided
        ? List.of()
        : List.of(
            new JobChangeView("2026", "added", true, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty()),
            new JobChangeView("README.md", "changed", false, Optional.of(1_100L), Optional.of(1_204L),
                Optional.of(README_DIFF),
                conflict),
            new JobChangeView("lisbon.md", "deleted", false, Optional.of(812L), Optional.empty(),
                Optional.of("--- a/lisbon.md\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-# Lisbon\n-Two flights, one hotel.\n"),
                Optional.empty()),
            new JobChangeView("photo.jpg", "changed", false, Optional.of(2_400_000L), Optional.of(2_411_724L),
                Optional.empty(), Optional.empty())),
        List.of("latest"));
  }

  static JobEventView event(long id, String type, Map<String, Object> data) {
    return new JobEventView(id, type, data, "2026-11-21T09:53:%02dZ".formatted(id % 60));
  }

  static JobEventView message(long id, String content) {
    return event(id, "message", Map.of("role", "assistant", "content", content));
  }

  static List<JobEventView> events() {
    return List.of(event(11, "status", Map.of("message", "Claude Code began, model sonnet")),
        event(12, "reasoning", Map.of("narrative", "The build fails in the step that bundles the pages.")),
        message(13, "I'll look at what the build says first."),
        event(14, "tool_use", Map.of("tool_name", "Bash", "input", Map.of("command", "npm run build 2>&1 | tail -40"))),
        event(15, "tool_result", Map.of("tool_name", "Bash",
            "output", "error: cannot find module './theme'\n  at pages/index.ts:3\n  at build.ts:41\nexit 1")),
        event(16, "tool_use", Map.of("tool_name", "Edit", "input", Map.of("file_path", "pages/index.ts"))),
        event(17, "tool_result", Map.of("tool_name", "Edit", "output", "edited")),
        event(18, "message", Map.of("role", "user", "content", "Please leave the styles as they are.")),
        message(19, "Understood: I only mend the import. The tests run now."));
  }
}
