package dev.ironclaw.desktop.job;

import static dev.ironclaw.desktop.job.JobFixtures.LOST;
import static dev.ironclaw.desktop.job.JobFixtures.NOTES;
import static dev.ironclaw.desktop.job.JobFixtures.QUEUED;
import static dev.ironclaw.desktop.job.JobFixtures.REPORT;
import static dev.ironclaw.desktop.job.JobFixtures.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.JobCancelled;
import dev.ironclaw.contract.api.JobListView;
import dev.ironclaw.contract.api.JobPrompted;
import dev.ironclaw.contract.api.JobRemoved;
import dev.ironclaw.contract.api.JobRestarted;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.desktop.job.JobDetail.Part;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsViewModelTest {
  private final Desk desk = new Desk();
  private final Navigation navigation = new Navigation();
  private final FakeFeed feed = new FakeFeed();
  private final JobsViewModel model = new JobsViewModel(desk.backend(), navigation, feed, Desk.TEXTS);
  private final JobWords words = new JobWords(Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private JobView open() {
    return Objects.requireNonNull(model.detail().job().get());
  }

  private void choose(String id) {
    model.chosen().set(model.jobs().stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow());
  }

  private String standing() {
    return words.standing(open(), Desk.NOW, model.summary().get(), model.options().get());
  }

  @Test
  void showsTheNewestAndTheOneThatIsAskedForWithHowItCameThere() {
    JobFixtures.answers(desk);
    model.start();
    assertThat(model.jobs()).extracting(JobView::id).containsExactly(QUEUED, SITE, NOTES, REPORT, LOST);
    assertThat(open().id()).isEqualTo(QUEUED);
    assertThat(standing()).isEqualTo("It waits for a place: 1 of 1 is taken, and it is the only one that waits.");
    navigation.go("jobs", NOTES);
    assertThat(open().id()).isEqualTo(NOTES);
    assertThat(open().transitions()).isNotEmpty();
    assertThat(standing()).isEqualTo("It ended well after 3 min 37 s.");
    choose(REPORT);
    assertThat(standing()).isEqualTo("It failed: it worked longer than its 600 s");
    choose(LOST);
    assertThat(standing()).contains("the container engine was lost");
    choose(SITE);
    assertThat(words.limits(open())).isEqualTo("4096 MiB of memory, 2 processors, 30 min of work for each turn");
    assertThat(words.project(open())).isEqualTo("site");
  }

  @Test
  void wordsAgesAnewEachMinuteWhileItIsShown() {
    JobFixtures.answers(desk);
    model.start();
    int begun = model.minute().get();
    desk.delaysEnd();
    desk.delaysEnd();
    assertThat(model.minute().get()).isEqualTo(begun + 2);
    model.stop();
    desk.delaysEnd();
    desk.delaysEnd();
    assertThat(model.minute().get()).isEqualTo(begun + 2);
  }

  @Test
  void saysWhereThereIsNoneAndWhereItCouldNotBeLoaded() {
    desk.controlPlane().answer(JobFixtures.list("", 50), new JobListView(List.of(), false));
    model.start();
    assertThat(model.state().get()).isEqualTo(new ListState.Empty());
    assertThat(model.chosen().get()).isNull();
    desk.controlPlane().refuse(JobFixtures.list("", 50), 500, "INTERNAL", "it failed");
    model.load();
    assertThat(model.state().get()).isEqualTo(new ListState.Failed("it failed"));
  }

  @Test
  void filtersByStateAndGoesBackPageByPage() {
    JobFixtures.answers(desk);
    desk.controlPlane().answer(JobFixtures.list("failed", 50),
        new JobListView(List.of(JobFixtures.job(REPORT, "failed")), true));
    desk.controlPlane().answer(JobFixtures.list("failed", 100),
        new JobListView(List.of(JobFixtures.job(REPORT, "failed"), JobFixtures.job(SITE, "failed")), false));
    desk.controlPlane().answer(JobFixtures.list("queued", 50), new JobListView(List.of(), false));
    model.start();
    model.filter().set(JobStates.FAILED);
    assertThat(model.jobs()).extracting(JobView::id).containsExactly(REPORT);
    assertThat(open().id()).isEqualTo(REPORT);
    assertThat(model.more().get()).isTrue();
    model.loadMore();
    assertThat(model.jobs()).hasSize(2);
    assertThat(model.more().get()).isFalse();
    model.filter().set(JobStates.QUEUED);
    assertThat(model.jobs()).isEmpty();
    assertThat(model.state().get()).as("not that there are no jobs at all").isEqualTo(new ListState.Filled());
  }

  @Test
  void showsOneThatIsOlderThanWhatIsListed() {
    JobFixtures.answers(desk);
    desk.controlPlane().answer(JobFixtures.list("", 50),
        new JobListView(List.of(JobFixtures.job(QUEUED, "queued")), true));
    model.start();
    model.open(LOST);
    assertThat(open().id()).isEqualTo(LOST);
    model.load();
    assertThat(open().id()).as("also once the list is loaded anew").isEqualTo(LOST);
    desk.controlPlane().refuse(JobFixtures.path(LOST), 404, "NOT_FOUND", "there is no such job");
    model.open(LOST);
    assertThat(model.note().get()).isEqualTo("there is no such job");
  }

  @Test
  void followsWhatHappensUntilItIsLeft() {
    JobFixtures.answers(desk);
    model.start();
    choose(SITE);
    desk.controlPlane().answer(JobFixtures.list("", 50),
        new JobListView(List.of(JobFixtures.job(SITE, "failed")), false));
    desk.controlPlane().answer(JobFixtures.path(SITE), JobFixtures.job(SITE, "failed"));
    desk.tell("job.changed", Map.of("id", SITE, "state", "failed"));
    desk.tell("job.changed", Map.of("id", SITE, "state", "failed"));
    int asked = desk.controlPlane().asked("GET").size();
    assertThat(open().state()).as("a burst is one look").isEqualTo("running");
    desk.delaysEnd();
    assertThat(open().state()).isEqualTo("failed");
    assertThat(model.jobs()).hasSize(1);
    assertThat(desk.controlPlane().asked("GET")).hasSize(asked + 3);
    model.stop();
    desk.tell("job.changed", Map.of("id", SITE, "state", "failed"));
    desk.tell(StreamEvent.RESYNC, Map.of());
    desk.delaysEnd();
    assertThat(desk.controlPlane().asked("GET")).hasSize(asked + 3);
  }

  @Test
  void itsRoundGoesOnWithWhatItTells() {
    JobFixtures.answers(desk);
    model.start();
    choose(SITE);
    desk.controlPlane().answer(JobFixtures.path(SITE), JobFixtures.job(SITE, "failed"));
    desk.tell("job_message", Map.of("job_id", NOTES));
    desk.delaysEnd();
    assertThat(open().state()).isEqualTo("running");
    desk.tell("job_message", Map.of("job_id", SITE));
    desk.delaysEnd();
    assertThat(open().state()).isEqualTo("failed");
  }

  @Test
  void stopsAndDoesAgain() {
    JobFixtures.answers(desk);
    desk.controlPlane().answer("POST /api/jobs/" + SITE + "/cancel", new JobCancelled("cancelled", SITE));
    desk.controlPlane().answer("POST /api/jobs/" + REPORT + "/restart", new JobRestarted("restarted", REPORT, QUEUED));
    model.start();
    choose(SITE);
    model.stop(open());
    assertThat(model.note().get()).isEqualTo("Make the site's build green again is stopped.");
    choose(REPORT);
    model.restart(open());
    assertThat(open().id()).isEqualTo(QUEUED);
    desk.controlPlane().answer("POST /api/jobs/" + SITE + "/cancel", new JobCancelled("completed", SITE));
    choose(SITE);
    model.stop(open());
    assertThat(model.note().get()).endsWith("was over already.");
    desk.controlPlane().refuse("POST /api/jobs/" + SITE + "/cancel", 500, "INTERNAL", "it failed");
    model.stop(open());
    assertThat(model.note().get()).isEqualTo("it failed");
  }

  @Test
  void removesOneAndOpensTheNext() {
    JobFixtures.answers(desk);
    String call = "DELETE /api/jobs/" + NOTES;
    model.start();
    choose(NOTES);
    desk.controlPlane().refuse(call, 409, "CONFLICT", "its changes wait for a word");
    model.remove(open());
    assertThat(model.note().get()).isEqualTo("its changes wait for a word");
    assertThat(open().id()).isEqualTo(NOTES);
    desk.controlPlane().answer(call, new JobRemoved("removed", NOTES, Optional.of(48_210L)));
    without(NOTES);
    model.remove(open());
    assertThat(model.note().get()).isEqualTo("Sort the notes by year is removed, with 47.1 KiB that it had left.");
    assertThat(model.jobs()).extracting(JobView::id).containsExactly(QUEUED, SITE, REPORT, LOST);
    assertThat(open().id()).isEqualTo(REPORT);
    desk.controlPlane().answer("DELETE /api/jobs/" + LOST, new JobRemoved("removed", LOST, Optional.empty()));
    without(NOTES, LOST);
    choose(LOST);
    model.remove(open());
    assertThat(model.note().get()).isEqualTo("Weekly report of the open points is removed.");
    assertThat(open().id()).as("it was the last of the list").isEqualTo(REPORT);
  }

  /// There are older ones than are listed, so that one which is open need not be among them.
  private void without(String... ids) {
    desk.controlPlane().answer(JobFixtures.list("", 50),
        new JobListView(JobFixtures.jobs().stream().filter(job -> !List.of(ids).contains(job.id())).toList(), true));
  }

  @Test
  void letsGoOfOneThatSomebodyElseRemoved() {
    JobFixtures.answers(desk);
    without(LOST);
    model.start();
    model.open(LOST);
    desk.tell("job.removed", Map.of("id", REPORT));
    assertThat(model.jobs()).extracting(JobView::id).containsExactly(QUEUED, SITE, NOTES);
    assertThat(open().id()).isEqualTo(LOST);
    without(LOST, REPORT);
    desk.tell("job.removed", Map.of("id", LOST));
    assertThat(model.chosen().get()).isNull();
    desk.delaysEnd();
    assertThat(model.jobs()).extracting(JobView::id).containsExactly(QUEUED, SITE, NOTES);
    assertThat(open().id()).isEqualTo(QUEUED);
  }

  @Test
  void saysWhatGoesWithAJobAndWhatStays() {
    assertThat(words.removal(JobFixtures.job(NOTES, "completed"))).contains("output", "47.1 KiB",
        "The project notes stays").doesNotContain("own folder");
    assertThat(words.removal(JobFixtures.job(REPORT, "failed"))).contains("output", "own folder", "3.3 MiB")
        .doesNotContain("project");
    assertThat(words.removal(JobFixtures.job(SITE, "cancelled"))).contains("nobody counted how much");
  }

  @Test
  void saysSomethingToAJobAndKeepsTheWordsThatItDidNotGet() {
    JobFixtures.answers(desk);
    String call = "POST /api/jobs/" + SITE + "/prompt";
    model.start();
    choose(SITE);
    JobDetail detail = model.detail();
    detail.send();
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    detail.words().set("Go on");
    assertThat(model.isUnsaved()).isTrue();
    desk.controlPlane().refuse(call, 429, "RATE_LIMITED", "20 prompts wait");
    detail.send();
    assertThat(detail.said().get()).isEqualTo("20 prompts wait");
    assertThat(detail.words().get()).isEqualTo("Go on");
    desk.controlPlane().answer(call, new JobPrompted("queued", SITE));
    detail.last().set(true);
    detail.send();
    assertThat(desk.controlPlane().asked("POST").getLast().body()).contains("\"content\":\"Go on\"", "\"done\":true");
    assertThat(detail.words().get()).isEmpty();
    assertThat(detail.last().get()).isFalse();
    assertThat(model.isUnsaved()).isFalse();
  }

  @Test
  void looksAtFilesAndChangesOnlyWhereSomebodyWantsToSeeThem() {
    JobFixtures.answers(desk);
    model.start();
    choose(NOTES);
    assertThat(calls("/files/list", "/review", "/events")).isEmpty();
    model.detail().part().set(Part.FILES);
    assertThat(model.detail().files().entries()).hasSize(5);
    model.detail().part().set(Part.CHANGES);
    assertThat(model.detail().changes().review().get()).isPresent();
    assertThat(calls("/files/list", "/review", "/events")).hasSize(2);
    choose(SITE);
    assertThat(model.detail().part().get()).as("it has no review").isEqualTo(Part.OVERVIEW);
    model.detail().part().set(Part.LOG);
    assertThat(feed.open()).isEqualTo(1);
    choose(NOTES);
    assertThat(feed.followed).containsExactly(SITE + " after 19", NOTES + " after 0");
    assertThat(feed.open()).as("the one before is let go").isEqualTo(1);
    model.detail().part().set(Part.OVERVIEW);
    choose(SITE);
    assertThat(feed.open()).as("nobody looks at a log").isZero();
    model.detail().part().set(Part.LOG);
    assertThat(feed.open()).isEqualTo(1);
    model.stop();
    assertThat(feed.open()).isZero();
  }

  @Test
  void whoComesBackSeesEachPartAnewAlsoWhereAnotherIsInFront() {
    JobFixtures.answers(desk);
    model.start();
    choose(NOTES);
    for (Part part : List.of(Part.LOG, Part.FILES, Part.CHANGES, Part.OVERVIEW)) {
      model.detail().part().set(part);
    }
    model.detail().files().go("2026");
    model.stop();
    model.start();
    int before = calls("/files/list", "/review", "/events").size();
    assertThat(feed.open()).isZero();
    model.detail().part().set(Part.LOG);
    assertThat(feed.open()).as("it is followed again").isEqualTo(1);
    model.detail().part().set(Part.FILES);
    assertThat(model.detail().files().path().get()).as("where they were").isEqualTo("2026");
    model.detail().part().set(Part.CHANGES);
    assertThat(calls("/files/list", "/review", "/events")).hasSize(before + 3);
    model.detail().part().set(Part.LOG);
    assertThat(calls("/files/list", "/review", "/events")).as("once is enough").hasSize(before + 3);
  }

  private List<String> calls(String... parts) {
    return desk.controlPlane().asked("GET").stream().map(one -> one.call())
        .filter(call -> Stream.of(parts).anyMatch(call::contains)).toList();
  }

  @Test
  void saysWhyNoneCanStartHere() {
    JobFixtures.answers(desk);
    desk.controlPlane().answer("GET /api/jobs/options", JobFixtures.options(Optional.of("start Docker")));
    model.start();
    assertThat(model.options().get().flatMap(known -> known.obstacle())).contains("start Docker");
    desk.controlPlane().answer("GET /api/jobs/options", JobFixtures.options(Optional.empty()));
    desk.tell(StreamEvent.RESYNC, Map.of());
    assertThat(model.options().get().flatMap(known -> known.obstacle())).isEmpty();
  }
}
