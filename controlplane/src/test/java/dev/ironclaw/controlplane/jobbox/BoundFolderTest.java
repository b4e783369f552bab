package dev.ironclaw.controlplane.jobbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.isolation.FolderIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder is bound as the one that it was, and what a container has is compared with that.
final class BoundFolderTest {
  @TempDir
  Path folder;
  private Path base;
  private Path project;

  @BeforeEach
  void makeProject() throws IOException {
    base = Files.createDirectory(folder.toRealPath().resolve("projects"));
    project = Files.createDirectory(base.resolve("one"));
  }

  private BoundFolder open(Path path) {
    return BoundFolder.open(path, "/workspace", false, List.of(base), 1);
  }

  private void refused(Path path, String why) {
    assertThatThrownBy(() -> open(path)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.WEAK_SPEC)).hasMessageContaining(why);
  }

  @Test
  void followsNoLinkAnywhereOnTheWay() throws IOException {
    Files.createDirectory(project.resolve("inner"));
    Path last = Files.createSymbolicLink(base.resolve("last"), project);
    refused(last, "leads over a link");
    refused(last.resolve("inner"), "leads over a link");
    refused(base.resolve("one/../one"), "not a plain path");
    refused(base, "not a plain path");
    refused(folder, "not a plain path");
    refused(Files.writeString(base.resolve("file"), ""), "no folder");
    refused(base.resolve("missing"), "no folder");
    assertThat(open(project.resolve("inner")).identity()).isEqualTo(FolderIdentity.of(project.resolve("inner")));
  }

  @Test
  void knowsThatItWasReplaced() throws IOException {
    BoundFolder bound = open(project);
    assertThat(bound.isInPlace()).isTrue();
    Files.move(project, base.resolve("aside"));
    assertThat(bound.isInPlace()).isFalse();
    Files.createDirectory(project);
    assertThat(bound.isInPlace()).isFalse();
  }

  @Test
  void isTheSameAfterARestart() {
    BoundFolder bound = new BoundFolder(project.resolve("a:b"), "/output", true, new FolderIdentity(7, 9));
    assertThat(BoundFolder.ofLabel("/output", bound.label())).contains(bound);
    assertThat(BoundFolder.ofLabel("/output", "7:x:rw:/a")).isEmpty();
    assertThat(BoundFolder.ofLabel("/output", null)).isEmpty();
  }

  @Test
  void aContainerHasWhatTheKernelSays() throws IOException {
    int pid = (int) ProcessHandle.current().pid();
    Path proc = Files.createDirectory(folder.resolve("proc"));
    Path root = Files.createDirectories(proc.resolve(pid + "/root"));
    BoundFolder bound = open(project);
    MountedFolders mounted = new MountedFolders(proc);
    assertThat(mounted.look(pid, List.of(bound)).unseen()).as("no process").hasSize(1);

    Files.writeString(proc.resolve(pid + "/mountinfo"), "92 74 254:0 /x /workspace rw - ext4 /dev/vda rw\n");
    Files.createSymbolicLink(root.resolve("workspace"), project);
    assertThat(mounted.look(pid, List.of(bound)).wrong()).as("a link is no mount").isNotEmpty();
    Files.delete(root.resolve("workspace"));
    Files.createDirectory(root.resolve("workspace"));
    assertThat(mounted.look(pid, List.of(bound)).replaced()).singleElement().asString().contains("another folder");
    Files.delete(root.resolve("workspace"));
    Files.move(project, root.resolve("workspace"));
    assertThat(mounted.look(pid, List.of(bound)).wrong()).as("it is that one").isEmpty();
    Files.writeString(proc.resolve(pid + "/mountinfo"), "92 74 254:0 /x /elsewhere rw - ext4 /dev/vda rw\n");
    assertThat(mounted.look(pid, List.of(bound)).unseen()).as("nothing is mounted there").hasSize(1);
  }

  @Test
  void aFileWithANameOutsideIsRefusedAndOneWithoutIsNot() throws IOException {
    Path file = Files.writeString(project.resolve("a"), "a");
    Files.createLink(project.resolve("b"), file);
    LinkSearch.refuseLinksOut(project);
    Files.createLink(base.resolve("outside"), file);
    assertThatThrownBy(() -> LinkSearch.refuseLinksOut(project)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.WEAK_SPEC)).hasMessageContaining("hard link");
  }
}
