package dev.ironclaw.controlplane.store;

import static dev.ironclaw.controlplane.store.CrashedLog.KEY;
import static dev.ironclaw.controlplane.store.CrashedLog.OLD_ROWS;
import static dev.ironclaw.controlplane.store.CrashedLog.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a power cut or a kill may leave opens, with every commit that was synced.
class LogRecoveryTest {
  private static final int COMMITS = 24;

  @TempDir
  Path folder;
  private Path path;
  private CrashedLog crashed;

  @BeforeEach
  void crash() {
    path = folder.resolve("crashed.db");
    crashed = CrashedLog.make(folder, COMMITS);
  }

  private void opensWith(int commits, byte[] file, byte[] log, String what) throws IOException {
    CrashedLog.put(path, file, log);
    try (Database database = Database.open(path, KEY, SCHEMA)) {
      assertThat(DatabaseTest.count(database)).as(what).isEqualTo(OLD_ROWS + commits);
      assertThat(database.<Boolean>write(connection -> DatabaseTest.add(connection, "more"))).isTrue();
      assertThat(last(database)).as(what).isEqualTo("more");
    }
    assertThat(Integrity.log(path)).doesNotExist();
  }

  private static String last(Database database) {
    return database.read(connection -> {
      try (Statement statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT text FROM note ORDER BY id DESC LIMIT 1")) {
        rows.next();
        return rows.getString(1);
      }
    });
  }

  private int commitsIn(long length) {
    return (int) crashed.ends().stream().filter(end -> CrashedLog.at(end) <= length).count();
  }

  @Test
  void aLogThatIsCutAnywhereOpensWithTheCommitsBeforeTheCut() throws IOException {
    Random random = new Random(5);
    for (int frame = 0; frame < crashed.ends().getLast(); frame++) {
      int start = CrashedLog.at(frame);
      for (int cut : new int[]{start, start + 10, start + 24 + random.nextInt(PageSeals.PAGE)}) {
        opensWith(commitsIn(cut), crashed.file(), Arrays.copyOf(crashed.log(), cut), "cut at " + cut);
      }
    }
    opensWith(COMMITS, crashed.file(), crashed.log(), "whole");
    for (int cut : new int[]{0, 1, 31}) {
      opensWith(0, crashed.file(), Arrays.copyOf(crashed.log(), cut), "header cut at " + cut);
    }
  }

  @Test
  void aTornLastTransactionIsIgnored() throws IOException {
    int from = CrashedLog.at(crashed.ends().get(COMMITS - 2));
    Random random = new Random(6);
    for (int at = from; at < crashed.log().length; at += 1 + random.nextInt(900)) {
      byte[] flipped = crashed.log().clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      opensWith(COMMITS - 1, crashed.file(), flipped, "flipped at " + at);
      byte[] zeros = crashed.log().clone();
      // A sector that never arrived, while those after it did.
      Arrays.fill(zeros, at, Math.min(at + 512, zeros.length), (byte) 0);
      opensWith(COMMITS - 1, crashed.file(), zeros, "zeros at " + at);
    }
  }

  @Test
  void whatFollowsTheLastCommitIsIgnored() throws IOException {
    byte[] garbage = new byte[3 * LogFrames.FRAME + 100];
    new Random(7).nextBytes(garbage);
    for (byte[] tail : List.of(garbage, new byte[LogRoom.STEP])) {
      byte[] log = ByteBuffer.allocate(crashed.log().length + tail.length).put(crashed.log()).put(tail).array();
      opensWith(COMMITS, crashed.file(), log, "a tail of " + tail.length);
    }
  }

