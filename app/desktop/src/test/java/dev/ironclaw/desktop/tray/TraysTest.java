package dev.ironclaw.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Heard;
import dev.ironclaw.desktop.testing.SessionBus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraysTest {
  @TempDir
  Path folder;
  private final Heard<Boolean> hosted = new Heard<>();

  private Tray open(Optional<String> sessionBus, Optional<Tray> platform) {
    return Trays.open(sessionBus, () -> platform, Desk.TEXTS, Runnable::run, new TrayListener() {
      @Override
      public void chosen(TrayAction action) {
        throw new AssertionError("nobody clicks");
      }

      @Override
      public void hosted(boolean visible) {
        hosted.accept(visible);
      }
    });
  }

  @Test
  void takesThePanelOfTheSession() throws Exception {
    try (SessionBus bus = SessionBus.start(folder);
        FakePanel panel = new FakePanel(bus, true);
        Tray tray = open(Optional.of(bus.address()), Optional.of(new Platform()))) {
      tray.show(new TrayState.Idle(), new TrayMenu("", List.of()));
      panel.registered.next();
      assertThat(hosted.next()).isTrue();
    }
  }

  @Test
  void saysThatNobodySeesItWhereThereIsNoPlace() {
    for (Optional<String> nowhere : List.of(Optional.<String>empty(),
        Optional.of("unix:path=" + folder.resolve("x")))) {
      try (Tray tray = open(nowhere, Optional.empty())) {
        tray.show(new TrayState.Idle(), new TrayMenu("", List.of()));
        assertThat(tray.hosted()).isFalse();
      }
    }
    assertThat(hosted.soFar()).isEmpty();
  }

  @Test
  void takesThePlatformsPlaceWhereNoPanelWatchesAndElseWaitsForOne() {
    Platform platform = new Platform();
    try (SessionBus bus = SessionBus.start(folder)) {
      assertThat(open(Optional.of(bus.address()), Optional.of(platform))).isSameAs(platform);
      try (Tray tray = open(Optional.of(bus.address()), Optional.empty()); FakePanel panel = new FakePanel(bus, true)) {
        tray.show(new TrayState.Idle(), new TrayMenu("", List.of()));
        panel.registered.next();
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private static final class Platform implements Tray {
    @Override
    public void show(TrayState state, TrayMenu menu) {
      throw new AssertionError("not asked to");
    }

    @Override
    public boolean hosted() {
      return true;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
