package dev.ironclaw.controlplane.atrest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WorkspaceFilesTest {
  private final Map<String, String> taken = new TreeMap<>();

  @TempDir
  Path folder;
  private Path hostile;

  @BeforeEach
  void fill() throws IOException {
    hostile = Files.createDirectories(folder.resolve("ag_1/in"));
    Files.writeString(hostile.resolve("good"), "good");
    Files.writeString(Files.createDirectory(folder.resolve("ag_2")).resolve("other"), "other");
  }

  private int read(Consumer<Path> before) throws IOException {
    return WorkspaceFiles.read(folder, "workspaces", this::put, Duration.ofSeconds(1), before).total();
  }

  private void put(String name, InputStream content) throws IOException {
    assertThat(taken.put(name, new String(content.readAllBytes(), StandardCharsets.UTF_8))).as(name).isNull();
  }

  private static void sh(Path at, String command) {
    try {
      assertThat(new ProcessBuilder("sh", "-c", command).directory(at.toFile()).inheritIO().start().waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void namesThatAreNoTextAreLeftOut() throws IOException {
    sh(hostile, "touch \"$(printf '\\377')\" \"$(printf '\\376')\" \"$(printf 'a\\377')\"");
    assertThat(read(_ -> {})).isEqualTo(3);
    assertThat(taken).containsOnlyKeys("workspaces/ag_1/in/good", "workspaces/ag_2/other");
  }

  @Test
  void aPathThatIsTooLongToBeRestoredIsLeftOut() throws IOException {
    String name = "d".repeat(250);
    sh(hostile, "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do mkdir " + name + " && cd -P ./"
        + name + "; done; touch deep");
    assertThat(read(_ -> {})).isEqualTo(1);
    assertThat(taken).containsOnlyKeys("workspaces/ag_1/in/good", "workspaces/ag_2/other");
    sh(hostile, "rm -rf " + name);
  }

  @Test
  void whatMayNotBeReadIsLeftOut() throws IOException {
    Path file = Files.createFile(hostile.resolve("closed"), PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("---------")));
    Path below = Files.createDirectory(hostile.resolve("shut"), PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("---------")));
    boolean root = Files.isReadable(file);
    assertThat(read(_ -> {})).as("root reads everything").isEqualTo(root ? 0 : 2);
    assertThat(taken).containsKeys("workspaces/ag_1/in/good", "workspaces/ag_2/other");
    assertThat(taken.containsKey("workspaces/ag_1/in/closed")).isEqualTo(root);
    Files.delete(below);
  }

  @Test
  void whatIsRemovedBeforeItIsOpenedIsLeftOut() throws IOException {
    assertThat(read(child -> {
      if (child.endsWith("good")) {
        assertThat(hostile.resolve("good").toFile().delete()).isTrue();
      }
    })).isEqualTo(1);
    assertThat(taken).containsOnlyKeys("workspaces/ag_2/other");
  }

  @Test
  void aFileThatGrowsWhileItIsReadIsTakenAsLongAsItWas() throws IOException {
    long[] read = new long[1];
    WorkspaceFiles.read(folder, "workspaces", (name, content) -> {
      while (name.endsWith("good") && read[0] < 100_000 && content.read() >= 0) {
        read[0]++;
        Files.writeString(hostile.resolve("good"), "more", StandardOpenOption.APPEND);
      }
    });
    assertThat(read[0]).isEqualTo(4);
  }

  @Test
  void countsWhatEachWorkspaceTakesAndOpensNothing() throws IOException {
    sh(hostile, "truncate -s 1T holes && mkfifo pipe && ln -s /etc/passwd link");
    Map<String, Long> costs = WorkspaceFiles.costs(folder, "workspaces");
    assertThat(costs).containsOnlyKeys("ag_1", "ag_2").containsEntry("ag_2",
        WorkspaceRoom.cost("workspaces/ag_2/other", "other".length()));
    assertThat(costs.get("ag_1")).isBetween(1L << 40, (1L << 40) + (2L << 30));
    assertThat(WorkspaceFiles.costs(folder.resolve("none"), "workspaces")).isEmpty();
  }

  @Test
  void whatIsNotTakenCountsAmongTheMostThingsToo() throws IOException {
    Path many = Files.createDirectory(hostile.resolve("many"));
    sh(many, "seq 3000 | LC_ALL=C sed \"s/^/$(printf '\\377')/\" | xargs touch");
    LeftOut left = WorkspaceFiles.read(folder, "workspaces", this::put, Duration.ofSeconds(1), _ -> {}, 1000);
    assertThat(left.byWorkspace().get("ag_1")).isBetween(900, 1002);
    assertThat(taken).containsKey("workspaces/ag_2/other");
  }

  @Test
  void saysOfWhichWorkspaceWhatIsLeftOutIs() throws IOException {
    sh(hostile, "ln -s x a && ln -s x b");
    sh(folder.resolve("ag_2"), "mkfifo pipe");
    assertThat(WorkspaceFiles.read(folder, "workspaces", this::put).words()).isEqualTo("ag_1 2, ag_2 1");
  }

  @Test
  void aLinkInPlaceOfAFileIsLeftOut() throws IOException {
    assertThat(read(child -> {
      if (child.endsWith("good")) {
        sh(hostile, "rm good && ln -s ../../ag_2/other good");
      }
    })).isEqualTo(1);
    assertThat(taken).containsOnlyKeys("workspaces/ag_2/other");
  }

  @Test
  void aPipeInPlaceOfAFileCostsTheRestOfThatWorkspaceAndNothingElse() throws IOException {
    assertThat(read(child -> {
      if (child.endsWith("good")) {
        sh(hostile, "rm good && mkfifo good");
      }
    })).isEqualTo(1);
    assertThat(taken).containsOnlyKeys("workspaces/ag_2/other");
    // Ends the thread that still opens it.
    Files.newOutputStream(hostile.resolve("good"), StandardOpenOption.WRITE).close();
  }

  @Test
  void aPipeThatHasAWriterIsNoFileEither() throws IOException {
    assertThat(read(child -> {
      if (child.endsWith("good")) {
        sh(hostile, "rm good && mkfifo good && { sleep 20 <> good > /dev/null 2>&1 & }");
      }
    })).isEqualTo(1);
    assertThat(taken).containsOnlyKeys("workspaces/ag_2/other");
  }
}