  @Test
  void pagesThatACheckpointTearsAreTakenFromTheLog() throws IOException {
    Random random = new Random(8);
    int torn = 0;
    for (int frame = 0; frame < crashed.ends().getLast(); frame++) {
      int page = ByteBuffer.wrap(crashed.log()).getInt(CrashedLog.at(frame));
      int target = (page - 1) * PageSeals.PAGE;
      if (target + PageSeals.PAGE > crashed.file().length) {
        continue;
      }
      byte[] file = crashed.file().clone();
      int half = 512 * (1 + random.nextInt(7));
      System.arraycopy(crashed.log(), CrashedLog.at(frame) + 24, file, target, half);
      assertThat(file).isNotEqualTo(crashed.file());
      opensWith(COMMITS, file, crashed.log(), "page " + page + " torn at " + half);
      torn++;
    }
    assertThat(torn).isGreaterThan(COMMITS);
  }

  @Test
  void aLogThatBeganAgainLosesNothing() throws IOException {
    Path file = folder.resolve("long.db");
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      long length = 0;
      for (int i = 0; i < Connections.CHECKPOINT_PAGES; i++) {
        String text = "n" + i;
        database.write(connection -> DatabaseTest.add(connection, text));
        if (i > 700 && i % 29 == 0) {
          CrashedLog.put(path, Files.readAllBytes(file), Files.readAllBytes(Integrity.log(file)));
          try (Database copy = Database.open(path, KEY, SCHEMA)) {
            assertThat(DatabaseTest.count(copy)).isEqualTo(i + 1);
          }
        }
        length = Files.size(Integrity.log(file));
      }
      // Three frames a commit: it began again more than once, and nothing made it shorter or longer.
      assertThat(length).isLessThan((Connections.CHECKPOINT_PAGES + 20L) * LogFrames.FRAME);
    }
  }

  @Test
  void theLogIsMadeLargerAheadOfTheCommits() throws IOException {
    Path file = folder.resolve("room.db");
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      assertThat(Files.size(Integrity.log(file))).as("a file that nobody writes to").isZero();
      database.write(connection -> DatabaseTest.add(connection, "one"));
      long size = Files.size(Integrity.log(file));
      assertThat(size).isGreaterThan(LogRoom.STEP);
      database.write(connection -> DatabaseTest.add(connection, "two"));
      assertThat(Files.size(Integrity.log(file))).isEqualTo(size);
    }
  }

  @Test
  void noSharedMemoryIsMadeAndAClosedDatabaseIsOneFile() throws Exception {
    Path place = Files.createDirectory(folder.resolve("place"));
    Path marker = place.resolve("end");
    try (var watcher = place.getFileSystem().newWatchService()) {
      place.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
      Path file = place.resolve("notes.db");
      crashed.put(file);
      for (int round = 0; round < 2; round++) {
        try (Database database = Database.open(file, KEY, SCHEMA)) {
          assertThat(DatabaseTest.count(database)).isEqualTo(OLD_ROWS + COMMITS);
          assertThat(Integrity.log(file)).exists();
        }
        try (var left = Files.list(place)) {
          assertThat(left).containsExactly(file);
        }
      }
      Files.createFile(marker);
      List<String> made = new ArrayList<>();
      while (!made.contains("end")) {
        WatchKey key = watcher.take();
        key.pollEvents().forEach(event -> made.add(String.valueOf(event.context())));
        key.reset();
      }
      assertThat(made).contains("notes.db-wal").noneMatch(name -> name.endsWith("-shm"));
    }
  }

  @Test
  void filesOfARollbackJournalAndOfALogOpenBothWays() throws SQLException {
    Path file = folder.resolve("old.db");
    try (Connection old = Connections.plain(file, KEY)) {
      try (Statement statement = old.createStatement()) {
        statement.executeUpdate(SCHEMA.migrations().getFirst());
        statement.executeUpdate("PRAGMA user_version=1");
      }
      DatabaseTest.add(old, "of the old version");
    }
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      database.write(connection -> DatabaseTest.add(connection, "of the new version"));
    }
    try (Connection old = Connections.plain(file, KEY)) {
      try (Statement statement = old.createStatement(); var mode = statement.executeQuery("PRAGMA journal_mode")) {
        assertThat(mode.getString(1)).isEqualTo("delete");
      }
      assertThat(DatabaseTest.add(old, "of the old version again")).isTrue();
    }
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      assertThat(DatabaseTest.count(database)).isEqualTo(3);
    }
  }
}
