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
  void saysWhatLiesThereAlready() {
    mkfifo(top.resolve("f"));
    CompletableFuture<String> told = new CompletableFuture<>();
    try (WorkspaceWatch watch = new WorkspaceWatch()) {
      watch.watch(top, told::complete);
      assertThat(told).isCompleted();
    }
  }
}
