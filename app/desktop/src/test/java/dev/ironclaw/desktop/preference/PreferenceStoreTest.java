package dev.ironclaw.desktop.preference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.preference.PreferenceStore.Trouble;
import dev.ironclaw.desktop.preference.Preferences.WindowPlace;
import dev.ironclaw.desktop.shell.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The app's preferences and their file.
final class PreferenceStoreTest {
  @TempDir
  Path state;

  private Path folder() {
    return state.resolve("desktop");
  }

  private PreferenceStore open() {
    return new PreferenceStore(folder(), Runnable::run);
  }

  private void lie(String text) throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("preferences.properties"), text);
  }

  @Test
  void startsWithTheDefaultsAndMakesNoFile() {
    try (PreferenceStore store = open()) {
      assertThat(store.preferences().get()).isEqualTo(Preferences.DEFAULT);
      assertThat(store.trouble().get()).isEmpty();
    }
    assertThat(folder()).doesNotExist();
  }

  @Test
  void keepsWhatWasChanged() {
    Preferences wanted = new Preferences(false, true, Theme.DARK, new Isolation(Isolation.By.KATA, true),
        Optional.of(new WindowPlace(-40, 22, 1_280, 800, true)));
    try (PreferenceStore store = open()) {
      store.change(_ -> wanted);
      assertThat(store.preferences().get()).isEqualTo(wanted);
    }
    try (PreferenceStore again = open()) {
      assertThat(again.preferences().get()).isEqualTo(wanted);
      assertThat(again.trouble().get()).isEmpty();
    }
  }

  @Test
  void readsTheFileOfAnEarlierVersionAndLeavesItsNamesAlone() throws IOException {
    lie("close-to-tray=false\nstart-minimized=true\ntheme=dark\nwindow=900x600+1+2\n");
    try (PreferenceStore store = open()) {
      assertThat(store.preferences().get()).isEqualTo(new Preferences(false, true, Theme.DARK, Isolation.DEFAULT,
          Optional.of(new WindowPlace(1, 2, 900, 600, false))));
      assertThat(store.trouble().get()).isEmpty();
      store.change(now -> now.withTheme(Theme.LIGHT));
    }
    assertThat(folder().resolve("preferences.properties")).content().doesNotContain("runtime", "weaker");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runtime=process", "runtime=", "runtime=DOCKER", "accept-weaker-isolation=yes",
      "accept-weaker-isolation=1"})
  void whatIsNotUnderstoodWeakensNothing(String line) throws IOException {
    lie(line);
    try (PreferenceStore store = open()) {
      assertThat(store.preferences().get().isolation()).isEqualTo(Isolation.DEFAULT);
      assertThat(store.trouble().get()).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.By.class)
  void keepsWhatIsolatesAgents(Isolation.By by) {
    try (PreferenceStore store = open()) {
      store.change(now -> now.withIsolation(now.isolation().withBy(by).withAcceptWeaker(true)));
    }
    try (PreferenceStore again = open()) {
      assertThat(again.preferences().get().isolation()).isEqualTo(new Isolation(by, true));
      assertThat(again.trouble().get()).isEmpty();
    }
  }

  @Test
  void nobodyElseMayReadTheFile() throws IOException {
    try (PreferenceStore store = open()) {
      store.change(now -> now.withTheme(Theme.LIGHT));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder()))).isEqualTo("rwx------");
    try (var files = Files.list(folder())) {
      assertThat(files).singleElement().satisfies(file -> assertThat(
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
    }
  }

  @Test
  void takesTheDefaultForWhatItDoesNotUnderstandAndTellsIt() throws IOException {
    lie("theme=purple\nclose-to-tray=false\nstart-minimized=perhaps\ncolour=red\nwindow=0x0+1+1\n");
    try (PreferenceStore store = open()) {
      assertThat(store.preferences().get()).isEqualTo(Preferences.DEFAULT.withCloseToTray(false));
      assertThat(store.trouble().get())
          .contains(new Trouble.Misread(folder().resolve("preferences.properties"),
              "colour, start-minimized, theme, window"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u00zz=1", "window=99999999999999999999x1+1+1", "window=12x12+999999+1"})
  void livesWithABrokenFile(String text) throws IOException {
    lie(text);
    try (PreferenceStore store = open()) {
      assertThat(store.preferences().get()).isEqualTo(Preferences.DEFAULT);
      assertThat(store.trouble().get()).isPresent();
    }
  }

  @Test
  void doesNotReadAHugeFile() throws IOException {
    lie("theme=dark\n" + "#".repeat(20_000));
    try (PreferenceStore store = open()) {
      assertThat(store.preferences().get()).isEqualTo(Preferences.DEFAULT);
      assertThat(store.trouble().get()).isPresent();
    }
  }

  @Test
  void holdsAWishThatItCannotWriteAndSaysSo() throws IOException {
    Files.writeString(folder(), "a file where the folder should be");
    PreferenceStore store = open();
    store.change(now -> now.withTheme(Theme.DARK));
    store.close();
    assertThat(store.preferences().get().theme()).isEqualTo(Theme.DARK);
    assertThat(store.trouble().get()).get().isInstanceOf(Trouble.Unwritten.class);
  }
}
