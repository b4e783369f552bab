package dev.ironclaw.desktop.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Statuses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuntimeViewModelTest {
  private final Desk desk = new Desk();
  private final RuntimeViewModel model = new RuntimeViewModel(desk.backend(), Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private void is(RuntimeView runtime) {
    desk.controlPlane().answer("GET /v1/status", Statuses.status(runtime, Optional.empty()));
  }

  @Test
  void saysNothingAboveTheScreensWhereNothingIsWeaker() {
    is(Statuses.sealed());
    model.start();
    assertThat(model.said().get()).isEmpty();
    assertThat(model.weaknesses()).isEmpty();
  }

  @Test
  void saysTheWorstFirstAndHowManyMore() {
    is(Statuses.rootless(false));
    model.start();
    assertThat(model.said().get().orElseThrow().words())
        .isEqualTo("Nothing limits how much memory and processor a box takes. And 1 thing more.");
    assertThat(model.said().get().orElseThrow().danger()).isTrue();
    assertThat(model.weaknesses()).extracting(Weakness::danger).containsExactly(true, false);
    assertThat(model.weaknesses()).allMatch(weakness -> !weakness.fix().isEmpty());
  }

  @Test
  void aRuntimeThatIsolatesNothingIsADanger() {
    is(Statuses.process());
    model.start();
    assertThat(model.said().get().orElseThrow().danger()).isTrue();
    assertThat(model.weaknesses().getFirst().words()).contains("no system call is intercepted", "kernel is shared");
  }

  @Test
  void showsHowAnEngineGetsAStrongerWallAndNobodyElse() {
    is(Statuses.degraded(false));
    model.start();
    assertThat(model.engine().orElseThrow().text()).contains("\"--oci-seccomp\"");
    assertThat(model.engine().orElseThrow().merged()).as("the control plane is on another machine").isFalse();

    is(Statuses.degraded(true));
    model.load();
    assertThat(model.engine()).as("gVisor would have to be in the engine's own machine").isEmpty();
    is(Statuses.rootless(false));
    model.load();
    assertThat(model.engine()).isEmpty();
  }

  @Test
  void whatThisAppDoesNotKnowIsToldInTheControlPlanesWordsAndIsADanger() {
    is(new RuntimeView("kata", true, "1", "", "", List.of("half a wall\u202e"), List.of("no kvm")));
    model.start();
    assertThat(model.weaknesses()).hasSize(2).allMatch(Weakness::danger);
    assertThat(model.weaknesses()).extracting(Weakness::words).containsExactly("no kvm", "half a wall⟨U+202E⟩");
  }

  @Test
  void anAttemptThatGotThroughIsADangerUnlessItWasAccepted() {
    desk.controlPlane().answer("GET /v1/status", Statuses.status(Statuses.sealed(), Optional.empty()));
    model.start();
    assertThat(model.isUntested()).isTrue();
    desk.controlPlane().answer("GET /v1/status", Statuses.status(Statuses.sealed(),
        Optional.of(Statuses.selftest(List.of("host-udp", "write-dev"), List.of("write-dev")))));
    desk.tell("sandbox.selftest", Map.of());
    assertThat(model.isUntested()).isFalse();
    assertThat(model.said().get().orElseThrow().words())
        .isEqualTo("An attempt to escape got through in the last self-test.");
    assertThat(model.weaknesses()).singleElement().matches(Weakness::danger)
        .satisfies(weakness -> assertThat(weakness.words()).contains("host-udp").doesNotContain("write-dev"));
    desk.controlPlane().answer("GET /v1/status", Statuses.status(Statuses.sealed(),
        Optional.of(Statuses.selftest(List.of("write-dev"), List.of("write-dev")))));
    desk.tell("sandbox.selftest", Map.of());
    assertThat(model.said().get()).isEmpty();
    assertThat(model.weaknesses()).isEmpty();
  }

  @Test
  void aBoxThatIsNotAsItShouldBeIsADanger() {
    is(Statuses.sealed());
    model.start();
    desk.controlPlane().answer("GET /v1/status", Statuses.leaky());
    desk.tell("session.state", Map.of());
    assertThat(model.said().get().orElseThrow().words()).isEqualTo("A box is not closed as it should be.");
    assertThat(model.weaknesses().getFirst().words()).contains("researcher", "eth0⟨U+202E⟩");
    desk.controlPlane().answer("GET /v1/grants?ended=0", List.of(PostureSamples.mount("researcher")));
    is(Statuses.sealed());
    desk.tell("session.state", Map.of());
    assertThat(model.weaknesses()).as("a folder that nobody gave to the other agent").singleElement()
        .satisfies(weakness -> assertThat(weakness.words()).contains("householder", "documents"));
  }

  @Test
  void aControlPlaneThatStartedAnewIsLookedAtAnew() {
    is(Statuses.process());
    model.start();
    is(Statuses.sealed());
    desk.tell("resync", Map.of());
    assertThat(model.said().get()).isEmpty();
  }

  @Test
  void failingSaysWhyAndTriesAgain() {
    desk.controlPlane().refuse("GET /v1/status", 403, "DENIED", "this token may not read");
    model.start();
    assertThat(model.state().get()).isEqualTo(new ListState.Failed("this token may not read"));
    is(Statuses.sealed());
    model.load();
    assertThat(model.state().get()).isEqualTo(new ListState.Filled());
  }

  @Test
  void nothingArrivesAfterItWasLeft() {
    is(Statuses.process());
    desk.hold();
    model.start();
    model.stop();
    desk.deliver();
    assertThat(model.status().get()).isEmpty();
    assertThat(desk.listeners()).isZero();
  }
}
