package dev.ironclaw.controlplane.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.isolation.ProcessRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectsTest {
  private static final JobId JOB = new JobId("00000000-0000-4000-8000-000000000001");
  private static final Optional<String> SITE = Optional.of("site");

  @TempDir
  private Path home;
  private Path root;
  private Projects projects;

  @BeforeEach
  void setUp() throws IOException {
    root = home.toRealPath().resolve("projects");
    projects = new Projects(root, uid());
  }

  private int uid() throws IOException {
    return (Integer) Files.getAttribute(home, "unix:uid");
  }

  @Test
  void makesTheFolderOfProjectsAndAJobsOwnForItsUserAlone() throws IOException {
    Workplace place = projects.open(JOB, Optional.empty(), false);

    assertThat(place.workspace()).isEqualTo(root.resolve(JOB.value())).isDirectory();
    assertThat(place.output()).isDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root))).isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.workspace()))).isEqualTo("rwx------");
    assertThat(projects.open(JOB, Optional.empty(), false)).isEqualTo(place);
  }

  @Test
  void givesTheFolderToAnotherGuestWhereThisUserMay() throws IOException {
    assumeTrue(uid() == 0, "only root can give a folder away");
    Workplace place = new Projects(root, 65532).open(JOB, SITE, false);

    assertThat(Files.getAttribute(place.workspace(), "unix:uid")).isEqualTo(65532);
    assertThat(Files.getAttribute(place.output(), "unix:uid")).isEqualTo(65532);
    assertThat(Files.getAttribute(root, "unix:uid")).isEqualTo(0);
  }

  @Test
  void refusesAFolderOfProjectsInWhichOthersMayWrite() throws IOException {
    Files.createDirectory(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

    refused(() -> projects.open(JOB, SITE, false), ErrorCode.CONFIGURATION, "others may write");
  }

  @Test
  void refusesALinkInThePlaceOfAProjectByItsName() throws IOException {
    Files.createDirectory(root);
    Files.createSymbolicLink(root.resolve("site"), home);

    refused(() -> projects.name("site"), ErrorCode.DENIED, root.resolve("site") + " is a symbolic link");
    refused(() -> projects.open(JOB, SITE, false), ErrorCode.DENIED, root.resolve("site") + " is a symbolic link");
    assertThat(home.resolve(JOB.value())).doesNotExist();
  }

  @Test
  void refusesAFileInThePlaceOfAProject() throws IOException {
    Files.createDirectory(root);
    Files.createFile(root.resolve("site"));

    refused(() -> projects.open(JOB, SITE, false), ErrorCode.DENIED, "is not a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../x", "a/../b", "/etc", "/", "/etc/passwd"})
  void refusesWhatLiesOutside(String given) {
    refused(() -> projects.name(given), ErrorCode.DENIED, "project");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".jobs", ".git", "a/b", "-x", " a", "a ", "a\0b", "a\nb", "a\u202eb", "A\u030a",
      "\ud800",
      "a:b", "a,b", "a\\b"})
  void refusesWhatIsNoName(String given) {
    refused(() -> projects.name(given), ErrorCode.INVALID_REQUEST, "");
  }

  @Test
  void takesTheWholePathOfAProject() {
    assertThat(projects.name(root.resolve("B\u00fcro 2.1").toString())).isEqualTo("B\u00fcro 2.1");
    refused(() -> projects.name(root.resolve("a/b").toString()), ErrorCode.INVALID_REQUEST,
        "more than one folder deep");
    refused(() -> projects.name(root.resolve("../projects2").toString()), ErrorCode.DENIED, "'..'");
  }

  @Test
  void listsFoldersFirstAndShowsLinksAsLinks() throws IOException {
    Path site = projects.open(JOB, SITE, false).workspace();
    Files.writeString(site.resolve("b.txt"), "12345");
    Files.createDirectory(site.resolve("z"));
    Files.createSymbolicLink(site.resolve("a"), Path.of("/etc"));

    FileList list = projects.list(JOB, SITE, false, "/workspace");

    assertThat(list.entries()).extracting(FileEntry::path, FileEntry::kind, FileEntry::bytes).containsExactly(
        tuple("z", "folder", 0L), tuple("a", "link", 0L),
        tuple("b.txt", "file", 5L));
    assertThat(list.more()).isFalse();
  }

  @Test
  void followsNoLinkToAFolderOrAFile() throws IOException {
    Path site = projects.open(JOB, SITE, false).workspace();
    Path secret = Files.writeString(home.resolve("secret"), "s");
    Files.createSymbolicLink(site.resolve("folder"), home);
    Files.createSymbolicLink(site.resolve("file"), secret);

    refused(() -> projects.list(JOB, SITE, false, "folder"), ErrorCode.DENIED, "symbolic link");
    refused(() -> projects.read(JOB, SITE, false, "folder/secret"), ErrorCode.DENIED, "link");
    refused(() -> projects.read(JOB, SITE, false, "file"), ErrorCode.DENIED, "");
  }

  @Test
  void readsNeitherAHardLinkNorAPipe() throws IOException {
    Path site = projects.open(JOB, SITE, false).workspace();
    Files.createLink(site.resolve("hard"), Files.writeString(home.resolve("secret"), "s"));
    new ProcessRunner().run(List.of("/usr/bin/mkfifo", site.resolve("pipe").toString()), Duration.ofSeconds(60));

    refused(() -> projects.read(JOB, SITE, false, "hard"), ErrorCode.DENIED, "more than one name");
    refused(() -> projects.read(JOB, SITE, false, "pipe"), ErrorCode.DENIED, "not a regular file");
  }

  @Test
  void readsBelowTheWorkspaceAndTheOutputAndNowhereElse() throws IOException {
    Workplace place = projects.open(JOB, SITE, false);
    Files.writeString(place.workspace().resolve("in.txt"), "in");
    Files.writeString(place.output().resolve("out.txt"), "out");

    assertThat(read("in.txt")).isEqualTo("in");
    assertThat(read("/workspace/./in.txt")).isEqualTo("in");
    assertThat(read("/output/out.txt")).isEqualTo("out");
    refused(() -> read("/etc/passwd"), ErrorCode.DENIED, "outside");
    refused(() -> read("../secret"), ErrorCode.DENIED, "'..'");
    refused(() -> read("/output/../in.txt"), ErrorCode.DENIED, "'..'");
    refused(() -> read("missing"), ErrorCode.NOT_FOUND, "missing");
    refused(() -> read("a\0b"), ErrorCode.INVALID_REQUEST, "");
    refused(() -> read(""), ErrorCode.INVALID_REQUEST, "folder");
    refused(() -> projects.list(JOB, SITE, false, "in.txt"), ErrorCode.INVALID_REQUEST, "not a folder");
  }

  @Test
  void saysOfAFileThatIsTooLarge() throws IOException {
    Path site = projects.open(JOB, SITE, false).workspace();
    try (var file = FileChannel.open(site.resolve("big"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[1]), FolderFiles.MAX_BYTES);
    }

    refused(() -> read("big"), ErrorCode.TOO_LARGE, "MiB");
  }

  @Test
  void forgetsTheJobsOwnFilesHoweverDeepAndLeavesTheProject() throws IOException {
    Workplace place = projects.open(JOB, SITE, false);
    Files.writeString(place.workspace().resolve("kept"), "k");
    Path outside = Files.writeString(home.resolve("outside"), "o");
    Path deep = place.output();
    for (int i = 0; i < 300; i++) {
      deep = Files.createDirectory(deep.resolve("d"));
    }
    Files.createSymbolicLink(place.output().resolve("link"), home);

    projects.forget(JOB, SITE);

    assertThat(place.output()).doesNotExist();
    assertThat(place.workspace().resolve("kept")).exists();
    assertThat(outside).exists();
    projects.forget(JOB, SITE);
  }

  @Test
  void aRemovalThatIsKilledAtAnyStepLeavesNothingBesideTheFolderAndIsFinishedByTheSameAgain() throws IOException {
    int killed = 0;
    for (boolean done = false; !done; killed++) {
      Path own = projects.open(JOB, Optional.empty(), false).workspace();
      Files.createDirectories(own.resolve("a/b/c"));
      Files.writeString(own.resolve("a/b/c/file"), "f");
      Files.createDirectories(own.resolve("a/d"));
      Files.writeString(own.resolve(".gone-1"), "the job's own");
      AtomicInteger steps = new AtomicInteger(killed);
      try {
        TreeRemoval.of(root, Path.of(JOB.value()), () -> {
          if (steps.getAndDecrement() == 0) {
            throw new Killed();
          }
        });
        done = true;
      } catch (Killed e) {
        assertThat(root.toFile().list()).as("killed at step %s", killed).containsExactlyInAnyOrder(JOB.value(),
            ProjectFolders.JOBS);
      }
      projects.forget(JOB, Optional.empty());
      assertThat(root.toFile().list()).as("killed at step %s, then again", killed).containsExactly(ProjectFolders.JOBS);
    }
    assertThat(killed).as("each file and folder is a step or two").isGreaterThan(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b"})
  void aRemovalChangesTheRightsOfNothingThatALinkLeadsTo(String swapped) throws IOException {
    Path own = projects.open(JOB, Optional.empty(), false).workspace();
    Files.createDirectories(own.resolve("a/b"));
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("r-xr-x---"));
    AtomicInteger steps = new AtomicInteger(swapped.isEmpty() ? 0 : 1);

    assertThatThrownBy(() -> TreeRemoval.of(root, Path.of(JOB.value()), () -> {
      if (steps.getAndDecrement() == 0) {
        swap(own.resolve(swapped), outside);
      }
    })).isInstanceOf(OpenFolder.LinkInPath.class);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(outside))).isEqualTo("r-xr-x---");
  }

  /// For a link.
  private void swap(Path folder, Path target) {
    try {
      Files.move(folder, home.resolve("moved"));
      Files.createSymbolicLink(folder, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void removesFoldersThatAJobTookTheRightsOnAway() throws IOException {
    Path own = projects.open(JOB, Optional.empty(), false).workspace();
    Path deep = Files.createDirectories(own.resolve("a/b/c"));
    for (Path folder : List.of(deep, deep.getParent(), own.resolve("a"), own)) {
      Files.setPosixFilePermissions(folder, Set.of());
    }

    projects.forget(JOB, Optional.empty());

    assertThat(own).doesNotExist();
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private String read(String path) {
    return new String(projects.read(JOB, SITE, false, path), StandardCharsets.UTF_8);
  }

  private static void refused(ThrowingCallable call, ErrorCode code, String words) {
    assertThatThrownBy(call).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code)).hasMessageContaining(words);
  }
}
