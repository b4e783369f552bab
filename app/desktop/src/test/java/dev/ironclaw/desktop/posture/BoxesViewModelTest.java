package dev.ironclaw.desktop.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Statuses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoxesViewModelTest {
  private final Desk desk = new Desk();
  private final BoxesViewModel model = new BoxesViewModel(desk.backend(), Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private void are(BoxView... boxes) {
    StatusView one = Statuses.status(Statuses.sealed(), Optional.empty());
    desk.controlPlane().answer("GET /v1/ui/agents", List.of());
    desk.controlPlane().answer("GET /v1/grants?ended=0", List.of(PostureSamples.mount("researcher")));
    desk.controlPlane().answer("GET /v1/status",
        new StatusView(one.version(), one.startedAt(), one.uptimeSeconds(), one.notReady(), one.stateDir(), one.java(),
            one.runtime(), List.of(boxes), one.agents(), one.sessions(), one.pendingChanges(), one.auditHead(),
            one.tlsFingerprint(), one.panic()));
  }

  private static BoxView box(String id, BoxPosture posture) {
    return Statuses.box(id, "researcher", Optional.of("ses_1"), "running", posture);
  }

  @Test
  void findsNothingWrongWithABoxThatIsAsApproved() {
    are(box("box_1", Statuses.good()));
    model.start();
    assertThat(model.boxes()).hasSize(1).allMatch(row -> row.wrong().isEmpty());
    assertThat(model.chosen().get().orElseThrow().lines()).extracting("name").contains("network interfaces", "user");
  }

  @Test
  void saysWhatIsNotAsItShouldBe() {
    are(box("box_1", Statuses.posture(List.of("lo", "eth0"), false, List.of("/mnt/documents read-only",
        "/mnt/letters writable"))));
    model.start();
    assertThat(model.boxes().getFirst().wrong()).containsExactly("There is a way to a network: lo, eth0.",
        "The root file system can be written.", "The folder letters is mounted, and no approval covers it.");
  }

  @Test
  void aBoxThatSaidNothingYetIsNeitherGoodNorBad() {
    are(new BoxView(Optional.empty(), "researcher", Optional.empty(), "starting", "2026-11-21T09:59:00Z",
        Optional.empty(), Optional.empty()));
    model.start();
    assertThat(model.boxes().getFirst().lines()).isEmpty();
    assertThat(model.boxes().getFirst().wrong()).isEmpty();
  }

  @Test
  void keepsTheMarkWhereItIsAndTakesAnotherWhereItsBoxIsGone() {
    are(box("box_1", Statuses.good()), box("box_2", Statuses.good()));
    model.start();
    model.chosen().set(Optional.of(model.boxes().get(1)));
    are(box("box_3", Statuses.good()), box("box_2", Statuses.good()));
    desk.tell("session.state", Map.of());
    assertThat(model.chosen().get().flatMap(row -> row.box().id())).contains("box_2");
    are();
    desk.tell("session.state", Map.of());
    assertThat(model.chosen().get()).isEmpty();
    assertThat(model.state().get()).isEqualTo(new ListState.Empty());
  }
}
