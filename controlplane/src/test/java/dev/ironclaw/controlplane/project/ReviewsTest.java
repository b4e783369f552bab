package dev.ironclaw.controlplane.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.job.JobSpec;
import dev.ironclaw.controlplane.job.ProjectPlaces;
import dev.ironclaw.controlplane.jobbox.JobLimits;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewsTest {
  private static final JobId JOB = new JobId("00000000-0000-4000-8000-000000000001");
  private static final Principal BY = new Principal.Operator("anna");
  private static final TreeLimits ONE_FILE = new TreeLimits(1, 1 << 20, 10, 1 << 20);

  @TempDir
  private Path state;
  private Database database;
  private AuditLog audit;
  private Projects projects;
  private Reviews reviews;
  private Path site;
  private Path work;

  @BeforeEach
  void setUp() throws IOException {
    Keyring keyring = Keyring.open(state);
    database = Database.open(state.resolve("state.db"), keyring.derived("state.db"), StateSchema.current());
    audit = AuditLog.open(database, state, keyring.auditSigning(), keyring.auditSealing().getFirst(),
        Clock.systemUTC());
    projects = new Projects(state.toRealPath().resolve("projects"), (Integer) Files.getAttribute(state, "unix:uid"));
    reviews = new Reviews(new StateLedger(database, audit), projects);
    site = projects.open(new JobId("00000000-0000-4000-8000-000000000002"), Optional.of("site"), false).workspace();
    Files.writeString(site.resolve("a"), "old");
    reviews.begin(JOB, "site");
    work = projects.open(JOB, Optional.of("site"), true).workspace();
    Files.writeString(work.resolve("a"), "new");
  }

  @AfterEach
  void tearDown() {
    audit.close();
    database.close();
  }

  @Test
  void decidesNothingWhileTheJobWorks() {
    String digest = reviews.show(JOB).digest();

    refused(() -> reviews.accept(JOB, digest, BY), ErrorCode.CONFLICT, "has not ended");
    refused(() -> reviews.discard(JOB, BY), ErrorCode.CONFLICT, "has not ended");
    assertThat(site.resolve("a")).hasContent("old");
  }

  @Test
  void bringsOverWhatWasShownAndSaysSoInTheLogBefore() {
    reviews.ended(JOB);
    String digest = reviews.show(JOB).digest();

    assertThat(reviews.accept(JOB, digest, BY).state()).isEqualTo(ReviewState.ACCEPTED);

    assertThat(site.resolve("a")).hasContent("new");
    assertThat(work).doesNotExist();
    assertThat(entries()).singleElement().satisfies(entry -> {
      assertThat(entry.kind()).isEqualTo("review-accept");
      assertThat(entry.actor()).isEqualTo(BY.name());
    });
    assertThat(reviews.accept(JOB, digest, BY).state()).isEqualTo(ReviewState.ACCEPTED);
    refused(() -> reviews.discard(JOB, BY), ErrorCode.CONFLICT, "accepted before");
  }

  @Test
  void bringsNothingOverThatNobodySaw() throws IOException {
    reviews.ended(JOB);
    String digest = reviews.show(JOB).digest();
    Files.writeString(work.resolve("b"), "sneaked in");

    refused(() -> reviews.accept(JOB, digest, BY), ErrorCode.CONFLICT, "not those that were shown");
    assertThat(entries()).isEmpty();
  }

  @Test
  void staysOpenWhereTheProjectHasChanged() throws IOException {
    reviews.ended(JOB);
    String digest = reviews.show(JOB).digest();
    Files.writeString(site.resolve("a"), "mine");

    refused(() -> reviews.accept(JOB, digest, BY), ErrorCode.CONFLICT, "a is another one there");
    assertThat(reviews.find(JOB)).map(JobReview::state).hasValue(ReviewState.OPEN);
    assertThat(site.resolve("a")).hasContent("mine");
    Files.writeString(site.resolve("a"), "old");
    assertThat(reviews.accept(JOB, digest, BY).state()).isEqualTo(ReviewState.ACCEPTED);
  }

  @Test
  void discardsForGood() {
    reviews.ended(JOB);

    assertThat(reviews.discard(JOB, BY).state()).isEqualTo(ReviewState.DISCARDED);

    assertThat(work).doesNotExist();
    assertThat(site.resolve("a")).hasContent("old");
    assertThat(entries()).singleElement().extracting(AuditEvent::kind).isEqualTo("review-discard");
    assertThat(reviews.show(JOB).changes()).isEmpty();
  }

  @Test
  void asksNobodyAboutACopyThatWasNeverMade() throws IOException {
    JobId early = new JobId("00000000-0000-4000-8000-000000000003");
    reviews.begin(early, "site");
    Files.createDirectory(own(early));

    reviews.ended(early);
    reviews.ended(early);

    assertThat(entries()).singleElement().satisfies(entry -> {
      assertThat(entry.kind()).isEqualTo("review-discard");
      assertThat(entry.subject()).isEqualTo(early.value());
      assertThat(entry.actor()).isEqualTo("system");
    });
    assertThat(reviews.find(early)).map(JobReview::state).hasValue(ReviewState.DISCARDED);
    assertThat(reviews.show(early).changes()).isEmpty();
    assertThat(site.resolve("a")).hasContent("old");
  }

  @Test
  void asksSomebodyWhereTheProjectsAreNotThereForNow() throws IOException {
    Path away = Files.move(projects.root(), state.resolve("away"));

    reviews.ended(JOB);

    comesBackAndIsAccepted(away);
  }

  @Test
  void asksSomebodyWhereOtherProjectsLieInTheirPlaceForNow() throws IOException {
    Path away = Files.move(projects.root(), state.resolve("away"));
    Workplace other = projects.open(new JobId("00000000-0000-4000-8000-000000000005"), Optional.of("site"), false);
    assertThat(other.workspace()).isEqualTo(site);

    reviews.ended(JOB);

    Files.move(projects.root(), state.resolve("other"));
    comesBackAndIsAccepted(away);
  }

  private void comesBackAndIsAccepted(Path away) throws IOException {
    assertThat(reviews.find(JOB)).map(JobReview::state).hasValue(ReviewState.OPEN);
    Files.move(away, projects.root());
    new Reviews(new StateLedger(database, audit), projects).resume();
    reviews.accept(JOB, reviews.show(JOB).digest(), BY);
    assertThat(site.resolve("a")).hasContent("new");
  }

  @Test
  void knowsNoReviewOfAJobThatNeverHadAFolder() throws IOException {
    JobId early = new JobId("00000000-0000-4000-8000-000000000003");
    ProjectPlaces places = new ProjectPlaces(projects, reviews);
    JobSpec spec = new JobSpec("Tidy", "Tidy up.", JobMode.WORKER, Optional.of("site"), List.of(), List.of(),
        new JobLimits(1 << 30, 100, 64, Duration.ofMinutes(1), 1 << 20), 5, true, false, "anna", Optional.empty(),
        Optional.empty(), Optional.empty());
    Files.setPosixFilePermissions(projects.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
    refused(() -> places.open(early, spec), ErrorCode.CONFIGURATION, "others may write");

    places.ended(early, spec);

    assertThat(reviews.find(early)).isEmpty();
    assertThat(entries()).isEmpty();
  }

  private Path own(JobId job) {
    return projects.root().resolve(ProjectFolders.JOBS).resolve(job.value());
  }

  @Test
  void asksNobodyAboutAProjectThatWasTooLargeToBeCopied() throws IOException {
    JobId large = new JobId("00000000-0000-4000-8000-000000000004");
    Path root = projects.root();
    Projects narrow = new Projects(root, (Integer) Files.getAttribute(state, "unix:uid"), ONE_FILE);
    Files.writeString(site.resolve("b"), "one more");
    reviews.begin(large, "site");
    refused(() -> narrow.open(large, Optional.of("site"), true), ErrorCode.TOO_LARGE, "site");

    reviews.ended(large);

    assertThat(reviews.find(large)).map(JobReview::state).hasValue(ReviewState.DISCARDED);
    try (Stream<Path> left = Files.list(root.resolve(ProjectFolders.JOBS).resolve(large.value()))) {
      assertThat(left).as("nor is half a copy left").isEmpty();
    }
  }

  @Test
  void finishesAtStartWhatWasAcceptedBeforeACrash() {
    reviews.ended(JOB);
    String digest = reviews.show(JOB).digest();
    database
        .write(connection -> new ReviewStore().move(connection, JOB, ReviewState.OPEN, ReviewState.ACCEPTING, digest));

    new Reviews(new StateLedger(database, audit), projects).resume();

    assertThat(site.resolve("a")).hasContent("new");
    assertThat(reviews.find(JOB)).map(JobReview::state).hasValue(ReviewState.ACCEPTED);
  }

  @Test
  void removesAtStartTheCopyThatACrashLeftOfWhatIsDecided() throws IOException {
    reviews.ended(JOB);
    reviews.accept(JOB, reviews.show(JOB).digest(), BY);
    // As where it had died before the last step.
    Files.createDirectory(work);
    Files.writeString(work.resolve("a"), "new");

    new Reviews(new StateLedger(database, audit), projects).resume();

    assertThat(work).doesNotExist();
    assertThat(reviews.find(JOB)).map(JobReview::state).hasValue(ReviewState.ACCEPTED);
  }

  @Test
  void opensAgainAtStartWhatCannotBeFinished() throws IOException {
    reviews.ended(JOB);
    String digest = reviews.show(JOB).digest();
    database
        .write(connection -> new ReviewStore().move(connection, JOB, ReviewState.OPEN, ReviewState.ACCEPTING, digest));
    Files.writeString(site.resolve("a"), "mine");

    new Reviews(new StateLedger(database, audit), projects).resume();

    assertThat(site.resolve("a")).hasContent("mine");
    assertThat(reviews.find(JOB)).map(JobReview::state).hasValue(ReviewState.OPEN);
  }

  @Test
  void knowsNothingOfAJobWithoutAReview() {
    refused(() -> reviews.show(new JobId("00000000-0000-4000-8000-000000000009")), ErrorCode.NOT_FOUND, "no review");
  }

  private List<AuditEvent> entries() {
    return audit.newest(100).stream().map(AuditRecord::event).filter(entry -> entry.stage().equals("job")).toList();
  }

  private static void refused(ThrowingCallable call, ErrorCode code, String words) {
    assertThatThrownBy(call).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code)).hasMessageContaining(words);
  }
}
