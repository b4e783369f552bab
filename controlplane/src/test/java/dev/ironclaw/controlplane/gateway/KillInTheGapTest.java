package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.controlplane.gateway.GatewayFaultTest.Act;
import dev.ironclaw.controlplane.testing.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `kill -9` of a real process whose database has committed and whose audit file lacks the entry: before the line is
/// written, before it is synced, before the head is. What comes after finishes it or was never asked.
@Timeout(120)
class KillInTheGapTest {
  @TempDir(factory = InMemory.class)
  Path folder;

  /// Every call of an append: size, write, sync, then the head's write and sync; in APPROVE the decision's append, then
  /// that of the effect.
  @ParameterizedTest
  @CsvSource({"SUBMIT,1", "SUBMIT,2", "SUBMIT,3", "SUBMIT,4", "SUBMIT,5", "APPROVE,1", "APPROVE,2", "APPROVE,3",
      "APPROVE,4", "APPROVE,5", "APPROVE,6", "APPROVE,7", "APPROVE,8", "APPROVE,9", "APPROVE,10", "REJECT,1",
      "REJECT,2",
      "REJECT,3", "REJECT,4", "REJECT,5"})
  void isFinishedByTheNextProcess(Act act, int call) throws IOException, InterruptedException {
    Path log = Files.createDirectory(folder.resolve("log"));
    killInTheGap(act, call);
    try (GatewayRig rig = new GatewayRig(folder)) {
      rig.logTo(log);
      rig.restart();
      rig.gateway.resume();
      Change change = rig.gateway.find(GatewayRig.id(1)).orElseThrow();
      assertThat(change.state()).isEqualTo(switch (act) {
        case SUBMIT -> ChangeState.PENDING;
        case APPROVE -> ChangeState.APPLIED;
        case REJECT -> ChangeState.REJECTED;
      });
      assertThat(rig.agent().persona().soul().equals("Wanted.")).isEqualTo(act == Act.APPROVE);
      assertThat(rig.effects.isEmpty()).isEqualTo(act != Act.APPROVE);
      List<String> stages = Objects.requireNonNull(rig.ledger.log).newest(20).stream().map(entry -> entry.event())
          .filter(event -> event.subject().equals(change.id().value()))
          .filter(event -> !event.detail().startsWith("goes on")).map(event -> event.stage()).toList();
      assertThat(stages).isEqualTo(Stream.of("submit", "verdict", "decision", "apply")
          .limit(act == Act.SUBMIT ? 2 : act == Act.REJECT ? 3 : 4).toList());
    }
    assertThat(AuditVerifier.verify(log)).isInstanceOf(AuditVerdict.Intact.class);
  }

  private void killInTheGap(Act act, int call) throws IOException, InterruptedException {
    Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        GapChild.class.getName(), folder.toString(), act.name(), Integer.toString(call))
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String line = child.inputReader().readLine();
      while (line != null && !line.equals("in the gap") && !line.equals("done")) {
        line = child.inputReader().readLine();
      }
      assertThat(line).as("%s, call %d", act, call).isEqualTo("in the gap");
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
