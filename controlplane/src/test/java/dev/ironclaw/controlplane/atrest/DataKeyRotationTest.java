package dev.ironclaw.controlplane.atrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataKeyRotationTest {
  private static final byte[] PLACE = {1};

  @TempDir
  Path base;
  private Path folder;

  @BeforeEach
  void fill() throws Exception {
    folder = Files.createDirectory(base.resolve("state"));
    try (Keep keep = new Keep(folder)) {
      keep.message(Keep.ONE, "first");
      keep.message(Keep.TWO, "second");
      keep.entry("before");
    }
  }

  private static int rotate(Keep keep, Consumer<String> before) {
    return new DataKeyRotation(keep.folder, keep.keyring, keep.atRest(), keep.audit, List.of(), before).rotate("me");
  }

  @Test
  void encryptsEverythingAnewWhileItIsInUseAndTheOldKeysOpenNothing() throws Exception {
    byte[] oldState;
    byte[] oldSession;
    try (Keep keep = new Keep(folder)) {
      oldState = keep.keyring.derived("state.db");
      oldSession = keep.keyring.sessionKey(Keep.ONE, folder.resolve("sessions").resolve(Keep.ONE.value()));
      keep.message(Keep.ONE, "open");
      keep.says("beside");
      assertThat(rotate(keep, _ -> {})).isEqualTo(2);
      keep.says("after");
      keep.message(Keep.ONE, "after");
      keep.message(Keep.TWO, "woken");
      keep.entry("after");
      assertThat(keep.messages(Keep.ONE)).containsExactly("first", "open", "after");
      assertThat(keep.entries()).contains("before", "after");
      keep.isWhole();
      assertThat(keep.keyring.sessionKey(Keep.ONE, folder.resolve("sessions").resolve(Keep.ONE.value())))
          .isNotEqualTo(oldSession);
    }
    assertThatThrownBy(() -> Database.open(folder.resolve("state.db"), oldState, StateSchema.current()))
        .isInstanceOfSatisfying(IronclawException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED));
    try (Keep keep = new Keep(folder)) {
      assertThat(rotate(keep, _ -> {})).isEqualTo(3);
    }
    try (Keep keep = new Keep(folder)) {
      assertThat(keep.messages(Keep.TWO)).containsExactly("second", "woken");
      assertThat(keep.said()).containsExactly("beside", "after");
      assertThat(keep.entries()).contains("before", "after")
          .anyMatch(words -> words.contains("generation 3 are in use: the state, the logs of jobs and 2 sessions"));
      keep.isWhole();
    }
  }

  @Test
  void aPowerCutBeforeAnyStepLeavesAFolderThatOpensWithEverythingInIt() throws Exception {
    List<String> steps = new ArrayList<>();
    try (Keep keep = new Keep(folder)) {
      keep.message(Keep.ONE, "open");
      keep.says("beside");
      rotate(keep, step -> {
        Keep.copy(folder, base.resolve("cut" + steps.size()).toAbsolutePath());
        steps.add(step);
      });
    }
    assertThat(steps).hasSize(14).contains("decide", "copy job-events.db", "move state.db", "finish");
    for (int cut = 0; cut < steps.size(); cut++) {
      Path left = base.resolve("cut" + cut);
      try (Keep keep = new Keep(left)) {
        assertThat(keep.keyring.generation()).as("cut before " + steps.get(cut))
            .isEqualTo(cut <= steps.indexOf("decide") ? 1 : 2);
        assertThat(keep.messages(Keep.ONE)).containsExactly("first", "open");
        assertThat(keep.messages(Keep.TWO)).containsExactly("second");
        assertThat(keep.said()).containsExactly("beside");
        assertThat(keep.entries()).contains("before");
        keep.isWhole();
        keep.message(Keep.TWO, "more");
        assertThat(rotate(keep, _ -> {})).isEqualTo(cut <= steps.indexOf("decide") ? 2 : 3);
      }
    }
  }

  @Test
  void aFailureBeforeTheDecisionChangesNothingAndIsInTheLog() throws Exception {
    try (Keep keep = new Keep(folder)) {
      assertThatThrownBy(() -> rotate(keep, step -> {
        if (step.equals("decide")) {
          throw new IronclawException(ErrorCode.INTERNAL, "the disk is full");
        }
      })).hasMessageContaining("the disk is full");
      assertThat(keep.keyring.generation()).isEqualTo(1);
      keep.message(Keep.ONE, "after");
      assertThat(keep.messages(Keep.ONE)).containsExactly("first", "after");
      assertThat(keep.entries()).contains("nothing was replaced: the disk is full");
      keep.isWhole();
    }
  }

  @Test
  void saysThatAStartFinishesItWhereTheNewKeysCountAlready() throws Exception {
    try (Keep keep = new Keep(folder)) {
      assertThatThrownBy(() -> rotate(keep, step -> {
        if (step.equals("move state.db")) {
          throw new IronclawException(ErrorCode.INTERNAL, "the disk is full");
        }
      })).hasMessageContaining("the new ones count").hasMessageContaining("Start the control plane again")
          .hasMessageContaining("the disk is full").message().doesNotContain("backup");
    }
    try (Keep keep = new Keep(folder)) {
      assertThat(keep.keyring.generation()).isEqualTo(2);
      assertThat(keep.said()).isEmpty();
      assertThat(keep.messages(Keep.ONE)).containsExactly("first");
      keep.isWhole();
    }
  }

  @Test
  void saysThatAllIsReplacedWhereTheLogCannotBeWrittenAfterThat() throws Exception {
    Path log = folder.resolve(AuditFormat.segment(1));
    Path away = base.resolve("log");
    try (Keep keep = new Keep(folder)) {
      assertThatThrownBy(() -> rotate(keep, step -> {
        if (step.equals("finish")) {
          move(log, away);
        }
      })).hasMessageContaining("all of them are replaced").hasMessageContaining("Start the control plane again")
          .message().doesNotContain("nothing was replaced");
      assertThat(keep.keyring.generation()).isEqualTo(2);
      assertThat(keep.keyring.isFinishing()).isFalse();
    }
    move(away, log);
    try (Keep keep = new Keep(folder)) {
      assertThat(keep.messages(Keep.ONE)).containsExactly("first");
      keep.isWhole();
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void saysWhatToDoWhereTheLogsOfJobsAreDamaged() throws Exception {
    Path logs = folder.resolve(Keep.BESIDE);
    try (Keep keep = new Keep(folder)) {
      keep.says("beside");
      assertThatThrownBy(() -> rotate(keep, step -> {
        if (step.equals("copy " + Keep.BESIDE)) {
          damage(logs);
        }
      })).hasMessageContaining("nothing was replaced").hasMessageContaining("move " + logs + " away")
          .isInstanceOfSatisfying(IronclawException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED));
      assertThat(keep.keyring.generation()).isEqualTo(1);
    }
    Files.move(logs, base.resolve("away"));
    try (Keep keep = new Keep(folder)) {
      assertThat(rotate(keep, _ -> {})).isEqualTo(2);
      assertThat(keep.said()).isEmpty();
      assertThat(keep.messages(Keep.ONE)).containsExactly("first");
      keep.isWhole();
    }
  }

  private static void damage(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[100]), 4096 + 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aKeyringThatCannotBeWrittenLeavesTheOldKeysInUse() throws Exception {
    try (Keep keep = new Keep(folder)) {
      Path obstacle = folder.resolve("keyring.json.new");
      assertThatThrownBy(() -> rotate(keep, step -> {
        if (step.equals("decide")) {
          assertThat(obstacle.resolve("x").toFile().mkdirs()).isTrue();
        }
      })).hasMessageContaining("write keyring");
      Files.delete(obstacle.resolve("x"));
      keep.message(Keep.ONE, "after");
      assertThat(keep.messages(Keep.ONE)).containsExactly("first", "after");
      keep.isWhole();
      assertThat(rotate(keep, _ -> {})).isEqualTo(2);
      assertThat(keep.messages(Keep.ONE)).containsExactly("first", "after");
    }
  }

  @Test
  void afterOneThatIsNotFinishedAnotherIsRefusedUntilAStartFinishedIt() throws Exception {
    try (Keep keep = new Keep(folder)) {
      assertThatThrownBy(() -> rotate(keep, step -> {
        if (step.equals("finish")) {
          throw new IronclawException(ErrorCode.INTERNAL, "the disk is full");
        }
      })).hasMessageContaining("the disk is full");
      keep.message(Keep.ONE, "after");
      List<String> steps = new ArrayList<>();
      assertThatThrownBy(() -> rotate(keep, steps::add)).hasMessageContaining("start the control plane again")
          .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
      assertThat(steps).isEmpty();
      keep.message(Keep.ONE, "on");
    }
    try (Keep keep = new Keep(folder)) {
      assertThat(keep.keyring.generation()).isEqualTo(2);
      assertThat(keep.messages(Keep.ONE)).containsExactly("first", "after", "on");
      assertThat(rotate(keep, _ -> {})).isEqualTo(3);
      keep.isWhole();
    }
  }

  @Test
  void aStartMovesNoCopyOfAnotherGeneration() throws Exception {
    try (Keep keep = new Keep(folder)) {
      assertThatThrownBy(() -> rotate(keep, step -> {
        if (step.equals("finish")) {
          throw new IronclawException(ErrorCode.INTERNAL, "the disk is full");
        }
      })).hasMessageContaining("the disk is full");
    }
    for (String name : List.of("state.db.rekeyed-3", "state.db.rekeyed", "state.db.rekeyed-1")) {
      Files.write(folder.resolve(name), new byte[4096]);
    }
    try (Keep keep = new Keep(folder)) {
      assertThat(keep.messages(Keep.ONE)).containsExactly("first");
      keep.isWhole();
    }
  }

  @Test
  void sealsRowsOfTheStateAnew() {
    try (Keep keep = new Keep(folder)) {
      keep.state.<Boolean>write(connection -> put(connection, keep.keyring.seal(new byte[]{42}, PLACE)));
      new DataKeyRotation(folder, keep.keyring, keep.atRest(), keep.audit, List.of((connection, from, to) -> put(
          connection, to.seal(from.unseal(sealed(connection), PLACE), PLACE)))).rotate("me");
    }
    try (Keep keep = new Keep(folder)) {
      assertThat(keep.keyring.unseal(keep.state.read(DataKeyRotationTest::sealed), PLACE)).containsExactly(42);
    }
  }

  private static boolean put(Connection connection, byte[] sealed) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS sealed_test (value TEXT)");
      statement.execute("DELETE FROM sealed_test");
      statement.execute("INSERT INTO sealed_test VALUES ('" + Base64.getEncoder().encodeToString(sealed) + "')");
      return true;
    }
  }

  private static byte[] sealed(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT value FROM sealed_test")) {
      row.next();
      return Base64.getDecoder().decode(row.getString(1));
    }
  }
}
