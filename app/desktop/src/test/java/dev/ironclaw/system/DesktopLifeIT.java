package dev.ironclaw.system;

import static dev.ironclaw.system.DesktopSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.DecisionBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The app's life as a process at a desktop: started twice, closed, ended, killed, and away from its control plane.
@Timeout(240)
class DesktopLifeIT {
  private static final String AGENT = "mock-agent";
  private static final String WINDOW = "^IronClaw$";
  private static final String NOTIFICATION = "xfce4-notifyd";
  private static final Path PICTURES = Path.of("target", "life");

  @TempDir
  Path folder;

  private Path state() {
    return folder.resolve("s");
  }

  private DesktopSession desktop() throws IOException {
    Files.createDirectories(PICTURES);
    return DesktopSession.start(folder.resolve("home"));
  }

  /// With the agents to try, which the app alone does not make.
  private void seed() {
    ControlPlaneProcess.start(state(), List.of("--pool-size", "0")).close();
  }

  private static ControlPlaneClient client(Path state) {
    StateFolder folder = new StateFolder(state);
    try {
      return new ControlPlaneClient(folder.socket().orElseThrow(), folder.token());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Wakes a box.
  private static void say(ControlPlaneClient client, String text) {
    try (SeenEvents events = new SeenEvents(client.events(Optional.empty()))) {
      events.say(client, AGENT, text, Optional.of("life-1"));
    }
  }

  private static String ask(ControlPlaneClient client, String soul) {
    return client.submit(ChangeSubmitBody.of(Optional.empty(), "persona", AGENT, Map.of("soul", soul),
        Optional.empty())).id();
  }

  @Test
  void aSecondStartBringsTheFirstUpAndEnds() throws IOException {
    try (DesktopSession desktop = desktop(); DesktopProcess app = DesktopProcess.start(desktop, state())) {
      desktop.window(WINDOW);
      desktop.awaitTrayIcon();
      desktop.pressAway(WINDOW);
      assertThat(DesktopProcess.start(desktop, state()).awaitEnd()).isZero();
      desktop.window(WINDOW);

      assertThat(DesktopProcess.start(desktop, state(), "--minimized").awaitEnd()).isZero();
      desktop.pressAway(WINDOW);
      assertThat(DesktopProcess.start(desktop, state(), "ironclaw://change/chg_1/approve").awaitEnd()).isZero();
      desktop.window(WINDOW);
      desktop.picture(PICTURES.resolve("unknown-link.png"));

      // A window that just came up takes no key for a moment.
      await("it quits", () -> {
        desktop.press("ctrl+q");
        return app.hasEnded();
      });
      assertThat(app.awaitEnd()).isZero();
      assertThat(Leftovers.of(state())).isEmpty();
      assertThat(state().resolve("desktop/app.sock")).doesNotExist();
      assertThat(state().resolve("api.sock")).doesNotExist();
    }
  }

  @Test
  void aLogOutLeavesNothing() throws IOException {
    seed();
    try (DesktopSession desktop = desktop(); DesktopProcess app = DesktopProcess.start(desktop, state())) {
      desktop.window(WINDOW);
      desktop.awaitTrayIcon();
      try (ControlPlaneClient client = client(state())) {
        say(client, "good evening");
      }
      assertThat(Leftovers.sandboxes(state())).isNotEmpty();
      app.terminate();
      assertThat(Leftovers.of(state())).isEmpty();
      assertThat(state().resolve("desktop/app.sock")).doesNotExist();
      assertThat(state().resolve("api.sock")).doesNotExist();
    }
  }

  @Test
  void whatAKillLeavesTheNextStartTakesOverAndEnds() throws IOException {
    seed();
    try (DesktopSession desktop = desktop()) {
      try (DesktopProcess app = DesktopProcess.start(desktop, state())) {
        desktop.window(WINDOW);
        desktop.awaitTrayIcon();
        try (ControlPlaneClient client = client(state())) {
          say(client, "good evening");
        }
        app.kill();
      }
      assertThat(state().resolve("desktop/app.sock")).exists();
      assertThat(Leftovers.sandboxes(state())).as("boxes of the killed one").isNotEmpty();
      try (DesktopProcess again = DesktopProcess.start(desktop, state(), "--minimized")) {
        desktop.awaitTrayIcon();
        assertThat(desktop.shows(WINDOW)).as("minimized").isFalse();
        assertThat(DesktopProcess.start(desktop, state()).awaitEnd()).isZero();
        desktop.window(WINDOW);
        again.terminate();
      }
      assertThat(Leftovers.of(state())).isEmpty();
    }
  }

  @Test
  void worksOverTlsWithAControlPlaneThatGoesAndComesBack() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    Path token = folder.resolve("token");
    String address;
    try (DesktopSession desktop = desktop()) {
      try (ControlPlaneProcess first = ControlPlaneProcess.start(elsewhere,
          List.of("--pool-size", "0", "--tls", "generated")); ControlPlaneClient client = client(elsewhere)) {
        address = first.address();
        Files.writeString(token, new StateFolder(elsewhere).token().orElseThrow());
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        String fingerprint = client.status().tlsFingerprint().orElseThrow();
        wrongFingerprintKeepsOut(desktop, address, token);
        try (DesktopProcess app = DesktopProcess.start(desktop, state(), "--attach", address, "--tls-fingerprint",
            fingerprint, "--token-file", token.toString())) {
          desktop.awaitTrayIcon();
          assertThat(state().resolve("api.sock")).as("a control plane of its own").doesNotExist();
          String asked = ask(client, "Patient.");
          desktop.window(NOTIFICATION);
          client.decide(asked, DecisionBody.reject(Optional.empty(), Optional.empty()));
          await("the notification is gone", () -> !desktop.shows(NOTIFICATION));
          first.kill();
          desktop.picture(PICTURES.resolve("lost.png"));
          try (ControlPlaneProcess _ = ControlPlaneProcess.start(elsewhere,
              List.of("--pool-size", "0", "--tls", "generated", "--api-addr", address.replace("https://", "")));
              ControlPlaneClient back = client(elsewhere)) {
            ask(back, "Patient again.");
            desktop.window(NOTIFICATION);
            desktop.picture(PICTURES.resolve("back.png"));
            app.terminate();
          }
        }
      }
    }
    assertThat(Leftovers.of(state())).isEmpty();
  }

  private void wrongFingerprintKeepsOut(DesktopSession desktop, String address, Path token) {
    try (DesktopProcess _ = DesktopProcess.start(desktop, folder.resolve("wrong"), "--minimized", "--attach", address,
        "--tls-fingerprint", "0".repeat(64), "--token-file", token.toString())) {
      // Although it was to start minimized: what went wrong must be seen.
      desktop.window(WINDOW);
      desktop.picture(PICTURES.resolve("wrong-fingerprint.png"));
    }
  }
}
