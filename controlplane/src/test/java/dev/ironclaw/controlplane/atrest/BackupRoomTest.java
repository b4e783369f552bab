package dev.ironclaw.controlplane.atrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.controlplane.isolation.Quota;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the disk has no room for all workspaces.
class BackupRoomTest {
  private static final byte[] PASSPHRASE = "correct horse battery".getBytes(StandardCharsets.UTF_8);
  /// The databases of these tests are far below a MiB; 64 MiB are kept free.
  private static final long ROOM = 96L << 20;

  @TempDir
  Path folder;
  private Path hostile;

  @BeforeEach
  void fill() throws IOException {
    hostile = Files.createDirectories(folder.resolve("workspaces/ag_1"));
    for (String victim : List.of("ag_0", "ag_2")) {
      Files.writeString(Files.createDirectories(folder.resolve("workspaces").resolve(victim)).resolve("note"), "mine");
    }
  }

  private static void sparse(Path file, long length) throws IOException {
    try (RandomAccessFile holes = new RandomAccessFile(file.toFile(), "rw")) {
      holes.setLength(length);
    }
  }

  private record Taken(LeftOut left, long bytes, List<String> entries) {}

  private Taken backup(long free) {
    return backup(_ -> free, Quota.DEFAULT);
  }

  private Taken backup(Backup.Space space, Quota quota) {
    List<Taken> taken = new ArrayList<>();
    try (Keep keep = new Keep(folder)) {
      new Backup(folder, keep.atRest(), keep.audit, Clock.systemUTC(), new SecureRandom(), "0", quota, space)
          .write(PASSPHRASE, true, "me", (bytes, left, _) -> taken.add(new Taken(left, bytes, List.of())));
      return new Taken(taken.getFirst().left, taken.getFirst().bytes, keep.entries());
    }
  }

  @Test
  void aHugeFileWithoutContentIsLeftOutAndTheBackupIsTakenAllTheSame() throws IOException {
    sparse(hostile.resolve("holes"), 1L << 40);
    Files.writeString(hostile.resolve("note"), "its own");

    Taken taken = backup(ROOM);

    assertThat(taken.left.byWorkspace()).containsExactly(Map.entry("ag_1", 1));
    assertThat(taken.entries).anyMatch(entry -> entry.contains("was sent") && entry.endsWith("room for): ag_1 1"));
  }

  @Test
  void manySmallFilesOfOneAgentKeepNothingOfAnotherOut() throws IOException {
    for (int i = 0; i < 17_000; i++) {
      sparse(hostile.resolve("f" + i), 4096);
    }

    Taken taken = backup(ROOM);

    assertThat(taken.left.byWorkspace()).containsOnlyKeys("ag_1");
    assertThat(2 * taken.bytes).as("what is around the files counts, and whoever takes it needs the room again")
        .isLessThan(ROOM - (64L << 20));
  }

  @Test
  void aWorkspaceOverItsQuotaGetsNoMoreThanThatAndIsNamed() throws IOException {
    sparse(hostile.resolve("big"), 70L << 20);

    assertThat(backup(_ -> 1L << 40, new Quota(1L << 20, 2)).left.byWorkspace()).containsExactly(Map.entry("ag_1", 1));
    assertThat(backup(_ -> 1L << 40, new Quota(8L << 20, 2)).left.total()).as("its quota and 64 MiB").isZero();
  }

  @Test
  void whatOthersWriteMeanwhileIsNotTakenOfWhatStaysFree() {
    AtomicInteger looks = new AtomicInteger();

    Taken taken = backup(_ -> looks.incrementAndGet() == 1 ? ROOM : 64L << 20, Quota.DEFAULT);

    assertThat(taken.left.byWorkspace()).containsOnlyKeys("ag_0", "ag_2");
  }

  @Test
  void whereEvenTheDatabasesHaveNoRoomItIsRefused() {
    assertThatThrownBy(() -> backup(1L << 26)).hasMessageContaining("make room")
        .hasMessageContaining("without the workspaces");
  }

  @Test
  void whoeverWantsLeastIsServedFirst() {
    assertThat(shares(Map.of("a", 10L, "b", 1L << 60, "c", 30L), 100)).containsEntry("a", 10L).containsEntry("b", 60L)
        .containsEntry("c", 30L);
    assertThat(shares(Map.of("a", 10L, "b", 20L), 130)).as("and may grow").containsEntry("a", 60L)
        .containsEntry("b", 70L);
    assertThat(shares(Map.of("a", 10L), -5)).containsEntry("a", 0L);
    assertThat(shares(Map.of("a", 10L), 1L << 40)).containsEntry("a", 10L + WorkspaceRoom.GROWTH);
    assertThat(shares(Map.of(), 100)).isEmpty();
  }

  private static Map<String, Long> shares(Map<String, Long> wanted, long free) {
    return new TreeMap<>(WorkspaceRoom.shares(wanted, free, 1L << 50));
  }

  @Test
  void whatOneTookMeanwhileIsNotTakenFromAnother() throws IOException {
    Map<String, Integer> put = new HashMap<>();
    WorkspaceRoom room = WorkspaceRoom.of(Map.of("a", 1000L, "b", 1000L), 2000, Quota.DEFAULT, () -> 1L << 40,
        (name, _) -> put.merge(name, 1,
            Integer::sum));
    assertThat(room.wants("a", "a/grown", 1200)).isFalse();
    assertThat(room.wants("a", "a/x", 500)).isTrue();
    assertThat(room.wants("a", "a/y", 500)).as("with what is around it").isFalse();
    assertThat(room.wants("b", "b/x", 800)).isTrue();
    assertThat(room.wants("late", "late/x", 1)).isFalse();
    try (InputStream content = new ByteArrayInputStream(new byte[0])) {
      room.put("a/x", content);
    }
    assertThat(put).containsExactly(Map.entry("a/x", 1));
  }
}
