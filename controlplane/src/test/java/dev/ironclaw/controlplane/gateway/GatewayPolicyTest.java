package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.ALICE;
import static dev.ironclaw.controlplane.gateway.GatewayRig.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.kind.Risk;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the rules of deciding do at the gateway.
class GatewayPolicyTest extends GatewayFixture {
  private static final String PERSONA_AUTO = "{\"autoApprove\":[{\"kind\":\"persona\",\"upTo\":\"amber\"}]}";
  private static final String SOUL = "{\"soul\":\"Kind.\"}";

  private Change approve(Change change, Principal by) {
    return rig.gateway.decide(change.id(), true, rig.gateway.find(change.id()).orElseThrow().card().hash(),
        Optional.empty(), by);
  }

  private void force(String document) {
    rig.database.write(connection -> {
      try (var put = connection.prepareStatement("INSERT OR REPLACE INTO policy (one, document) VALUES (1, ?)")) {
        put.setString(1, document);
        return put.executeUpdate();
      }
    });
  }

  @Test
  void withoutAPolicyAHumanDecidesEverything() {
    assertThat(rig.gateway.policy().source()).isEmpty();
    assertThat(rig.submit("persona", SOUL).state()).isEqualTo(ChangeState.PENDING);
    assertThat(rig.submit("enabled_tools", "[]").state()).isEqualTo(ChangeState.PENDING);
  }

  @Test
  void aRuleLetsAChangeThroughAndTheLogSaysWhoseRuleItIs() {
    Change policy = rig.policy(PERSONA_AUTO);
    assertThat(policy.state()).isEqualTo(ChangeState.APPLIED);

    Change change = rig.submit("persona", SOUL);

    assertThat(change.state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.agent().persona().soul()).isEqualTo("Kind.");
    assertThat(rig.effects).contains(GatewayRig.AGENT);
    assertThat(rig.told).extracting(Change::id).contains(change.id());
    assertThat(rig.stages(change.id())).containsExactly("submit", "verdict", "decision", "apply");
    String why = "approved by policy, set by operator:alice in change " + policy.id();
    assertThat(change.decision().orElseThrow().decidedBy()).isEqualTo("policy:1");
    assertThat(change.decision().orElseThrow().reason().orElseThrow()).startsWith(why);
    assertThat(rig.ledger.entries).filteredOn(event -> event.subject().equals(change.id().value()))
        .filteredOn(event -> event.actor().equals("policy:1")).extracting(AuditEvent::stage, AuditEvent::detail)
        .satisfiesExactly(
            verdict -> assertThat(verdict.toList().toString()).contains("verdict", "no human is asked", why),
            decision -> assertThat(decision.toList().toString()).contains("decision", why, change.card().hash()));
    assertThat(rig.gateway.history(10)).extracting(Change::id).contains(change.id());
  }

  @Test
  void whatARuleLetThroughIsUndoneAsAnythingElse() {
    rig.policy(PERSONA_AUTO);
    Change change = rig.submit("persona", SOUL);
    ChangeSubmission undo = rig.gateway.undoOf(change.id(), BOB);
    Change undone = rig.gateway.submitApproved(undo, rig.gateway.preview(undo).card().hash(), Optional.empty());
    assertThat(undone.state()).isEqualTo(ChangeState.APPLIED);
    assertThat(undone.decision().orElseThrow().decidedBy()).as("a human's own act is theirs").isEqualTo("operator:bob");
    assertThat(rig.agent().persona().soul()).isEmpty();
  }

  @Test
  void aRuleGoesAsFarAsItSaysAndNoFurther() {
    rig.policy("{\"autoApprove\":[{\"kind\":\"enabled_tools\",\"agent\":\"mock-agent\",\"upTo\":\"green\"}]}");
    assertThat(rig.submit("enabled_tools", "[\"list_dir\"]").state()).as("taking away is green")
        .isEqualTo(ChangeState.APPLIED);
    assertThat(rig.submit("enabled_tools", "{\"add\":[\"read_file\"]}").state()).isEqualTo(ChangeState.PENDING);
    assertThat(rig.submit("enabled_tools", GatewayRig.GIVE_WRITE).state()).isEqualTo(ChangeState.PENDING);
    assertThat(rig.submit("persona", SOUL).state()).isEqualTo(ChangeState.PENDING);
  }

  @Test
  void whatHidesFromTheEyeWaitsForOne() {
    rig.policy(PERSONA_AUTO);
    assertThat(rig.submit("persona", "{\"soul\":\"Kind\u200b.\"}").state()).isEqualTo(ChangeState.PENDING);
    ChangeSubmission hidden = new ChangeSubmission(Optional.empty(), "persona", Optional.of(GatewayRig.AGENT),
        GatewayRig.json(SOUL), Optional.of("to be \u202ednik"), ALICE, Optional.empty());
    assertThat(rig.gateway.submit(hidden).state()).isEqualTo(ChangeState.PENDING);
  }

  @Test
  void undoingThePolicyBringsTheHumanBack() {
    Change policy = rig.policy(PERSONA_AUTO);
    rig.approve(rig.gateway.submit(rig.gateway.undoOf(policy.id(), ALICE)));
    assertThat(rig.registry.snapshot().policy()).isEmpty();
    assertThat(rig.submit("persona", SOUL).state()).isEqualTo(ChangeState.PENDING);
  }

