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

final class FolderWatchTest {
  @TempDir
  Path folder;
  private Path top;

  @BeforeEach
  void start() throws Exception {
    top = folder.toRealPath();
  }

  private void mkfifo(Path path) {
    new ProcessRunner().run(List.of("/usr/bin/mkfifo", path.toString()), Duration.ofSeconds(60));
  }

  @Test
  void tellsOfAFifoThatAppearsInAFolderMadeLater() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    try (FolderWatch watch = new FolderWatch(FolderShare.ofBoxes())) {
      watch.watch(top, false, told::complete);
      Path deep = Files.createDirectories(top.resolve("a/b"));
      mkfifo(deep.resolve("f"));

      assertThat(told.get(60, TimeUnit.SECONDS)).contains("a/b/f").contains("it is a FIFO");
    }
  }

  @Test
  void tellsOnlyTheOwnerOfTheFolder() throws Exception {
    Path mine = Files.createDirectories(top.resolve("mine"));
    Path other = Files.createDirectories(top.resolve("other"));
    CompletableFuture<String> mineTold = new CompletableFuture<>();
    CompletableFuture<String> otherTold = new CompletableFuture<>();
    try (FolderWatch watch = new FolderWatch(FolderShare.ofBoxes())) {
      watch.watch(mine, false, mineTold::complete);
      watch.watch(other, false, otherTold::complete);
      mkfifo(other.resolve("f"));

      assertThat(otherTold.get(60, TimeUnit.SECONDS)).contains("FIFO");
      assertThat(mineTold).isNotDone();
    }
  }

  @Test
  void goesOnForTheSecondOwnerOfASharedFolder() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    try (FolderWatch watch = new FolderWatch(FolderShare.ofBoxes())) {
      FolderWatch.Handle first = watch.watch(top, false, sentence -> {});
      watch.watch(top, false, told::complete);
      first.close();
      mkfifo(top.resolve("f"));

      assertThat(told.get(60, TimeUnit.SECONDS)).contains("FIFO");
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
    try (FolderWatch watch = new FolderWatch(new FolderShare(5, 100))) {
      watch.watch(greedy, false, greedyTold::complete);
      watch.watch(modest, false, modestTold::complete);
      Files.createDirectories(modest.resolve("a/b/c"));
      mkfifo(modest.resolve("f"));

      assertThat(greedyTold.get(60, TimeUnit.SECONDS)).contains("more than 5 folders");
      assertThat(modestTold.get(60, TimeUnit.SECONDS)).contains("FIFO");
    }
  }

  @Test
  void endsWhoeverHasTheMostFoldersWhereAllTogetherHaveTooMany() throws Exception {
    Path greedy = Files.createDirectories(top.resolve("greedy"));
    for (int i = 0; i < 6; i++) {
      Files.createDirectories(greedy.resolve("d" + i));
    }
    Path modest = Files.createDirectories(top.resolve("modest"));
    CompletableFuture<String> greedyTold = new CompletableFuture<>();
    CompletableFuture<String> modestTold = new CompletableFuture<>();
    try (FolderWatch watch = new FolderWatch(new FolderShare(8, 9))) {
      watch.watch(greedy, false, greedyTold::complete);
      watch.watch(modest, false, modestTold::complete);
      assertThat(greedyTold).isNotDone();

      Files.createDirectories(modest.resolve("a/b"));

      assertThat(greedyTold.get(60, TimeUnit.SECONDS)).contains(greedy + " has the most folders, 7",
          "together have more than 9");
      assertThat(modestTold).isNotDone();
      mkfifo(modest.resolve("a/b/f"));
      assertThat(modestTold.get(60, TimeUnit.SECONDS)).as("what it made is watched all the same").contains("FIFO");
    }
  }

  @Test
  void takesAPartOfTheWatchesThatTheSystemHas() {
    assertThat(FolderShare.ofBoxes(8_192)).isEqualTo(new FolderShare(512, 2_048));
    assertThat(FolderShare.ofJobs(8_192)).isEqualTo(new FolderShare(1_024, 4_096));
    assertThat(FolderShare.ofBoxes(1 << 20)).isEqualTo(new FolderShare(8_192, 1 << 18));
    assertThat(FolderShare.ofJobs(1 << 20)).isEqualTo(new FolderShare(65_536, 1 << 19));
  }

  @Test
  void countsWhatLiesInAFolderThroughEveryChange(@TempDir Path elsewhere) throws Exception {
    Files.writeString(Files.createDirectories(top.resolve("a/b")).resolve("old"), "12345");
    Counted counted = new Counted();
    try (FolderWatch watch = new FolderWatch(FolderShare.ofBoxes())) {
      watch.watch(top, true, counted);
      counted.awaits(5, 3);
      Files.writeString(top.resolve("a/b/old"), "1234567890");
      counted.awaits(10, 3);
      Files.writeString(Files.createDirectories(top.resolve("c/d")).resolve("new"), "123");
      counted.awaits(13, 6);
      Files.move(top.resolve("a"), top.resolve("c/moved"));
      counted.awaits(13, 6);
      Files.writeString(top.resolve("c/moved/b/old"), "1");
      counted.awaits(4, 6);
      Files.move(top.resolve("c"), elsewhere.resolve("c"));
      counted.awaits(0, 0);
      Files.move(elsewhere.resolve("c"), top.resolve("back"));
      counted.awaits(4, 6);
      Files.delete(top.resolve("back/moved/b/old"));
      counted.awaits(3, 5);
    }
    Files.delete(elsewhere);
  }

  @Test
  void countsEverythingWhereEventsAreLost() throws Exception {
    Counted counted = new Counted();
    try (FolderWatch watch = new FolderWatch(FolderShare.ofBoxes())) {
      watch.watch(top, true, counted);
      // The kernel keeps 16,384 events, the library 512 a folder.
      for (int i = 0; i < 30_000; i++) {
        Files.createFile(top.resolve("f" + i));
      }
      counted.awaits(0, 30_000);
    }
  }

  @Test
  void findsADoorInAFolderThatWasMoved() throws Exception {
    Files.createDirectories(top.resolve("a/b"));
    CompletableFuture<String> told = new CompletableFuture<>();
    try (FolderWatch watch = new FolderWatch(FolderShare.ofBoxes())) {
      watch.watch(top, false, told::complete);
      Files.move(top.resolve("a"), top.resolve("z"));
      mkfifo(top.resolve("z/b/f"));

      assertThat(told.get(60, TimeUnit.SECONDS)).contains("z/b/f").contains("FIFO");
    }
  }

  /// What it was told last.
  private static final class Counted implements FolderWatch.Owner {
    private Quota.Usage last = new Quota.Usage(-1, -1);

    @Override
    public void offended(String sentence) {}

    @Override
    public synchronized void used(Quota.Usage usage) {
      last = usage;
      notifyAll();
    }

    synchronized void awaits(long bytes, long entries) throws InterruptedException {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!last.equals(new Quota.Usage(bytes, entries))) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        assertThat(left).as("told %s, waits for %s bytes, %s entries", last, bytes, entries).isPositive();
        wait(left);
      }
    }
  }

  @Test
  void saysWhatLiesThereAlready() {
    mkfifo(top.resolve("f"));
    CompletableFuture<String> told = new CompletableFuture<>();
    try (FolderWatch watch = new FolderWatch(FolderShare.ofBoxes())) {
      watch.watch(top, false, told::complete);
      assertThat(told).isCompleted();
    }
  }
}
