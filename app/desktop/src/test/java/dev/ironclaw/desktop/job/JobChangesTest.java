package dev.ironclaw.desktop.job;

import static dev.ironclaw.desktop.job.JobFixtures.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.JobReviewView;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobChangesTest {
  private static final String REVIEW = JobFixtures.path(NOTES) + "/review";
  private static final String ACCEPT = "POST /api/jobs/" + NOTES + "/review/accept";

  private final Desk desk = new Desk();
  private final Calls calls = desk.backend().calls();
  private final JobChanges changes = new JobChanges(desk.backend(), calls);

  @BeforeEach
  void openCalls() {
    calls.open();
    desk.controlPlane().answer(REVIEW, JobFixtures.review("open", Optional.empty()));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private JobReviewView shown() {
    return changes.review().get().orElseThrow();
  }

  @Test
  void bringsOverWhatWasShownAndNothingElse() {
    changes.show(Optional.of(NOTES), "open");
    JobReviewView seen = shown();
    assertThat(changes.isOpen()).isTrue();
    assertThat(Objects.requireNonNull(changes.chosen().get()).path()).isEqualTo("2026");
    desk.controlPlane().refuse(ACCEPT, 409, "CONFLICT", "they are not those that were shown; look at them again");
    changes.accept(seen);
    assertThat(changes.refusal().get()).contains("look at them again");
    assertThat(changes.isOpen()).as("somebody may decide again").isTrue();
    desk.controlPlane().answer(ACCEPT, JobFixtures.review("accepted", Optional.empty()));
    changes.accept(shown());
    assertThat(desk.controlPlane().asked("POST").getLast().body()).contains(seen.digest());
    assertThat(shown().state()).isEqualTo("accepted");
    assertThat(changes.isOpen()).isFalse();
    assertThat(changes.refusal().get()).isEmpty();
    assertThat(changes.busy().get()).isFalse();
  }

  @Test
  void throwsAway() {
    desk.controlPlane().answer("POST /api/jobs/" + NOTES + "/review/discard",
        JobFixtures.review("discarded", Optional.empty()));
    changes.show(Optional.of(NOTES), "open");
    changes.discard(shown());
    assertThat(shown().state()).isEqualTo("discarded");
    assertThat(shown().changes()).isEmpty();
  }

  @Test
  void looksAgainWhereItsStandingIsAnother() {
    desk.controlPlane().answer(REVIEW, JobFixtures.review("working", Optional.empty()));
    changes.show(Optional.of(NOTES), "working");
    assertThat(changes.isOpen()).isFalse();
    int asked = desk.controlPlane().asked("GET").size();
    changes.show(Optional.of(NOTES), "working");
    assertThat(desk.controlPlane().asked("GET")).hasSize(asked);
    desk.controlPlane().answer(REVIEW, JobFixtures.review("open", Optional.empty()));
    changes.show(Optional.of(NOTES), "open");
    assertThat(changes.isOpen()).isTrue();
  }

  @Test
  void knowsPlacesThatTheProjectChangedToo() {
    changes.show(Optional.of(NOTES), "open");
    assertThat(changes.hasConflict()).isFalse();
    desk.controlPlane().answer(REVIEW, JobFixtures.review("open", Optional.of("was changed meanwhile")));
    changes.load();
    assertThat(changes.hasConflict()).isTrue();
  }

  @Test
  void asksNothingOfAJobWithoutAReview() {
    changes.show(Optional.of(NOTES), "none");
    assertThat(desk.controlPlane().asked("GET")).isEmpty();
    desk.controlPlane().refuse(REVIEW, 404, "NOT_FOUND", "it never began");
    changes.show(Optional.of(NOTES), "working");
    assertThat(changes.state().get()).isEqualTo(new ListState.Empty());
  }

  @Test
  void aWordOnOneJobSaysNothingUnderAnother() {
    String other = JobFixtures.path(JobFixtures.QUEUED) + "/review";
    desk.controlPlane().answer(other, new JobReviewView(JobFixtures.QUEUED, "handbook", "open", "aa", List.of(),
        List.of()));
    desk.controlPlane().refuse(ACCEPT, 409, "CONFLICT", "they are not those that were shown");
    changes.show(Optional.of(NOTES), "open");
    desk.hold();
    changes.accept(shown());
    changes.show(Optional.of(JobFixtures.QUEUED), "open");
    desk.deliver();
    assertThat(changes.busy().get()).isFalse();
    assertThat(shown().jobId()).isEqualTo(JobFixtures.QUEUED);
    assertThat(changes.state().get()).isEqualTo(new ListState.Filled());
    assertThat(changes.refusal().get()).isEmpty();
    desk.controlPlane().answer(ACCEPT, JobFixtures.review("accepted", Optional.empty()));
    changes.show(Optional.of(NOTES), "open");
    desk.hold();
    changes.accept(shown());
    changes.show(Optional.of(JobFixtures.QUEUED), "open");
    desk.deliver();
    assertThat(shown().jobId()).as("also where it was taken").isEqualTo(JobFixtures.QUEUED);
  }

  @Test
  void aRefusalStaysWhereTheSameJobHadNewsMeanwhile() {
    desk.controlPlane().refuse(ACCEPT, 409, "CONFLICT", "they are not those that were shown");
    changes.show(Optional.of(NOTES), "open");
    desk.hold();
    changes.accept(shown());
    changes.show(Optional.of(NOTES), "accepting");
    desk.deliver();
    assertThat(changes.refusal().get()).contains("not those that were shown");
    assertThat(changes.isOpen()).isTrue();
  }

  @Test
  void noLateAnswerCounts() {
    desk.hold();
    changes.show(Optional.of(NOTES), "open");
    changes.stop();
    desk.deliver();
    assertThat(changes.review().get()).isEmpty();
  }
}