  @Test
  void noDocumentInTheDatabaseLetsRedOrTheThreeKindsThrough() {
    StringBuilder all = new StringBuilder("{\"autoApprove\":[");
    for (ChangeKind kind : ChangeKind.values()) {
      all.append(kind == ChangeKind.PERSONA ? "" : ",").append("{\"kind\":\"").append(kind.wireName())
          .append("\",\"upTo\":\"red\"}");
    }
    for (String forced : List.of(all + "]}", all.toString().replace("\"red\"", "\"amber\"") + "]}", PERSONA_AUTO, "{",
        "{\"unknown\":1}")) {
      force(forced);
      assertThat(rig.gateway.policy().fault()).as(forced).isPresent();
      for (Change change : List.of(rig.submit("persona", "{\"soul\":\"" + forced.hashCode() + "\"}"),
          rig.submit("enabled_tools", GatewayRig.GIVE_WRITE),
          rig.submit("create_agent", "{\"name\":\"Clara\",\"model\":\"mock-1\",\"provider\":\"mock\"}"),
          rig.gateway.submit(GatewayRig.policyRequest("{\"waitSeconds\":60}")))) {
        assertThat(change.state()).as(forced).isEqualTo(ChangeState.PENDING);
      }
      Change waiting = rig.submit("persona", "{\"soul\":\"x\"}");
      refused(ErrorCode.DENIED, () -> approve(waiting, ALICE), "can't be trusted");
      assertThat(rig.reject(waiting).state()).as("a no needs no policy").isEqualTo(ChangeState.REJECTED);
      rig.gateway.pending().forEach(rig::reject);
    }
    Change repaired = rig.policy("{\"waitSeconds\":3600}");
    assertThat(repaired.state()).as("the policy itself can always be set anew").isEqualTo(ChangeState.APPLIED);
    assertThat(rig.gateway.policy().fault()).isEmpty();
    assertThat(rig.approve(rig.submit("persona", SOUL)).state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void anOlderPolicyPutBackBehindTheGatewayLoosensNothing() {
    rig.policy(PERSONA_AUTO);
    rig.policy("{}");
    force(PERSONA_AUTO);
    assertThat(rig.gateway.policy().fault()).isPresent();
    assertThat(rig.submit("persona", SOUL).state()).isEqualTo(ChangeState.PENDING);
  }

  @Test
  void onlyThoseWhoAreNamedApproveAndAnybodyRejects() {
    rig.policy("{\"deciders\":[{\"operators\":[\"bob\"],\"kinds\":[\"persona\"],\"agents\":[\"mock-agent\"]}]}");
    Change change = rig.submit("persona", SOUL);
    refused(ErrorCode.DENIED, () -> approve(change, ALICE), "lets only bob approve this, and you are alice");
    assertThat(rig.ledger.entries.getLast().detail()).startsWith("refused: the policy lets only bob");
    ChangeSubmission own = new ChangeSubmission(Optional.empty(), "persona", Optional.of(GatewayRig.AGENT),
        GatewayRig.json("{\"soul\":\"y\"}"), Optional.empty(), ALICE, Optional.empty());
    int pending = rig.gateway.pending().size();
    refused(ErrorCode.DENIED,
        () -> rig.gateway.submitApproved(own, rig.gateway.preview(own).card().hash(), Optional.empty()), "only bob");
    assertThat(rig.gateway.pending()).as("nothing is stored").hasSize(pending);
    assertThat(approve(change, BOB).state()).isEqualTo(ChangeState.APPLIED);
    assertThat(approve(rig.submit("enabled_tools", GatewayRig.GIVE_WRITE), ALICE).state())
        .as("what no rule is about").isEqualTo(ChangeState.APPLIED);
    assertThat(rig.gateway.decide(rig.submit("persona", "{\"soul\":\"z\"}").id(), false, "", Optional.empty(), ALICE)
        .state()).isEqualTo(ChangeState.REJECTED);
  }

  @Test
  void thePolicyIsChangedByAdminsWhateverTheRulesSay() {
    rig.policy("{\"deciders\":[{\"operators\":[\"bob\"]}]}");
    Change change = rig.gateway.submit(GatewayRig.policyRequest("{}"));
    assertThat(change.card().risk()).isEqualTo(Risk.RED);
    refused(ErrorCode.DENIED, () -> approve(change, new Principal.Operator("bob", Set.of(Scope.APPROVE))),
        "scope 'admin'");
    assertThat(approve(change, ALICE).state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void noAgentMayAskForIt() {
    refused(ErrorCode.DENIED, () -> rig.gateway.submit(new ChangeSubmission(Optional.empty(), "policy",
        Optional.of(GatewayRig.AGENT), GatewayRig.json("{}"), Optional.empty(),
        new Principal.Agent(rig.session.id()), Optional.empty())), "only people may ask");
    refused(ErrorCode.DENIED, () -> rig.gateway.submit(new ChangeSubmission(Optional.empty(), "policy",
        Optional.empty(), GatewayRig.json("{}"), Optional.empty(), new Principal.Agent(rig.session.id()),
        Optional.empty())), "may not ask");
  }

  @Test
  void thePolicySaysHowLongARequestWaits() {
    rig.policy("{\"waitSeconds\":600}");
    Change change = rig.submit("persona", SOUL);
    assertThat(Duration.between(change.createdAt(), change.expiresAt())).isEqualTo(Duration.ofMinutes(10));
    rig.time.advance(Duration.ofMinutes(11));
    assertThat(rig.gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.EXPIRED);
  }

  @Test
  void whatNeedsTwoNeedsTwoToBeTakenBack() {
    rig.policy("{\"twoPeople\":{\"kinds\":[\"persona\"]}}");
    Change off = rig.gateway.submit(GatewayRig.policyRequest("{}"));
    assertThat(approve(off, ALICE).state()).isEqualTo(ChangeState.PENDING);
    assertThat(approve(off, BOB).state()).isEqualTo(ChangeState.APPLIED);
  }
}
