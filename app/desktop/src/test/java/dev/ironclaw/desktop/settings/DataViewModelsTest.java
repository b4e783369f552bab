package dev.ironclaw.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.Erased;
import dev.ironclaw.contract.api.RetiredView;
import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Theme;
import dev.ironclaw.desktop.testing.Desk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Retired agents, the backup, the app's own preferences.
class DataViewModelsTest {
  private static final String LONG = "correct horse battery";

  @TempDir
  Path folder;

  private final Desk desk = new Desk();
  private final Questions questions = new Questions();
  private final RetiredViewModel retired = new RetiredViewModel(desk.backend(), questions, Desk.TEXTS);
  private final BackupViewModel backup = new BackupViewModel(desk.backend(), Desk.TEXTS);

  @AfterEach
  void close() {
    retired.stop();
    backup.stop();
    desk.close();
  }

  @Test
  void erasesOnlyAfterAQuestion() {
    RetiredView gardener = new RetiredView("gardener", "Gardener", "gardener", "2026-11-19T10:00:00Z",
        "2026-12-19T10:00:00Z", false);
    desk.controlPlane().answer("GET /v1/retired", List.of(gardener));
    desk.controlPlane().answer("POST /v1/retired/gardener/erase", new Erased("erased", "gardener"));
    retired.start();
    retired.erase(gardener);
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    assertThat(questions.open().get().orElseThrow().words()).contains("Nothing brings them back");
    desk.controlPlane().answer("GET /v1/retired", List.of());
    questions.agree();
    assertThat(retired.retired()).isEmpty();
    assertThat(retired.state().get()).isEqualTo(new ListState.Empty());
    assertThat(retired.note().get()).isEqualTo("Everything of Gardener was erased.");
  }

  @Test
  void aBackupIsPrivateAndItsPassphraseIsForgotten() throws IOException {
    desk.controlPlane().answer("POST /v1/backup", "sealed");
    backup.start();
    type(LONG);
    assertThat(backup.ready().get()).isTrue();
    Path file = folder.resolve("a.backup");
    backup.write(file);
    assertThat(Files.readString(file)).isEqualTo("\"sealed\"");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(backup.passphrase().get()).isEmpty();
    assertThat(desk.controlPlane().asked("POST")).extracting("body")
        .containsExactly("{\"passphrase\":\"" + LONG + "\",\"workspaces\":false}");
  }

  @Test
  void aBackupThatIsRefusedLeavesNoFileAndWhatWasTyped() throws IOException {
    desk.controlPlane().refuse("POST /v1/backup", 503, "RESOURCES", "the disk is full");
    backup.start();
    type(LONG);
    backup.write(folder.resolve("a.backup"));
    assertThat(backup.note().get()).isEqualTo("the disk is full");
    assertThat(backup.passphrase().get()).isEqualTo(LONG);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void oneThatIsBeingWrittenGoesOnWhileThePersonIsElsewhereAndCanBeCancelled() throws IOException {
    Queue<Runnable> work = new ArrayDeque<>();
    BackupViewModel slow = new BackupViewModel(desk.backend(work::add, Runnable::run), Desk.TEXTS);
    desk.controlPlane().answer("POST /v1/backup", "sealed");
    Path file = folder.resolve("a.backup");
    Files.writeString(folder.resolve("a.backup.1.partial"), "another one's");
    slow.start();
    slow.passphrase().set(LONG);
    slow.again().set(LONG);
    slow.write(file);
    slow.stop();
    slow.start();
    assertThat(slow.busy().get()).isTrue();
    assertThat(slow.note().get()).isEqualTo("The backup is being written.");
    slow.write(file);
    assertThat(work).hasSize(1);
    slow.cancel();
    work.remove().run();
    assertThat(slow.busy().get()).isFalse();
    assertThat(slow.note().get()).isEqualTo("The backup was cancelled; nothing was kept.");
    assertThat(file).doesNotExist();
    slow.write(file);
    slow.stop();
    work.remove().run();
    assertThat(slow.note().get()).startsWith("The backup is in " + file);
    assertThat(folder.resolve("a.backup.1.partial")).hasContent("another one's");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsSaid() {
    desk.controlPlane().answer("POST /v1/backup", "sealed");
    backup.start();
    type(LONG);
    backup.write(folder.resolve("missing").resolve("a.backup"));
    assertThat(backup.note().get()).contains("can't be written", "Choose another place");
  }

  @Test
  void aShortPassphraseAndTwoDifferentOnesAreNotReady() {
    backup.start();
    type("fourteen chars");
    assertThat(backup.ready().get()).isFalse();
    type(LONG);
    backup.again().set(LONG + "x");
    assertThat(backup.ready().get()).isFalse();
    backup.stop();
    assertThat(backup.passphrase().get() + backup.again().get()).isEmpty();
  }

  private void type(String passphrase) {
    backup.passphrase().set(passphrase);
    backup.again().set(passphrase);
  }

  @Test
  void preferencesHoldAtOnceAndStartingAtLoginIsNotOfferedWhereNobodyKnowsHow() {
    try (PreferenceStore store = new PreferenceStore(folder, Runnable::run)) {
      GeneralViewModel general = new GeneralViewModel(desk.backend(), store, Optional.empty());
      general.start();
      general.theme(Theme.DARK);
      general.closeToTray(false);
      general.startMinimized(true);
      general.startAtLogin(true);
      assertThat(store.preferences().get().theme()).isEqualTo(Theme.DARK);
      assertThat(store.preferences().get().closeToTray()).isFalse();
      assertThat(store.preferences().get().startMinimized()).isTrue();
      assertThat(general.atLogin().get()).isEmpty();
      assertThat(general.canStartAtLogin()).isFalse();
    }
  }

  @Test
  void startingAtLoginIsWhatTheSystemSaysAfterwards() {
    dev.ironclaw.desktop.preference.LoginStart system = dev.ironclaw.desktop.preference.LoginStart.of("Linux", folder,
        Map.of("XDG_CONFIG_DIRS", folder.resolve("etc").toString()), List.of("/usr/bin/ironclaw"));
    try (PreferenceStore store = new PreferenceStore(folder, Runnable::run)) {
      GeneralViewModel general = new GeneralViewModel(desk.backend(), store, Optional.of(system));
      general.start();
      assertThat(general.atLogin().get()).contains(false);
      general.startAtLogin(true);
      assertThat(general.atLogin().get()).contains(true);
      assertThat(folder.resolve(".config/autostart/ironclaw.desktop")).exists();
      general.startAtLogin(false);
      assertThat(general.atLogin().get()).contains(false);
    }
  }
}
