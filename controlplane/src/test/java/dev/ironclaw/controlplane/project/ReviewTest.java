package dev.ironclaw.controlplane.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewTest {
  private static final JobId JOB = new JobId("00000000-0000-4000-8000-000000000001");
  private static final Optional<String> SITE = Optional.of("site");

  @TempDir
  private Path home;
  private Path site;
  private Path work;
  private Projects projects;

  @BeforeEach
  void setUp() throws IOException {
    Path root = home.toRealPath().resolve("projects");
    projects = new Projects(root, (Integer) Files.getAttribute(home, "unix:uid"));
    site = projects.open(new JobId("00000000-0000-4000-8000-000000000002"), SITE, false).workspace();
    Files.createDirectories(site.resolve("src/old"));
    Files.writeString(site.resolve("src/a.txt"), "one\ntwo\nthree\n");
    Files.writeString(site.resolve("src/old/b.txt"), "b");
    Files.writeString(site.resolve("same.txt"), "same");
    Files.createSymbolicLink(site.resolve("src/link"), Path.of("a.txt"));
    Files.createSymbolicLink(site.resolve("out"), home);
    work = projects.open(JOB, SITE, true).workspace();
  }

  @Test
  void worksInACopyThatLeavesTheProjectAlone() throws IOException {
    assertThat(work).isNotEqualTo(site);
    assertThat(work.resolve("src/a.txt")).hasContent("one\ntwo\nthree");
    assertThat(Files.readSymbolicLink(work.resolve("src/link"))).isEqualTo(Path.of("a.txt"));
    assertThat(Files.exists(work.resolve("out"), java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
    Files.writeString(work.resolve("new"), "n");

    assertThat(projects.open(JOB, SITE, true).workspace()).isEqualTo(work);

    assertThat(work.resolve("new")).exists();
    assertThat(site.resolve("new")).doesNotExist();
  }

  @Test
  void makesACopyAgainThatWasCutOff() throws IOException {
    Path own = Objects.requireNonNull(work.getParent());
    Files.move(work, own.resolve("making"));
    Files.writeString(own.resolve("making/half"), "h");

    Path again = projects.open(JOB, SITE, true).workspace();

    assertThat(again.resolve("src/a.txt")).exists();
    assertThat(again.resolve("half")).doesNotExist();
  }

  @Test
  void saysNothingOfAJobThatChangedNothing() {
    Review review = projects.review(JOB, SITE);

    assertThat(review.changes()).isEmpty();
    assertThat(review.leftOut()).isEmpty();
  }

  @Test
  void showsEachChangeWithItsTextAndBringsAllOfThemOver() throws IOException {
    change();

    Review review = projects.review(JOB, SITE);
    assertThat(review.changes()).extracting(FileChange::path, FileChange::what).containsExactly(
        tuple("new", "added"), tuple("new/run.sh", "added"), tuple("src/a.txt", "changed"), tuple("src/old", "deleted"),
        tuple("src/old/b.txt", "deleted"));
    assertThat(review.changes().get(2).diff()).hasValue("""
        --- a/src/a.txt
        +++ b/src/a.txt
        @@ -1,3 +1,3 @@
         one
        -two
        +2
         three""");
    assertThat(review.leftOut()).containsExactly("evil");

    projects.accept(JOB, SITE, review.digest());

    assertThat(site.resolve("src/a.txt")).hasContent("one\n2\nthree");
    assertThat(site.resolve("src/old")).doesNotExist();
    assertThat(site.resolve("new/run.sh")).hasContent("echo");
    assertThat(Files.isExecutable(site.resolve("new/run.sh"))).isTrue();
    assertThat(Files.exists(site.resolve("evil"), java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(site.resolve("same.txt")).hasContent("same");
    // As after a crash between the last step and the note of it.
    projects.accept(JOB, SITE, review.digest());
    projects.drop(JOB);
    assertThat(work).doesNotExist();
  }

  @Test
  void showsThatALastLineLostItsEnd() throws IOException {
    Files.writeString(work.resolve("src/a.txt"), "one\ntwo\nthree");

    assertThat(projects.review(JOB, SITE).changes()).singleElement()
        .satisfies(change -> assertThat(change.diff().orElseThrow()).endsWith("""
            @@ -1,3 +1,3 @@
             one
             two
            -three
            +three
            \\ No newline at end of file"""));
  }

  @Test
  void goesOnWhereACrashStoppedIt() throws IOException {
    change();
    Review review = projects.review(JOB, SITE);
    Files.delete(site.resolve("src/old/b.txt"));
    Files.writeString(site.resolve("src/a.txt"), "one\n2\nthree\n");

    projects.accept(JOB, SITE, review.digest());

    assertThat(site.resolve("src/old")).doesNotExist();
    assertThat(site.resolve("new/run.sh")).exists();
  }

  @Test
  void bringsNothingOverWhereTheProjectHasChangedAndNamesIt() throws IOException {
    change();
    Review review = projects.review(JOB, SITE);
    Files.writeString(site.resolve("src/a.txt"), "mine");
    Files.createDirectory(site.resolve("new"));
    Files.writeString(site.resolve("new/run.sh"), "mine too");

    conflict(review.digest(), "src/a.txt is another one there");
    conflict(review.digest(), "new/run.sh is there now too");
    assertThat(site.resolve("src/a.txt")).hasContent("mine");
    assertThat(site.resolve("src/old/b.txt")).exists();
    assertThat(projects.review(JOB, SITE).changes()).filteredOn(change -> change.conflict().isPresent())
        .extracting(FileChange::path).containsExactly("new/run.sh", "src/a.txt");
  }

  @Test
  void bringsNothingOverButWhatWasShown() throws IOException {
    change();
    Review review = projects.review(JOB, SITE);
    Files.writeString(work.resolve("same.txt"), "swapped after the look");

    conflict(review.digest(), "have changed since they were shown");
    assertThat(site.resolve("same.txt")).hasContent("same");
  }

  @Test
  void followsNoLinkThatTookTheProjectsFoldersPlace() throws IOException {
    change();
    Review review = projects.review(JOB, SITE);
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Files.copy(site.resolve("src/a.txt"), elsewhere.resolve("a.txt"));
    Files.move(site.resolve("src"), site.resolve("moved"));
    Files.createSymbolicLink(site.resolve("src"), elsewhere);

    conflict(review.digest(), "src/a.txt");
    assertThat(elsewhere.resolve("a.txt")).hasContent("one\ntwo\nthree");
  }

  @Test
  void showsWhatBecomesAProgram() throws IOException {
    change();
    Files.setPosixFilePermissions(work.resolve("same.txt"), PosixFilePermissions.fromString("rwx------"));
    Files.write(work.resolve("zip"), new byte[]{0, 1, 2});
    Files.setPosixFilePermissions(work.resolve("zip"), PosixFilePermissions.fromString("rwx------"));

    List<FileChange> changes = projects.review(JOB, SITE).changes();

    assertThat(changes).filteredOn(change -> change.path().equals("same.txt")).singleElement()
        .satisfies(change -> assertThat(change.diff()).hasValue("old mode 100644\nnew mode 100755"));
    assertThat(changes).filteredOn(change -> change.path().equals("new/run.sh")).singleElement()
        .satisfies(change -> assertThat(change.diff().orElseThrow()).startsWith("new file mode 100755\n--- /dev/null\n")
            .contains("+echo"));
    assertThat(changes).filteredOn(change -> change.path().equals("zip")).singleElement()
        .satisfies(change -> assertThat(change.diff().orElseThrow()).startsWith("new file mode 100755\n(its content"));
  }

  @Test
  void showsWhatIsNoTextByItsSizes() throws IOException {
    Files.write(work.resolve("same.txt"), new byte[]{0, 1, 2});

    assertThat(projects.review(JOB, SITE).changes()).singleElement().satisfies(change -> {
      assertThat(change.diff()).isEmpty();
      assertThat(change.bytesBefore()).hasValue(4L);
      assertThat(change.bytesAfter()).hasValue(3L);
    });
  }

  @Test
  void refusesACopyOfMoreThanItsLimits() {
    Projects small = new Projects(Objects.requireNonNull(site.getParent()), 0, new TreeLimits(3, 1 << 20, 10, 1 << 20));

    assertThatThrownBy(() -> small.open(new JobId("00000000-0000-4000-8000-000000000003"), SITE, true))
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
        .hasMessageContaining("without a review");
  }

  @Test
  void holdsNoMoreNamesThanItsLimits() throws IOException {
    Path deep = work;
    for (int i = 0; i < 5; i++) {
      deep = Files.createDirectory(deep.resolve("d".repeat(200)));
    }
    Projects small = new Projects(Objects.requireNonNull(site.getParent()),
        (Integer) Files.getAttribute(home, "unix:uid"), new TreeLimits(1_000, 1 << 20, 10, 4_000));
    small.review(JOB, SITE);
    Files.createFile(deep.resolve("f".repeat(100)));
    refusedAsTooLarge(small);
    Files.delete(deep.resolve("f".repeat(100)));
    Files.createSymbolicLink(work.resolve("l"), Path.of("x".repeat(1_000)));
    refusedAsTooLarge(small);
  }

  private static void refusedAsTooLarge(Projects projects) {
    assertThatThrownBy(() -> projects.review(JOB, SITE))
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
        .hasMessageContaining("MiB of names");
  }

  @Test
  void comparesNoMoreThanAPersonCanWaitFor() throws IOException {
    for (int i = 0; i < 6; i++) {
      Files.writeString(work.resolve("many" + i), "a\n".repeat(4_900));
      Files.writeString(site.resolve("many" + i), "b\n".repeat(4_900));
    }
    JobId other = new JobId("00000000-0000-4000-8000-000000000004");
    Path copy = projects.open(other, SITE, true).workspace();
    for (int i = 0; i < 6; i++) {
      Files.writeString(copy.resolve("many" + i), "a\n".repeat(4_900));
    }
    Files.writeString(copy.resolve("same.txt"), "other");
    assertThat(projects.review(other, SITE).changes()).filteredOn(change -> change.path().startsWith("many"))
        .hasSize(6).filteredOn(change -> change.diff().isPresent()).hasSize(4);
    assertThat(projects.review(other, SITE).changes()).filteredOn(change -> change.path().equals("same.txt"))
        .as("what costs little is shown, whatever comes before it").singleElement()
        .satisfies(
            change -> assertThat(change.diff().orElseThrow()).contains("-same\n\\ No newline at end of file\n+other"));
  }

  @Test
  void showsAShortChangeAfterManyLongOnes() throws IOException {
    for (int i = 0; i < 30; i++) {
      Files.writeString(work.resolve("long" + i), "x".repeat(250_000));
    }
    Files.writeString(work.resolve("same.txt"), "other");

    List<FileChange> changes = projects.review(JOB, SITE).changes();

    assertThat(changes).filteredOn(change -> change.path().equals("same.txt")).singleElement()
        .satisfies(
            change -> assertThat(change.diff().orElseThrow()).contains("-same\n\\ No newline at end of file\n+other"));
    assertThat(changes).filteredOn(change -> change.path().startsWith("long"))
        .filteredOn(change -> change.diff().isPresent()).hasSizeBetween(10, 20);
  }

  @Test
  void leavesOutWhatLiesBelowManyThingsThatAreLeftOut() {
    TreeMap<String, TreeEntry> before = new TreeMap<>();
    TreeMap<String, TreeEntry> after = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      before.put("x" + i, TreeEntry.FOLDER);
      before.put("x" + i + "/y", TreeEntry.FOLDER);
      after.put("x" + i, new TreeEntry(TreeEntry.Kind.LINK, 0, "there", false));
    }
    Delta delta = Delta.of(before, after);
    assertThat(delta.steps()).isEmpty();
    assertThat(delta.leftOut()).hasSize(40_000);
  }

  @Test
  void opensNoFileForOthersThatWasClosedToThem() throws IOException {
    Files.setPosixFilePermissions(site.resolve("same.txt"), PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(site.resolve("src/a.txt"), PosixFilePermissions.fromString("rw-r-----"));
    Files.writeString(work.resolve("same.txt"), "a secret");
    Files.setPosixFilePermissions(work.resolve("src/a.txt"), PosixFilePermissions.fromString("rwxrwxrwx"));

    projects.accept(JOB, SITE, projects.review(JOB, SITE).digest());

    assertThat(site.resolve("same.txt")).hasContent("a secret");
    assertThat(Files.getPosixFilePermissions(site.resolve("same.txt")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(site.resolve("src/a.txt")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
  }

  @Test
  void leavesTheRightsOfAProgramWhoseContentAloneChanged() throws IOException {
    JobId job = new JobId("00000000-0000-4000-8000-000000000022");
    Files.setPosixFilePermissions(site.resolve("same.txt"), PosixFilePermissions.fromString("rwxr--r--"));
    Path copy = projects.open(job, SITE, true).workspace();
    Files.writeString(copy.resolve("same.txt"), "other");

    projects.accept(job, SITE, projects.review(job, SITE).digest());

    assertThat(site.resolve("same.txt")).hasContent("other");
    assertThat(Files.getPosixFilePermissions(site.resolve("same.txt")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr--r--"));
  }

  private void change() throws IOException {
    Files.writeString(work.resolve("src/a.txt"), "one\n2\nthree\n");
    Files.delete(work.resolve("src/old/b.txt"));
    Files.delete(work.resolve("src/old"));
    Files.createDirectory(work.resolve("new"));
    Files.writeString(work.resolve("new/run.sh"), "echo");
    Files.setPosixFilePermissions(work.resolve("new/run.sh"), PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.createSymbolicLink(work.resolve("evil"), Path.of("/etc/passwd"));
  }

  private void conflict(String digest, String words) {
    assertThatThrownBy(() -> projects.accept(JOB, SITE, digest))
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining(words);
  }
}
