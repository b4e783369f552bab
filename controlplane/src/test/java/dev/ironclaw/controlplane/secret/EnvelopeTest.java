package dev.ironclaw.controlplane.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @TempDir
  Path folder;

  /// The power went out.
  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Envelope envelope(MasterKeySource source, Consumer<String> before) {
    return new Envelope(folder, MasterKeyPlaces.only(source), new SecureRandom(), before);
  }

  private Envelope envelope() {
    return envelope(new MasterKeyFile(folder), _ -> {});
  }

  private List<String> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void opensAfterACutAtEveryStepOfARotationAndEndsWithOneKey() throws IOException {
    byte[] secret = envelope().open();
    List<String> steps = new ArrayList<>();
    envelope(new MasterKeyFile(folder), steps::add).rotate(secret);
    assertThat(steps).containsExactly("two-copies", "store", "one-copy", "forget");
    for (int cut = 0; cut < steps.size(); cut++) {
      int[] left = {cut};
      String before = envelope().status().id();
      assertThatThrownBy(() -> envelope(new MasterKeyFile(folder), _ -> {
        if (left[0]-- == 0) {
          throw new Cut();
        }
      }).rotate(secret)).isInstanceOf(Cut.class);
      assertThat(envelope().open()).as("cut before " + steps.get(cut)).isEqualTo(secret);
      assertThat(SealedSecret.read(folder).copies()).hasSize(1);
      assertThat(files()).containsExactly("keyring.json", "master.key");
      assertThat(envelope().status().id().equals(before)).as("which key").isEqualTo(cut < 2);
    }
  }

  @Test
  void takesOverAFolderOfAnEarlierVersionAndLeavesItsSecretNowhereInTheClear() throws IOException {
    byte[] earlier = HexFormat.of().parseHex(HEX);
    byte[] content = Arrays.copyOf("ICKMASTER1".getBytes(StandardCharsets.US_ASCII), 42);
    System.arraycopy(earlier, 0, content, 10, 32);
    for (String cut : List.of("store", "one-copy", "forget", "never")) {
      Files.write(folder.resolve("master.key"), content);
      Files.deleteIfExists(folder.resolve("keyring.json"));
      Files.setPosixFilePermissions(folder.resolve("master.key"),
          java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
      try {
        envelope(new MasterKeyFile(folder), step -> {
          if (step.equals(cut)) {
            throw new Cut();
          }
        }).open();
      } catch (Cut _) {
        assertThat(cut).isNotEqualTo("never");
      }
      assertThat(envelope().open()).as("cut before " + cut).isEqualTo(earlier);
      for (String name : files()) {
        assertThat(Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1)).as(name)
            .doesNotContain(new String(earlier, StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Test
  void movesTheKeyToACommandAndLeavesNoneBesideTheData() throws IOException {
    byte[] secret = envelope().open();
    CommandKeySource command = new CommandKeySource(() -> HEX + "\n");
    assertThat(envelope(command, _ -> {}).open()).isEqualTo(secret);
    assertThat(files()).containsExactly("keyring.json");
    assertThatThrownBy(() -> envelope(new CommandKeySource(() -> "f".repeat(64)), _ -> {}).open())
        .isInstanceOf(IronclawException.class).hasMessageContaining("no master key");
    assertThatThrownBy(() -> envelope(command, _ -> {}).rotate(secret)).hasMessageContaining("comes from a command");
    assertThatThrownBy(() -> envelope().open()).hasMessageContaining("--master-key command");
  }

  @Test
  void neverRepeatsWhatACommandPrinted() {
    assertThatThrownBy(() -> envelope(new CommandKeySource(() -> "s3cret-but-no-hex"), _ -> {}).open())
        .hasMessageNotContaining("s3cret").hasNoCause();
  }

  @Test
  void refusesAFolderWhoseKeyringIsGoneInsteadOfMakingANewOne() throws IOException {
    envelope().open();
    Files.createFile(folder.resolve("state.db"));
    Files.delete(folder.resolve("keyring.json"));
    byte[] key = Files.readAllBytes(folder.resolve("master.key"));
    assertThatThrownBy(() -> envelope().open()).hasMessageContaining("restore it from a backup");
    assertThat(Files.readAllBytes(folder.resolve("master.key"))).isEqualTo(key);
  }

  @Test
  void refusesAKeyringWithAnyBitOfItsSecretFlipped() throws IOException {
    envelope().open();
    SealedSecret whole = SealedSecret.read(folder);
    byte[] sealed = Base64.getDecoder().decode(whole.copies().getFirst().sealed());
    for (int bit = 0; bit < sealed.length * 8; bit += 7) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      new SealedSecret(List.of(new SealedSecret.Copy(whole.copies().getFirst().master(), "file",
          Base64.getEncoder().encodeToString(changed))), List.of())
          .write(folder);
      assertThatThrownBy(() -> envelope().open()).isInstanceOf(IronclawException.class);
    }
  }

  /// Forgetting can fail.
  private static final class Keychain extends MemoryKeychain {
    private boolean silent;

    @Override
    public void keepOnly(String id, Collection<String> others) {
      if (silent) {
        throw new IronclawException(ErrorCode.NOT_AVAILABLE, "the keychain is silent");
      }
      super.keepOnly(id, others);
    }
  }

  @Test
  void aKeyThatCouldNotBeForgottenIsForgottenLaterWhateverIsSealedMeanwhile() {
    Keychain keychain = new Keychain();
    Envelope envelope = envelope(keychain, _ -> {});
    byte[] secret = envelope.open();
    keychain.silent = true;
    envelope.rotate(secret);
    envelope.reseal(secret);
    envelope.rotate(secret);
    envelope.reseal(secret);
    assertThat(keychain.ids()).hasSize(3);
    keychain.silent = false;
    assertThat(envelope(keychain, _ -> {}).open()).isEqualTo(secret);
    assertThat(keychain.ids()).containsOnly(envelope.status().id());
    assertThat(SealedSecret.read(folder).retired()).isEmpty();
  }
}
