package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.GIVE_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cuts the power at every single step of a change's life, starts again, and looks at what became of it.
class GatewayCrashTest {
  private static final ChangeId ID = GatewayRig.id(1);

  @TempDir
  Path folder;

  @Test
  void anApprovedChangeIsAppliedOnceWhereverThePowerFails() throws IOException {
    int step = 1;
    while (crashes(step, true)) {
      step++;
    }
    assertThat(step).as("steps that were cut").isGreaterThan(15);
  }

  @Test
  void aRejectedChangeIsNeverAppliedWhereverThePowerFails() throws IOException {
    int step = 1;
    while (crashes(step, false)) {
      step++;
    }
    assertThat(step).as("steps that were cut").isGreaterThan(10);
  }

  @Test
  void aCrashWhileResumingIsResumedToo() throws IOException {
    for (int first = 8; first < 20; first += 2) {
      for (int second = 1; second < 12; second += 3) {
        try (GatewayRig rig = rig("resume-" + first + "-" + second)) {
          live(rig, first, true);
          rig.restart();
          rig.ledger.fuse.blowAt(second);
          try {
            rig.gateway.resume();
          } catch (Fuse.Crash _) {
            // The second crash.
          }
          finish(rig, true, first);
        }
      }
    }
  }

  private boolean crashes(int step, boolean approve) throws IOException {
    try (GatewayRig rig = rig(approve + "-" + step)) {
      boolean crashed = live(rig, step, approve);
      finish(rig, approve, step);
      return crashed;
    }
  }

  private GatewayRig rig(String name) throws IOException {
    return new GatewayRig(Files.createDirectory(folder.resolve(name)));
  }

  /// One life until the crash, if there is one.
  private static boolean live(GatewayRig rig, int step, boolean approve) {
    rig.ledger.fuse.blowAt(step);
    try {
      Change change = rig.gateway.submit(rig.request(Optional.of(ID), "enabled_tools", GIVE_WRITE));
      decide(rig, change, approve);
      return false;
    } catch (Fuse.Crash _) {
      return true;
    }
  }

  /// The next life: what asked and what decided try again, as they would.
  private static void finish(GatewayRig rig, boolean approve, int step) {
    rig.restart();
    rig.gateway.resume();
    Change change = rig.gateway.submit(rig.request(Optional.of(ID), "enabled_tools", GIVE_WRITE));
    Change decided = decide(rig, change, approve);

    assertThat(decided.state()).as("step %d", step).isEqualTo(approve ? ChangeState.APPLIED : ChangeState.REJECTED);
    assertThat(rig.agent().revision()).as("step %d", step).isEqualTo(approve ? 2 : 1);
    assertThat(rig.agent().enabledTools().contains("write_file")).isEqualTo(approve);
    assertThat(rig.effects.isEmpty()).as("step %d", step).isEqualTo(!approve);
    assertThat(rig.told.stream().map(told -> OutcomeNotice.of(told).rowId()).distinct()).hasSize(1);
    assertThat(rig.told).allSatisfy(told -> assertThat(told.state()).isEqualTo(decided.state()));
    assertThat(withoutNotes(rig)).as("step %d", step).isEqualTo(
        approve ? List.of("submit", "verdict", "decision", "apply") : List.of("submit", "verdict", "decision"));
    assertThat(rig.database.<Integer>read(connection -> new ChangeStore().unfinished(connection).size())).isZero();
  }

  private static Change decide(GatewayRig rig, Change change, boolean approve) {
    try {
      return approve ? rig.approve(change) : rig.reject(change);
    } catch (IronclawException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CHANGE_CARD_STALE);
      throw e;
    }
  }

  private static List<String> withoutNotes(GatewayRig rig) {
    return rig.ledger.entries.stream().filter(event -> !event.detail().equals("goes on after an interruption"))
        .map(event -> event.stage()).toList();
  }
}
