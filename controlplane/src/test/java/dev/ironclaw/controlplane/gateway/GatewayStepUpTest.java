package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.ALICE;
import static dev.ironclaw.controlplane.gateway.GatewayRig.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.testing.OneTimeCode;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Approvals that take a one-time code.
class GatewayStepUpTest extends GatewayFixture {
  private static final String RED = "{\"stepUp\":{\"risks\":[\"red\"]}}";

  private String alices = "";

  private void enroll(Principal.Operator by) {
    String secret = rig.stepUps.enroll(by, Optional.empty()).secret();
    rig.stepUps.confirm(by, code(secret));
    rig.time.oversleep(Duration.ofSeconds(60));
    alices = secret;
  }

  private String code(String secret) {
    return OneTimeCode.of(secret, rig.time.instant());
  }

  private String next() {
    rig.time.oversleep(Duration.ofSeconds(60));
    return code(alices);
  }

  private Change approve(Change change, Principal by, Optional<String> code) {
    return rig.gateway.decide(change.id(),
        new Answer(true, rig.gateway.find(change.id()).orElseThrow().card().hash(), Optional.empty(), GrantScope.ALWAYS,
            code),
        by);
  }

  private void redNeedsACode() {
    enroll(ALICE);
    Change policy = rig.gateway.submit(GatewayRig.policyRequest(RED));
    assertThat(approve(policy, ALICE, Optional.of(next())).state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void nobodyWithoutASecondFactorTurnsItOn() {
    Change policy = rig.gateway.submit(GatewayRig.policyRequest(RED));
    refused(ErrorCode.STEP_UP_REQUIRED, () -> approve(policy, ALICE, Optional.empty()), "no confirmed second factor");
    refused(ErrorCode.STEP_UP_REQUIRED, () -> approve(policy, ALICE, Optional.of("123456")), "step-up enroll");
    rig.stepUps.enroll(ALICE, Optional.empty());
    refused(ErrorCode.STEP_UP_REQUIRED, () -> approve(policy, ALICE, Optional.of("123456")), "no confirmed");
    assertThat(rig.gateway.policy().policy().knowsStepUp()).isFalse();
  }

  @Test
  void aRedChangeTakesACodeThatCountsOnce() {
    redNeedsACode();
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    assertThat(rig.gateway.approvals(red).stepUp()).isTrue();

    refused(ErrorCode.STEP_UP_REQUIRED, () -> approve(red, ALICE, Optional.empty()), "six digits");
    assertThat(rig.ledger.entries.getLast().detail()).startsWith("refused: ");
    refused(ErrorCode.STEP_UP_REFUSED, () -> approve(red, ALICE, Optional.of("no")), "six digits");
    refused(ErrorCode.STEP_UP_REQUIRED, () -> approve(red, BOB, Optional.of("123456")), "operator:bob has no");
    assertThat(rig.gateway.find(red.id()).orElseThrow().state()).isEqualTo(ChangeState.PENDING);
    String code = next();
    assertThat(approve(red, ALICE, Optional.of(code)).state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.agent().enabledTools()).contains("write_file");
    assertThat(approve(red, ALICE, Optional.of(code)).state()).as("the same answer again")
        .isEqualTo(ChangeState.APPLIED);

    Change again = rig.submit("create_agent", "{\"name\":\"Clara\",\"model\":\"mock-1\",\"provider\":\"mock\"}");
    refused(ErrorCode.STEP_UP_REFUSED, () -> approve(again, ALICE, Optional.of(code)), "used already");
    assertThat(rig.approve(rig.submit("persona", "{\"soul\":\"x\"}")).state()).as("amber needs none")
        .isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void brakesNeverTakeACode() {
    Change given = rig.approve(rig.submit("enabled_tools", GatewayRig.GIVE_WRITE));
    redNeedsACode();
    Change red = rig.submit("create_agent", "{\"name\":\"Clara\",\"model\":\"mock-1\",\"provider\":\"mock\"}");
    assertThat(rig.gateway.decide(red.id(), false, "", Optional.empty(), BOB).state()).isEqualTo(ChangeState.REJECTED);
    rig.gateway.revoke(rig.grants.list(0).getFirst().id(), BOB);
    assertThat(rig.agent().enabledTools()).doesNotContain("write_file");
    assertThat(given.state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void anOwnChangeAndAnUndoTakeACodeTooAndLeaveNothingBehindWithoutOne() {
    Change given = rig.approve(rig.submit("enabled_tools", "[\"write_file\"]"));
    rig.approve(rig.submit("enabled_tools", "[]"));
    redNeedsACode();
    ChangeSubmission own = new ChangeSubmission(Optional.empty(), "enabled_tools", Optional.of(GatewayRig.AGENT),
        GatewayRig.json(GatewayRig.GIVE_WRITE), Optional.empty(), ALICE, Optional.empty());
    String hash = rig.gateway.preview(own).card().hash();
    Optional<String> name = Optional.of("mock-agent");
    refused(ErrorCode.STEP_UP_REQUIRED, () -> rig.gateway.submitApproved(own, hash, name), "six digits");
    assertThat(rig.gateway.pending()).isEmpty();
    String wrong = next().equals("000000") ? "111111" : "000000";
    refused(ErrorCode.STEP_UP_REFUSED, () -> rig.gateway.submitApproved(own, hash, name, Optional.of(wrong)), "wrong");
    assertThat(rig.gateway.pending()).as("it is withdrawn").isEmpty();
    assertThat(rig.gateway.submitApproved(own, hash, name, Optional.of(next())).state())
        .isEqualTo(ChangeState.APPLIED);

    rig.approve(rig.submit("enabled_tools", "[]"));
    ChangeSubmission undo = rig.gateway.undoOf(rig.gateway.history(1).getFirst().id(), ALICE);
    String shown = rig.gateway.preview(undo).card().hash();
    refused(ErrorCode.STEP_UP_REQUIRED, () -> rig.gateway.submitApproved(undo, shown, name), "one-time code");
    assertThat(rig.gateway.submitApproved(undo, shown, name, Optional.of(next())).state())
        .isEqualTo(ChangeState.APPLIED);
    assertThat(given.state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void whoStoleATokenCannotTurnItOff() {
    redNeedsACode();
    Change off = rig.gateway.submit(GatewayRig.policyRequest("{}"));
    refused(ErrorCode.STEP_UP_REQUIRED, () -> approve(off, ALICE, Optional.empty()), "six digits");
    assertThat(approve(off, ALICE, Optional.of(next())).state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.gateway.approvals(rig.submit("enabled_tools", GatewayRig.GIVE_WRITE)).stepUp()).isFalse();
  }

  @Test
  void eachOfTwoPeopleShowsWhoTheyAre() {
    enroll(ALICE);
    Change policy = rig.gateway.submit(
        GatewayRig.policyRequest("{\"stepUp\":{\"risks\":[\"red\"]},\"twoPeople\":{\"risks\":[\"red\"]}}"));
    assertThat(approve(policy, ALICE, Optional.of(next())).state()).isEqualTo(ChangeState.APPLIED);
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    assertThat(approve(red, ALICE, Optional.of(next())).state()).isEqualTo(ChangeState.PENDING);
    refused(ErrorCode.STEP_UP_REQUIRED, () -> approve(red, BOB, Optional.empty()), "operator:bob has no");
    enroll(BOB);
    assertThat(approve(red, BOB, Optional.of(next())).state()).isEqualTo(ChangeState.APPLIED);
  }
}
