package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkspaceWatchTest {
  @TempDir
  Path folder;
  private Path top;

  @BeforeEach
  void start() throws Exception {
    top = folder.toRealPath();
  }

  private void mkfifo(Path path) {
    new ProcessRunner().run(List.of("/usr/bin/mkfifo", path.toString()), Duration.ofSeconds(5));
  }

  @Test
  void tellsOfAFifoThatAppearsInAFolderMadeLater() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    try (WorkspaceWatch watch = new WorkspaceWatch()) {
      watch.watch(top, told::complete);
      Path deep = Files.createDirectories(top.resolve("a/b"));
      mkfifo(deep.resolve("f"));

      assertThat(told.get(10, TimeUnit.SECONDS)).contains("a/b/f").contains("it is a FIFO");
    }
  }

  @Test
  void tellsOnlyTheOwnerOfTheFolder() throws Exception {
    Path mine = Files.createDirectories(top.resolve("mine"));
    Path other = Files.createDirectories(top.resolve("other"));
    CompletableFuture<String> mineTold = new CompletableFuture<>();
    CompletableFuture<String> otherTold = new CompletableFuture<>();
    try (WorkspaceWatch watch = new WorkspaceWatch()) {
      watch.watch(mine, mineTold::complete);
      watch.watch(other, otherTold::complete);
      mkfifo(other.resolve("f"));

      assertThat(otherTold.get(10, TimeUnit.SECONDS)).contains("FIFO");
      assertThat(mineTold).isNotDone();
    }
  }

  @Test
  void goesOnForTheSecondOwnerOfASharedFolder() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    try (WorkspaceWatch watch = new WorkspaceWatch()) {
      WorkspaceWatch.Handle first = watch.watch(top, sentence -> {});
      watch.watch(top, told::complete);
      first.close();
      mkfifo(top.resolve("f"));

      assertThat(told.get(10, TimeUnit.SECONDS)).contains("FIFO");
    }
  }

  @Test
  void countsEachOwnersFoldersForItself() throws Exception {
    Path greedy = Files.createDirectories(top.resolve("greedy"));
    Path modest = Files.createDirectories(top.resolve("modest"));
    for (int i = 0; i < 6; i++) {
      Files.createDirectories(greedy.resolve("d" + i));
    }
    CompletableFuture<String> greedyTold = new CompletableFuture<>();
    CompletableFuture<String> modestTold = new CompletableFuture<>();
    try (WorkspaceWatch watch = new WorkspaceWatch(5, 100)) {
      watch.watch(greedy, greedyTold::complete);
      watch.watch(modest, modestTold::complete);
      Files.createDirectories(modest.resolve("a/b/c"));
      mkfifo(modest.resolve("f"));

      assertThat(greedyTold.get(10, TimeUnit.SECONDS)).contains("more than 5 folders");
      assertThat(modestTold.get(10, TimeUnit.SECONDS)).contains("FIFO");
    }
  }

  @Test
  void refusesOnlyTheNewcomerWhereAllTogetherHaveTooMany() throws Exception {
    Path first = top.resolve("first");
    Files.createDirectories(first.resolve("a/b"));
    Path second = top.resolve("second");
    Files.createDirectories(second.resolve("a/b"));
    CompletableFuture<String> firstTold = new CompletableFuture<>();
    CompletableFuture<String> secondTold = new CompletableFuture<>();
    try (WorkspaceWatch watch = new WorkspaceWatch(5, 5)) {
      WorkspaceWatch.Handle handle = watch.watch(first, firstTold::complete);
      watch.watch(second, secondTold::complete);
      assertThat(secondTold).isCompletedWithValueMatching(told -> told.contains("all workspaces together"));
      assertThat(firstTold).isNotDone();

      handle.close();
      CompletableFuture<String> again = new CompletableFuture<>();
      watch.watch(second, again::complete);
      assertThat(again).isNotDone();
    }
  }

  @Test
  void saysWhatLiesThereAlready() {
    mkfifo(top.resolve("f"));
    CompletableFuture<String> told = new CompletableFuture<>();
    try (WorkspaceWatch watch = new WorkspaceWatch()) {
      watch.watch(top, told::complete);
      assertThat(told).isCompleted();
    }
  }
}
