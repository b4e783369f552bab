package dev.ironclaw.controlplane.store;

import static dev.ironclaw.controlplane.store.CrashedLog.KEY;
import static dev.ironclaw.controlplane.store.CrashedLog.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What no crash leaves behind is refused, file and log left as they were.
class LogDamageTest {
  private static final int COMMITS = 16;

  @TempDir
  Path folder;
  private Path path;
  private CrashedLog crashed;

  @BeforeEach
  void crash() {
    path = folder.resolve("crashed.db");
    crashed = CrashedLog.make(folder, COMMITS);
  }

  private void isRefusedAndLeftAlone(byte[] key, byte[] file, byte[] log, String what) throws IOException {
    CrashedLog.put(path, file, log);
    assertThatThrownBy(() -> Database.open(path, key, SCHEMA).close()).as(what).isInstanceOfSatisfying(
        IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED));
    assertThat(Files.readAllBytes(path)).isEqualTo(file);
    assertThat(Files.readAllBytes(Integrity.log(path))).isEqualTo(log);
  }

  @Test
  void anotherKeyTakesNothingFromTheLog() throws IOException {
    byte[] other = KEY.clone();
    other[7] = 1;
    isRefusedAndLeftAlone(other, crashed.file(), crashed.log(), "another key");
  }

  @Test
  void aFlippedBitInACommitThatAnotherFollowsIsRefused() throws IOException {
    Random random = new Random(9);
    for (int frame = 0; frame < crashed.ends().get(COMMITS - 2); frame++) {
      for (int i = 0; i < 28; i++) {
        int at = CrashedLog.at(frame) + (i < 24 ? i : 24 + random.nextInt(PageSeals.PAGE));
        byte[] log = crashed.log().clone();
        log[at] ^= (byte) (1 << random.nextInt(8));
        isRefusedAndLeftAlone(KEY, crashed.file(), log,
            "frame " + frame + " flipped at " + (at - CrashedLog.at(frame)));
      }
    }
  }

  @Test
  void aCommitThatIsMissingBeforeAnotherIsRefused() throws IOException {
    for (int commit = 0; commit < COMMITS - 2; commit++) {
      byte[] log = crashed.log().clone();
      int from = CrashedLog.at(commit == 0 ? 0 : crashed.ends().get(commit - 1));
      Arrays.fill(log, from, CrashedLog.at(crashed.ends().get(commit)), (byte) 0);
      isRefusedAndLeftAlone(KEY, crashed.file(), log, "commit " + commit);
    }
  }

  @Test
  void aFrameThatIsNotSealedIsRefusedThoughItsSumsAreRight() throws IOException {
    byte[] log = crashed.log().clone();
    int at = CrashedLog.at(crashed.ends().getLast() - 1);
    log[at + 24 + 50] ^= 1;
    ByteBuffer fields = ByteBuffer.wrap(log);
    ByteBuffer words = ByteBuffer.wrap(log)
        .order((fields.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int before = at - LogFrames.FRAME;
    int one = fields.getInt(before + 16);
    int two = fields.getInt(before + 20);
    for (int word = at; word < at + LogFrames.FRAME; word = word == at ? at + 24 : word + 8) {
      one += words.getInt(word) + two;
      two += words.getInt(word + 4) + one;
    }
    fields.putInt(at + 16, one).putInt(at + 20, two);
    isRefusedAndLeftAlone(KEY, crashed.file(), log, "sums that anybody can make");
  }

  @Test
  void aFlippedBitInTheHeaderOfTheLogIsRefused() throws IOException {
    for (int at = 0; at < LogFrames.HEADER; at++) {
      byte[] log = crashed.log().clone();
      log[at] ^= 1;
      isRefusedAndLeftAlone(KEY, crashed.file(), log, "header at " + at);
    }
  }

  @Test
  void aBrokenPageThatTheLogDoesNotReplaceIsRefused() throws IOException {
    BitSet replaced = new BitSet();
    for (int frame = 0; frame < crashed.ends().getLast(); frame++) {
      replaced.set(ByteBuffer.wrap(crashed.log()).getInt(CrashedLog.at(frame)));
    }
    int tried = 0;
    for (int page = 1; page <= crashed.file().length / PageSeals.PAGE; page++) {
      if (!replaced.get(page)) {
        byte[] file = crashed.file().clone();
        file[(page - 1) * PageSeals.PAGE + 99] ^= 1;
        isRefusedAndLeftAlone(KEY, file, crashed.log(), "page " + page);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(10);
  }

  @Test
  void aFileThatIsCutBesideItsLogIsRefused() throws IOException {
    for (int length : new int[]{0, 100, PageSeals.PAGE, 10 * PageSeals.PAGE + 5}) {
      isRefusedAndLeftAlone(KEY, Arrays.copyOf(crashed.file(), length), crashed.log(), "cut to " + length);
    }
  }

  @Test
  void aLogWithoutItsFileIsRefused() throws IOException {
    crashed.put(path);
    Files.delete(path);
    assertThatThrownBy(() -> Database.open(path, KEY, SCHEMA)).hasMessageContaining("the file is gone");
    assertThat(Files.readAllBytes(Integrity.log(path))).isEqualTo(crashed.log());
  }
}
