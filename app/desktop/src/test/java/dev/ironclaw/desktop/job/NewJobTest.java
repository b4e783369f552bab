package dev.ironclaw.desktop.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.desktop.job.NewJob.Entry;
import dev.ironclaw.desktop.testing.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NewJobTest {
  private final Desk desk = new Desk();
  private final List<JobView> made = new ArrayList<>();
  private final NewJob form = new NewJob(desk.backend(), Desk.TEXTS, made::add);

  @BeforeEach
  void open() {
    JobFixtures.answers(desk);
    desk.controlPlane().answer("POST /api/jobs", JobFixtures.job(JobFixtures.QUEUED, "queued"));
    form.start();
    form.open().set(true);
  }

  @AfterEach
  void close() {
    form.stop();
    desk.close();
  }

  private String sent() {
    return desk.controlPlane().asked("POST").getLast().body();
  }

  @Test
  void leavesOutWhatIsLeftEmpty() {
    form.title().set(" Tidy ");
    form.task().set("Make it tidy");
    assertThat(form.isUnsaved()).isTrue();
    form.ask();
    assertThat(sent()).contains("\"title\":\"Tidy\"", "\"description\":\"Make it tidy\"", "\"mode\":\"worker\"",
        "\"review\":false", "\"stays\":false").doesNotContain("memoryMb", "cpuPercent", "timeoutSeconds",
            "maxIterations",
            "projectDir", "allowedHosts");
    assertThat(made).extracting(JobView::id).containsExactly(JobFixtures.QUEUED);
    assertThat(form.open().get()).isFalse();
    assertThat(form.isUnsaved()).isFalse();
  }

  @Test
  void sendsAllThatIsSaid() {
    form.title().set("Tidy");
    form.task().set("Make it tidy");
    form.mode().set("claude_code");
    form.project().set(" site ");
    form.memory().set("1024");
    form.cpus().set("1,5");
    form.minutes().set("2.5");
    form.rounds().set("20");
    form.hosts().set(" registry.npmjs.org\n*.example.com, example.com:80;;\n\nregistry.npmjs.org \n");
    form.review().set(true);
    form.stays().set(true);
    form.grants().addAll(new GrantDraft(), new GrantDraft());
    form.grants().getFirst().source().set("github");
    form.grants().getFirst().variable().set(" GH_TOKEN ");
    form.ask();
    assertThat(sent()).contains("\"mode\":\"claude_code\"", "\"projectDir\":\"site\"", "\"memoryMb\":1024",
        "\"cpuPercent\":150", "\"timeoutSeconds\":150", "\"maxIterations\":20", "\"review\":true", "\"stays\":true",
        "[{\"envVar\":\"GH_TOKEN\",\"source\":\"github\"}]",
        "\"allowedHosts\":[\"registry.npmjs.org\",\"*.example.com\",\"example.com:80\"]");
    assertThat(form.hosts().get()).as("the next job begins with none").isEmpty();
  }

  @Test
  void saysAtItsFieldWhatIsNoNumberAndAsksForNothing() {
    form.memory().set("much");
    form.cpus().set("half");
    form.rounds().set("1.5");
    form.grants().add(new GrantDraft());
    form.grants().getFirst().variable().set("GH_TOKEN");
    form.ask();
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    for (Entry entry : List.of(Entry.MEMORY, Entry.CPUS, Entry.ROUNDS, Entry.GRANTS)) {
      assertThat(form.objection(entry).get()).as(entry.name()).isNotNull();
    }
    assertThat(form.objection(Entry.MINUTES).get()).isNull();
  }

  @Test
  void saysWhatIsRefusedAtTheFieldThatItIsAboutAndElseBelow() {
    for (Entry entry : Entry.values()) {
      String field = entry == Entry.TASK ? "description" : wireName(entry);
      desk.controlPlane().refuse("POST /api/jobs", 400, "INVALID_REQUEST", "create a job: it is wrong", field);
      form.ask();
      assertThat(form.objection(entry).get()).as(field).isEqualTo("it is wrong");
      assertThat(List.of(Entry.values()).stream().filter(one -> form.objection(one).get() != null)).hasSize(1);
      assertThat(form.refusal().get()).isEmpty();
    }
    desk.controlPlane().refuse("POST /api/jobs", 502, "RUNTIME_UNAVAILABLE", "no engine answers");
    form.ask();
    assertThat(form.refusal().get()).isEqualTo("no engine answers");
    desk.controlPlane().refuse("POST /api/jobs", 400, "INVALID_REQUEST", "of a later version", "colour");
    form.ask();
    assertThat(form.refusal().get()).isEqualTo("of a later version");
    assertThat(form.busy().get()).isFalse();
    assertThat(form.open().get()).as("what was typed stays").isTrue();
  }

  private static String wireName(Entry entry) {
    return switch (entry) {
      case TITLE -> "title";
      case TASK -> "description";
      case MODE -> "mode";
      case PROJECT -> "projectDir";
      case MEMORY -> "memoryMb";
      case CPUS -> "cpuPercent";
      case MINUTES -> "timeoutSeconds";
      case ROUNDS -> "maxIterations";
      case GRANTS -> "credentialGrants";
      case HOSTS -> "allowedHosts";
      case REVIEW -> "review";
    };
  }

  @Test
  void knowsWhatHoldsWhereNothingIsSaidAndWhichImageIsMissing() {
    assertThat(form.options().get()).isPresent();
    assertThat(form.credentials()).containsExactly("github", "package-registry");
    assertThat(form.standard().orElseThrow().memoryMb()).isEqualTo(2048);
    assertThat(ImageWords.isBuildable(form.standard().orElseThrow().image())).isFalse();
    form.mode().set("claude_code");
    assertThat(ImageWords.of(form.standard().orElseThrow().image(), Desk.TEXTS)).contains("is not built yet");
    desk.controlPlane().answer("POST /v1/images/claude-code/build", JobFixtures.image("claude-code", "building"));
    form.buildImage();
    assertThat(desk.controlPlane().asked("POST").getLast().call()).isEqualTo("POST /v1/images/claude-code/build");
    desk.tell(StreamEvent.IMAGE_PROGRESS, Map.of("image", "claude-code", "phase", "fetch", "done", 20, "total", 80));
    assertThat(form.building().get()).isEqualTo("The image is being built: fetching packages, 25 %");
    desk.controlPlane().answer("GET /api/jobs/options", JobFixtures.options(Optional.of("start Docker")));
    desk.tell(StreamEvent.IMAGE_PROGRESS, Map.of("image", "claude-code", "phase", "ready", "done", 1, "total", 1));
    assertThat(form.building().get()).isEmpty();
    assertThat(form.options().get().flatMap(known -> known.obstacle())).contains("start Docker");
  }

  @Test
  void makesOneJobAlsoWhereTheScreenIsLeftBeforeTheAnswer() {
    form.title().set("Tidy");
    form.task().set("Make it tidy");
    desk.hold();
    form.ask();
    form.stop();
    form.start();
    assertThat(form.busy().get()).as("its answer is on its way").isTrue();
    desk.deliver();
    assertThat(form.busy().get()).isFalse();
    assertThat(form.isUnsaved()).isFalse();
    assertThat(made).hasSize(1);
  }

  @Test
  void saysWhyThereIsNoneAlsoAfterTheScreenWasLeft() {
    form.title().set("Tidy");
    desk.controlPlane().refuse("POST /api/jobs", 502, "RUNTIME_UNAVAILABLE", "no engine answers");
    desk.hold();
    form.ask();
    form.stop();
    desk.deliver();
    assertThat(form.busy().get()).isFalse();
    assertThat(form.refusal().get()).isEqualTo("no engine answers");
    assertThat(form.title().get()).isEqualTo("Tidy");
  }

  @Test
  void listensToNothingOnceItIsLeft() {
    form.stop();
    assertThat(desk.listeners()).isZero();
  }
}
