package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.ALICE;
import static dev.ironclaw.controlplane.gateway.GatewayRig.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TwoPeopleTest extends GatewayFixture {
  @BeforeEach
  void twoForRed() {
    assertThat(rig.policy("{\"twoPeople\":{\"risks\":[\"red\"]}}").state()).isEqualTo(ChangeState.APPLIED);
    rig.ledger.entries.clear();
  }

  private Change approve(Change change, Principal by, GrantScope scope) {
    return rig.gateway.decide(change.id(), true, rig.gateway.find(change.id()).orElseThrow().card().hash(),
        Optional.empty(), scope, by);
  }

  private Change approve(Change change, Principal by) {
    return approve(change, by, GrantScope.ALWAYS);
  }

  @Test
  void aRedChangeWaitsForASecondPerson() {
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);

    assertThat(approve(red, ALICE).state()).isEqualTo(ChangeState.PENDING);
    assertThat(approve(red, ALICE).state()).as("the same person again").isEqualTo(ChangeState.PENDING);
    assertThat(rig.gateway.approvals(red)).isEqualTo(new Gateway.Approvals(true, List.of("operator:alice"), false));
    assertThat(rig.agent().enabledTools()).doesNotContain("write_file");
    assertThat(rig.stages(red.id())).containsExactly("submit", "verdict", "decision");

    assertThat(approve(red, BOB).state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.gateway.find(red.id()).orElseThrow().decision().orElseThrow().decidedBy())
        .isEqualTo("operator:bob");
    assertThat(rig.stages(red.id())).containsExactly("submit", "verdict", "decision", "decision", "apply");
  }

  @Test
  void whatIsNotRedNeedsOne() {
    assertThat(rig.approve(rig.submit("persona", "{\"soul\":\"x\"}")).state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void oneRejectionIsEnough() {
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    approve(red, ALICE);
    assertThat(rig.gateway.decide(red.id(), false, "", Optional.empty(), BOB).state()).isEqualTo(ChangeState.REJECTED);
    refused(ErrorCode.CHANGE_ALREADY_DECIDED, () -> approve(red, BOB), "it is rejected");
  }

  @Test
  void anApprovalOfAnotherCardCountsForNothing() {
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    approve(red, ALICE);
    rig.approve(rig.submit("persona", "{\"soul\":\"x\"}"));

    assertThat(approve(red, BOB).state()).isEqualTo(ChangeState.PENDING);
    assertThat(rig.gateway.approvals(rig.gateway.find(red.id()).orElseThrow()).by()).containsExactly("operator:bob");
    assertThat(approve(red, ALICE).state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void twoPeopleAgreeOnlyWhereTheyLetItGoEquallyFar() {
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    GrantScope hour = new GrantScope(Optional.of(rig.time.instant().plus(Duration.ofHours(1))), OptionalInt.empty(),
        Optional.empty());
    approve(red, ALICE, hour);

    assertThat(approve(red, BOB).state()).isEqualTo(ChangeState.PENDING);
    assertThat(rig.ledger.entries).extracting(dev.ironclaw.controlplane.audit.AuditEvent::detail)
        .anySatisfy(detail -> assertThat(detail).startsWith("one of two approvals, until "))
        .anySatisfy(detail -> assertThat(detail).startsWith("one of two approvals, without limit"));
    assertThat(approve(red, BOB, hour).state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.grants.list(0).getFirst().scope()).isEqualTo(hour);
  }

  @Test
  void theFirstApprovalCountsOnlyWhileItsTokenIsGood() {
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    approve(red, ALICE);
    rig.revoked.add("alice");

    assertThat(rig.gateway.approvals(red).by()).isEmpty();
    assertThat(approve(red, BOB).state()).isEqualTo(ChangeState.PENDING);
    assertThat(approve(red, new Principal.Operator("local")).state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void theRulesAreReadOnceForAllThatWait() {
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    Change other = rig.submit("persona", "{\"soul\":\"x\"}");
    approve(red, ALICE);
    rig.ledger.fuse.blowAt(3);
    assertThat(rig.gateway.approvals(List.of(red, other))).containsExactly(
        new Gateway.Approvals(true, List.of("operator:alice"), false), new Gateway.Approvals(false, List.of(), false));
    rig.ledger.fuse.step();
    assertThat(rig.ledger.fuse.isBlown()).as("one read for both, and this step").isFalse();
    rig.ledger.fuse.mend();
  }

  @Test
  void theFirstApprovalCountsOnlyUnderThePolicyOfItsDay() {
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    approve(red, ALICE);
    Change rules = rig.gateway.submit(GatewayRig.policyRequest(
        "{\"twoPeople\":{\"risks\":[\"red\"]},\"deciders\":[{\"kinds\":[\"enabled_tools\"],\"operators\":[\"bob\",\"local\"]}]}"));
    approve(rules, ALICE);
    assertThat(approve(rules, BOB).state()).isEqualTo(ChangeState.APPLIED);

    assertThat(rig.gateway.approvals(red).by()).isEmpty();
    assertThat(approve(red, BOB).state()).isEqualTo(ChangeState.PENDING);
    refused(ErrorCode.DENIED, () -> approve(red, ALICE), "lets only");
    assertThat(approve(red, new Principal.Operator("local")).state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void theFirstOfTwoSurvivesARestart() {
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    approve(red, ALICE);
    rig.restart();
    assertThat(approve(red, BOB).state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void noOneActDoorForWhatNeedsTwo() {
    ChangeSubmission own = new ChangeSubmission(Optional.empty(), "enabled_tools", Optional.of(GatewayRig.AGENT),
        GatewayRig.json(GatewayRig.GIVE_WRITE), Optional.empty(), ALICE, Optional.empty());
    String hash = rig.gateway.preview(own).card().hash();
    refused(ErrorCode.DENIED, () -> rig.gateway.submitApproved(own, hash, Optional.of("mock-agent")), "two people");
    assertThat(rig.gateway.pending()).isEmpty();
  }
}
