package dev.ironclaw.controlplane.keychain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.secret.KeychainKeySource;
import dev.ironclaw.controlplane.secret.MasterKeyFile;
import dev.ironclaw.controlplane.secret.MasterKeyPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real gnome-keyring-daemon on a session bus of its own.
class SecretServiceIT {
  @TempDir
  Path folder;

  private static MasterKeyPlaces places(Path state, Keychain keychain, String... wanted) {
    return new MasterKeyPlaces(Optional.of(wanted).filter(names -> names.length > 0).map(names -> names[0]),
        List.of(new KeychainKeySource(keychain), new MasterKeyFile(state)));
  }

  @Test
  void keepsReplacesAndForgetsASecret() throws IOException {
    try (KeyringDaemon daemon = KeyringDaemon.unlocked(folder)) {
      Keychain keychain = daemon.keychain();
      assertThat(keychain.obstacle()).isEmpty();
      assertThat(keychain.read("00ff")).isEmpty();
      keychain.write("00ff", new byte[]{1, 0, -1});
      keychain.write("aa", new byte[]{7});
      assertThat(keychain.read("00ff")).contains(new byte[]{1, 0, -1});
      keychain.write("00ff", new byte[]{2});
      assertThat(keychain.read("00ff")).contains(new byte[]{2});
      keychain.delete("00ff");
      keychain.delete("00ff");
      assertThat(keychain.read("00ff")).isEmpty();
      assertThat(keychain.read("aa")).contains(new byte[]{7});
    }
  }

  @Test
  void aNewStateFolderPutsItsKeyIntoTheKeychainAndLeavesNoneBesideTheData() throws IOException {
    try (KeyringDaemon daemon = KeyringDaemon.unlocked(folder)) {
      Path state = Files.createDirectory(folder.resolve("state"));
      Keyring keyring = Keyring.open(state, places(state, daemon.keychain()));
      assertThat(keyring.master().source()).isEqualTo("keychain");
      assertThat(state.toFile().list()).containsExactly("keyring.json");
      String first = keyring.master().id();
      assertThat(keyring.rotateMaster().id()).isNotEqualTo(first);
      assertThat(daemon.keychain().read(first)).as("the old key").isEmpty();
      byte[] secret = keyring.derived("state.db");
      assertThat(Keyring.open(state, places(state, daemon.keychain())).derived("state.db")).isEqualTo(secret);
      assertThat(keyring.moveMaster("file").source()).isEqualTo("file");
      assertThat(daemon.keychain().read(keyring.master().id())).isEmpty();
      assertThat(state.toFile().list()).containsExactlyInAnyOrder("keyring.json", "master.key");
      assertThat(keyring.moveMaster("keychain").source()).isEqualTo("keychain");
      assertThat(state.toFile().list()).containsExactly("keyring.json");
      assertThat(Keyring.open(state, places(state, daemon.keychain())).derived("state.db")).isEqualTo(secret);
    }
  }

  @Test
  void aLockedOrMissingKeychainIsARefusalAndNeverANewKey() throws IOException {
    Path state = Files.createDirectory(folder.resolve("state"));
    try (KeyringDaemon daemon = KeyringDaemon.unlocked(folder)) {
      Keyring.open(state, places(state, daemon.keychain()));
      daemon.lock();
      assertThat(daemon.keychain().obstacle()).hasValueSatisfying(why -> assertThat(why).contains("it is locked"));
      notNow(state, places(state, daemon.keychain()), "it is locked");
    }
    notNow(state, places(state, new FreedesktopKeychain(Optional.of("unix:path=" + folder.resolve("gone")))),
        "no Secret Service answers");
    refused(state, places(state, new FreedesktopKeychain(Optional.empty())), "there is no session bus",
        ErrorCode.NOT_READY);
    refused(state, places(state, new FreedesktopKeychain(Optional.empty()), "file"), "there is no session bus",
        ErrorCode.NOT_READY);
    try (KeyringDaemon other = KeyringDaemon.unlocked(Files.createDirectory(folder.resolve("other")))) {
      refused(state, places(state, other.keychain()), "no master key that opens it");
      refused(state, places(state, other.keychain(), "file"), "no master key that opens it");
    }
  }

  @Test
  void anExplicitFileNeverTakesTheKeyOutOfTheKeychainAtAStart() throws IOException {
    Path state = Files.createDirectory(folder.resolve("state"));
    try (KeyringDaemon daemon = KeyringDaemon.unlocked(folder)) {
      Keyring.open(state, places(state, daemon.keychain()));
      refused(state, places(state, daemon.keychain(), "file"), "never takes it to a weaker place");
    }
  }

  @Test
  void withoutAKeychainANewFolderTakesTheFileAndOneThatAsksForAKeychainIsRefused() throws IOException {
    Path state = Files.createDirectory(folder.resolve("state"));
    Keychain none = new FreedesktopKeychain(Optional.empty());
    assertThatThrownBy(() -> Keyring.open(state, places(state, none, "keychain"))).hasMessageContaining("session bus");
    assertThat(state.toFile().list()).isEmpty();
    Keyring keyring = Keyring.open(state, places(state, none));
    assertThat(keyring.master().strength()).startsWith("KEY BESIDE THE DATA");
    assertThatThrownBy(() -> keyring.moveMaster("keychain")).hasMessageContaining("there is no session bus");
    assertThat(keyring.master().source()).isEqualTo("file");
  }

  private static void refused(Path state, MasterKeyPlaces places, String why) {
    refused(state, places, why, ErrorCode.CONFIGURATION);
  }

  /// Whoever waits may have it later: the app tries again by itself, and so does systemd.
  private static void notNow(Path state, MasterKeyPlaces places, String why) {
    refused(state, places, why, ErrorCode.UPSTREAM_FAILED);
  }

  private static void refused(Path state, MasterKeyPlaces places, String why, ErrorCode code) {
    String[] before = state.toFile().list();
    assertThatThrownBy(() -> Keyring.open(state, places)).hasMessageContaining(why)
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(code));
    assertThat(state.toFile().list()).containsExactly(before);
  }
}
