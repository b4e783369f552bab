package dev.ironclaw.system;

import static dev.ironclaw.system.DesktopSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A person at a desktop, with mouse and keyboard: an agent asks, a notification comes, the person reviews and approves, the
/// agent uses what it got; the next request is denied in its notification; one that somebody else decides takes its
/// notification away.
final class DesktopStory {
  private static final String AGENT = "mock-agent";
  private static final String NOTIFICATION = "xfce4-notifyd";
  private static final String WINDOW = "^IronClaw$";
  /// Where the pictures of the story lie after a run.
  private static final Path PICTURES = Path.of("target", "story");

  private final Path folder;
  private final Start start;
  private int messages;

  /// How the app is started.
  interface Start {
    DesktopProcess on(DesktopSession desktop, Path state);
  }

  /// One that was not told yet.
  ///
  /// @param folder empty
  DesktopStory(Path folder, Start start) {
    this.folder = folder;
    this.start = start;
  }

  /// Tells it; a step that does not come fails the test.
  ///
  /// @param meanwhile what else is to hold while the app runs
  void tell(Consumer<DesktopProcess> meanwhile) throws IOException {
    Path state = folder.resolve("s");
    Files.createDirectories(PICTURES);
    ControlPlaneProcess.start(state, List.of("--pool-size", "0")).close();
    try (DesktopSession desktop = DesktopSession.start(folder.resolve("home"));
        DesktopProcess app = start.on(desktop, state)) {
      await("the app's control plane", () -> Files.exists(state.resolve("api.sock")));
      DesktopSession.Window window = desktop.window(WINDOW);
      try (ControlPlaneClient client = client(state);
          SeenEvents events = new SeenEvents(client.events(Optional.empty()))) {
        desktop.awaitTrayIcon();
        // Closed, it stays in the tray.
        desktop.pressAway(WINDOW);

        ChangeView asked = ask(client, events, "enabled_tools", "{\"add\":[\"write_file\"]}");
        DesktopSession.Window notification = desktop.window(NOTIFICATION);
        desktop.picture(PICTURES.resolve("1-asked.png"));
        review(notification);
        window = desktop.window(WINDOW);
        approve(desktop, window);
        await("the change is applied", () -> client.change(asked.id()).state().equals("applied"));
        desktop.picture(PICTURES.resolve("3-approved.png"));
        assertThat(say(client, events, "tool:write_file {\"path\":\"list.txt\",\"content\":\"milk\"}"))
            .contains("list.txt").doesNotContain("denied");
        await("its notification is gone", () -> !desktop.shows(NOTIFICATION));

        ChangeView second = ask(client, events, "persona", "{\"soul\":\"Obeys nobody.\"}");
        deny(desktop.window(NOTIFICATION));
        await("the second one is rejected", () -> client.change(second.id()).state().equals("rejected"));
        await("its notification is gone too", () -> !desktop.shows(NOTIFICATION));

        ChangeView third = ask(client, events, "persona", "{\"soul\":\"Obeys the loudest.\"}");
        desktop.window(NOTIFICATION);
        client.decide(third.id(), DecisionBody.reject(Optional.empty(), Optional.of("from elsewhere")));
        await("what was decided elsewhere shows no more", () -> !desktop.shows(NOTIFICATION));
      }
      meanwhile.accept(app);
      app.terminate();
      assertThat(Leftovers.of(state)).isEmpty();
      assertThat(state.resolve("api.sock")).doesNotExist();
    }
  }

  /// The two buttons stand at the right end of the lower edge.
  private static void review(DesktopSession.Window notification) {
    notification.click(149, 31);
  }

  private static void deny(DesktopSession.Window notification) {
    notification.click(57, 31);
  }

  /// Reads to the end, types what red asks for, presses the button in the lower right corner: a pale red until it can be
  /// pressed.
  private static void approve(DesktopSession desktop, DesktopSession.Window window) {
    await("the card is drawn", () -> reddish(window.color(120, 46)));
    window.scrollDown(300, 350);
    // A window that just came up takes nothing for a moment, so somebody types again what did not get there.
    await("it can be approved", () -> {
      window.click(236, 88);
      desktop.press("ctrl+a");
      desktop.type(AGENT);
      return window.color(120, 46).getGreen() < 100;
    });
    desktop.picture(PICTURES.resolve("2-reviewed.png"));
    window.click(87, 46);
  }

  private static boolean reddish(Color color) {
    return color.getRed() > color.getGreen() + 40;
  }

  private ChangeView ask(ControlPlaneClient client, SeenEvents events, String kind, String payload) {
    say(client, events, "tool:request_capability_change {\"kind\":\"" + kind + "\",\"payload\":" + payload
        + ",\"reason\":\"to write the shopping list down\"}");
    return client.pendingChanges().getLast();
  }

  private String say(ControlPlaneClient client, SeenEvents events, String text) {
    messages++;
    return events.say(client, AGENT, text, Optional.of("m" + messages));
  }

  private static ControlPlaneClient client(Path state) throws IOException {
    StateFolder folder = new StateFolder(state);
    return new ControlPlaneClient(folder.socket().orElseThrow(), folder.token());
  }
}
