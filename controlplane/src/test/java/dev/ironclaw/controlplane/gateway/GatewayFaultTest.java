package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.controlplane.grant.Grant;
import dev.ironclaw.controlplane.testing.FaultyConnection;
import dev.ironclaw.controlplane.testing.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The n-th statement of the database, or the n-th call on a file of the audit log, fails: once, or it and all that
/// follow. For every n in submit, approve with its effect, and reject. The act is refused or finished later, never half
/// done and never unaudited; and while the fault lasts a rejection and a revocation work.
class GatewayFaultTest {
  private static final Set<ErrorCode> REFUSALS = EnumSet.of(ErrorCode.NOT_READY, ErrorCode.INTERNAL,
      ErrorCode.AUDIT_UNAVAILABLE);

  @TempDir(factory = InMemory.class)
  Path folder;
  private final FaultyConnection statements = new FaultyConnection();
  private ChangeId wanted = GatewayRig.id(1);
  private ChangeId unwanted = GatewayRig.id(2);
  private GatewayRig rig;
  private Path log;

  @BeforeEach
  void open() throws IOException {
    rig = new GatewayRig(folder, GatewaySettings.DEFAULT, statements::wrap);
    log = Files.createDirectory(folder.resolve("log"));
    rig.logTo(log);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  enum Act {
    SUBMIT, APPROVE, REJECT
  }

  enum Part {
    DATABASE, AUDIT_FILE
  }

  @ParameterizedTest
  @CsvSource({"SUBMIT,DATABASE,false", "SUBMIT,DATABASE,true", "SUBMIT,AUDIT_FILE,false", "SUBMIT,AUDIT_FILE,true",
      "APPROVE,DATABASE,false", "APPROVE,DATABASE,true", "APPROVE,AUDIT_FILE,false", "APPROVE,AUDIT_FILE,true",
      "REJECT,DATABASE,false", "REJECT,DATABASE,true", "REJECT,AUDIT_FILE,false", "REJECT,AUDIT_FILE,true"})
  void isRefusedOrFinishedLaterAndTheBrakesWork(Act act, Part part, boolean forGood) throws IOException {
    int nth = 1;
    while (faults(act, part, forGood, nth)) {
      nth++;
    }
    assertThat(nth).as("calls that failed").isGreaterThan(part == Part.DATABASE ? 5 : 3);
    rig.logTo(null);
    rig.restart();
    assertThat(AuditVerifier.verify(log)).isInstanceOf(AuditVerdict.Intact.class);
  }

  /// False where the act had fewer calls than that.
  private boolean faults(Act act, Part part, boolean forGood, int nth) {
    rig.rewind(nth, GatewaySettings.DEFAULT);
    // The log is not rewound.
    wanted = GatewayRig.id(2 * nth);
    unwanted = GatewayRig.id(2 * nth + 1);
    Grant held = held();
    submit(unwanted, "{\"soul\":\"Unwanted.\"}");
    if (act != Act.SUBMIT) {
      submit(wanted, "{\"soul\":\"Wanted.\"}");
    }
    rig.effects.clear();
    String when = act + " " + part + " " + nth + (forGood ? " and on" : "");

    fail(part, nth, forGood);
    boolean done = act(act, when);
    boolean failed = part == Part.DATABASE ? statements.executed() >= nth : rig.fileFailed();
    assertBrakes(held, when);
    fail(part, 0, false);
    boolean goesOn = nth % 2 == 0;
    if (goesOn) {
      rig.time.advance(Duration.ofMinutes(10));
    } else {
      rig.restart();
      rig.gateway.resume();
    }
    assertSettled(act, done, goesOn, when);
    return failed;
  }

  private Grant held() {
    Change given = rig.gateway.submit(new ChangeSubmission(Optional.empty(), "enabled_tools",
        Optional.of(GatewayRig.AGENT), GatewayRig.json(GatewayRig.GIVE_WRITE), Optional.empty(), GatewayRig.ALICE,
        Optional.empty()));
    rig.approve(given);
    return rig.grants.list(0).getFirst();
  }

  private Change submit(ChangeId id, String after) {
    return rig.gateway.submit(rig.request(Optional.of(id), "persona", after));
  }

  private void fail(Part part, int nth, boolean forGood) {
    switch (part) {
      case DATABASE -> {
        if (forGood) {
          statements.failFrom(nth);
        } else {
          statements.fail(nth);
        }
      }
      case AUDIT_FILE -> rig.failFile(nth, forGood);
    }
  }

  /// Whether somebody was told that it is done.
  private boolean act(Act act, String when) {
    try {
      switch (act) {
        case SUBMIT -> submit(wanted, "{\"soul\":\"Wanted.\"}");
        case APPROVE -> rig.gateway.decide(wanted, true, rig.gateway.find(wanted).orElseThrow().card().hash(),
            Optional.empty(), GatewayRig.ALICE);
        case REJECT -> rig.gateway.decide(wanted, false, "", Optional.empty(), GatewayRig.ALICE);
      }
      return true;
    } catch (IronclawException e) {
      assertThat(act).as("%s: a brake", when).isNotEqualTo(Act.REJECT);
      assertThat(e.code()).as(when).isIn(REFUSALS);
      return false;
    }
  }

  /// While the fault lasts.
  private void assertBrakes(Grant held, String when) {
    assertThat(rig.gateway.decide(unwanted, false, "", Optional.empty(), GatewayRig.BOB).state()).as(when)
        .isEqualTo(ChangeState.REJECTED);
    assertThat(rig.gateway.find(unwanted).orElseThrow().state()).as(when).isEqualTo(ChangeState.REJECTED);
    assertThat(rig.gateway.pending()).as(when).noneMatch(change -> change.id().equals(unwanted));
    int told = rig.effects.size();
    rig.gateway.revoke(held.id(), GatewayRig.BOB);
    assertThat(rig.agent().enabledTools()).as(when).doesNotContain("write_file");
    assertThat(rig.effects.subList(told, rig.effects.size())).as(when).containsExactly(GatewayRig.AGENT);
  }

  private void assertSettled(Act act, boolean done, boolean goesOn, String when) {
    Optional<Change> change = rig.gateway.find(wanted);
    List<String> stages = Objects.requireNonNull(rig.ledger.log).newest(20).stream()
        .filter(entry -> entry.event().subject().equals(wanted.value()))
        .map(entry -> entry.event().stage() + (entry.event().detail().startsWith("failed") ? " failed" : "")).toList();
    boolean applied = rig.agent().persona().soul().equals("Wanted.");
    switch (act) {
      case SUBMIT -> assertThat(change.isPresent()).as(when).isEqualTo(stages.contains("verdict"))
          .isEqualTo(done || change.isPresent());
      case APPROVE -> {
        assertThat(applied).as(when).isEqualTo(stages.contains("apply"))
            .isEqualTo(change.orElseThrow().state() == ChangeState.APPLIED);
        assertThat(stages.contains("decision")).as(when).isEqualTo(change.orElseThrow().state() != ChangeState.PENDING);
        assertThat(change.orElseThrow().state()).as(when).isNotEqualTo(ChangeState.APPROVED);
        assertThat(change.orElseThrow().state() != ChangeState.PENDING).as("%s: what a human was told", when)
            .isEqualTo(done || change.orElseThrow().state() != ChangeState.PENDING);
      }
      case REJECT -> {
        assertThat(applied).as(when).isFalse();
        if (goesOn) {
          assertThat(change.orElseThrow().state()).as(when).isEqualTo(ChangeState.REJECTED);
          assertThat(stages).as(when).containsOnlyOnce("decision");
        }
      }
    }
    if (goesOn) {
      rig.restart();
      assertThat(rig.gateway.find(unwanted).orElseThrow().state()).as("%s: on disk", when)
          .isEqualTo(ChangeState.REJECTED);
      assertThat(rig.agent().enabledTools()).as("%s: on disk", when).doesNotContain("write_file");
      assertThat(rig.grants.list(0)).as("%s: on disk", when).isEmpty();
    }
    assertThat(rig.agent().persona().soul()).as(when).isNotEqualTo("Unwanted.");
  }
}
