package dev.ironclaw.controlplane.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {
  private static final SessionId ONE = new SessionId("ses_0000000000000001");
  private static final SessionId TWO = new SessionId("ses_0000000000000002");

  @TempDir
  Path folder;

  @Test
  void derivesTheSameKeyAfterAReopenAndAnotherForAnotherPurpose() {
    byte[] state = Keyring.open(folder).derived("state");
    assertThat(Keyring.open(folder).derived("state")).isEqualTo(state).hasSize(32);
    assertThat(Keyring.open(folder).derived("audit")).isNotEqualTo(state);
    assertThat(Keyring.open(folder.resolve("other")).derived("state")).isNotEqualTo(state);
  }

  @Test
  void theMasterKeyFileIsForItsOwnerAlone() throws IOException {
    Keyring.open(folder);
    Path file = folder.resolve("master.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(Files.size(file)).isEqualTo(42);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> Keyring.open(folder)).hasMessageContaining("rw-r-----");
  }

  @Test
  void refusesAMasterKeyBehindALinkAndOneThatIsCut() throws IOException {
    Keyring.open(folder);
    Path link = Files.createDirectory(folder.resolve("linked")).resolve("master.key");
    Files.createSymbolicLink(link, folder.resolve("master.key"));
    assertThatThrownBy(() -> Keyring.open(folder.resolve("linked"))).hasMessageContaining("regular file");
    Path file = folder.resolve("master.key");
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 41));
    assertThatThrownBy(() -> Keyring.open(folder)).hasMessageContaining("does not hold a master key");
  }

  @Test
  void aSessionKeyIsStableAndNeverInTheClear() throws IOException {
    Path session = folder.resolve("s");
    byte[] key = Keyring.open(folder).sessionKey(ONE, session);
    assertThat(Keyring.open(folder).sessionKey(ONE, session)).isEqualTo(key).hasSize(32);
    assertThat(Keyring.open(folder).sessionKey(TWO, folder.resolve("t"))).isNotEqualTo(key);
    byte[] sealed = Files.readAllBytes(session.resolve("key.sealed"));
    assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(new String(key, java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThat(session.toFile().list()).containsExactly("key.sealed");
  }

  @Test
  void refusesAnySessionKeyWithOneBitFlipped() throws IOException {
    Path session = folder.resolve("s");
    Keyring keyring = Keyring.open(folder);
    keyring.sessionKey(ONE, session);
    Path file = session.resolve("key.sealed");
    byte[] sealed = Files.readAllBytes(file);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, changed);
      assertThatThrownBy(() -> keyring.sessionKey(ONE, session)).satisfies(KeyringTest::isDamage);
    }
  }

  @Test
  void refusesAKeyOfAnotherSession() throws IOException {
    Keyring keyring = Keyring.open(folder);
    keyring.sessionKey(ONE, folder.resolve("s"));
    assertThatThrownBy(() -> keyring.sessionKey(TWO, folder.resolve("s"))).satisfies(KeyringTest::isDamage);
  }

  @Test
  void unsealsOnlyInTheSamePlace() {
    Keyring keyring = Keyring.open(folder);
    byte[] sealed = keyring.seal(new byte[]{1, 2, 3}, new byte[]{9});
    assertThat(keyring.unseal(sealed, new byte[]{9})).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> keyring.unseal(sealed, new byte[]{8})).satisfies(KeyringTest::isDamage);
  }

  private static void isDamage(Throwable thrown) {
    assertThat(thrown).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED));
  }

  /// Reading a key can be made to wait.
  private static final class Memory extends MemoryKeychain {
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile boolean waits;

    @Override
    public Optional<byte[]> load(String id) {
      if (waits) {
        waits = false;
        reading.countDown();
        try {
          go.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return super.load(id);
    }
  }

  @Test
  @Timeout(20)
  void aNewMasterNeverSealsOlderDataKeysThanThoseOnDisk() throws Exception {
    Memory memory = new Memory();
    Keyring keyring = Keyring.open(folder, MasterKeyPlaces.only(memory));
    keyring.replace(keyring.next());
    memory.waits = true;
    Thread finish = Thread.ofPlatform().start(keyring::finish);
    memory.reading.await();
    Thread rotate = Thread.ofPlatform().start(keyring::rotateMaster);
    while (rotate.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    memory.go.countDown();
    finish.join();
    rotate.join();
    Keyring reopened = Keyring.open(folder, MasterKeyPlaces.only(memory));
    assertThat(reopened.generation()).isEqualTo(2);
    assertThat(reopened.isFinishing()).isFalse();
  }
}
