package dev.ironclaw.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.OpenAsks;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Statuses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrayPresenceTest {
  private final Desk desk = new Desk();
  private final Shown shown = new Shown();
  private final TrayPresence presence = new TrayPresence(desk.backend(), new PendingChanges(desk.backend()),
      new OpenAsks(desk.backend()), Desk.TEXTS,
      shown);

  private static final class Shown implements Tray {
    private TrayState state = new TrayState.Disconnected();
    private String posture = "";

    @Override
    public void show(TrayState now, TrayMenu menu) {
      state = now;
      posture = menu.entries().toString();
    }

    @Override
    public boolean hosted() {
      return true;
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    presence.stop();
    desk.close();
  }

  @Test
  void aTestThatFailedAndABoxThatIsNotAsItShouldBeAreSeenInTheIcon() {
    desk.controlPlane().answer("GET /v1/ui/sessions", List.of());
    desk.controlPlane().answer("GET /v1/status", Statuses.status(Statuses.sealed(), Optional.empty()));
    presence.start();
    assertThat(shown.state).isEqualTo(new TrayState.Idle());
    desk.controlPlane().answer("GET /v1/status",
        Statuses.status(Statuses.sealed(), Optional.of(Statuses.selftest(List.of("host-udp"), List.of()))));
    desk.tell("sandbox.selftest", Map.of());
    assertThat(shown.state).isEqualTo(new TrayState.Degraded());
    assertThat(shown.posture).contains("An attempt to escape got through");
    desk.controlPlane().answer("GET /v1/status", Statuses.leaky());
    desk.tell("session.state", Map.of());
    assertThat(shown.state).isEqualTo(new TrayState.Degraded());
    assertThat(shown.posture).contains("A box is not closed");
  }
}
