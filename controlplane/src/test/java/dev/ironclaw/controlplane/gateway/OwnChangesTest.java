package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.AGENT;
import static dev.ironclaw.controlplane.gateway.GatewayRig.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.controlplane.kind.Risk;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnChangesTest extends GatewayFixture {
  private static ChangeSubmission own(String kind, String after, Principal by) {
    return new ChangeSubmission(Optional.empty(), kind, Optional.of(AGENT), GatewayRig.json(after), Optional.empty(),
        by,
        Optional.empty());
  }

  private static ChangeSubmission own(String kind, String after) {
    return own(kind, after, ALICE);
  }

  @Test
  void aPreviewShowsTheCardAndStoresNothing() {
    Change draft = rig.gateway.preview(own("enabled_tools", "{\"add\":[\"send_message\"]}"));

    assertThat(draft.card().title()).isEqualTo("Give mock-agent: send_message");
    assertThat(rig.gateway.find(draft.id())).isEmpty();
    assertThat(rig.gateway.pending()).isEmpty();
    assertThat(rig.ledger.entries).isEmpty();
  }

  @Test
  void submittingWithTheShownHashIsOneAct() {
    ChangeSubmission own = own("enabled_tools", "{\"add\":[\"send_message\"]}");
    Change draft = rig.gateway.preview(own);

    Change done = rig.gateway.submitApproved(own, draft.card().hash(), Optional.empty());

    assertThat(done.state()).isEqualTo(ChangeState.APPLIED);
    assertThat(done.card()).isEqualTo(draft.card());
    assertThat(done.decision().orElseThrow().decidedBy()).isEqualTo("operator:alice");
    assertThat(rig.agent().enabledTools()).contains("send_message");
    assertThat(rig.stages(done.id())).containsExactly("submit", "verdict", "decision", "apply");
  }

  @Test
  void anythingButTheShownCardStoresNothing() {
    ChangeSubmission own = own("persona", "{\"soul\":\"Kind.\"}");
    String shown = rig.gateway.preview(own).card().hash();
    rig.approve(rig.submit("enabled_tools", "[\"read_file\"]"));

    refused(ErrorCode.CHANGE_CARD_STALE, () -> rig.gateway.submitApproved(own, shown, Optional.empty()),
        "changed since you looked");
    refused(ErrorCode.CHANGE_CARD_STALE, () -> rig.gateway.submitApproved(own, "", Optional.empty()), "preview");
    assertThat(rig.gateway.pending()).isEmpty();
    assertThat(rig.agent().persona().soul()).isEmpty();
  }

  @Test
  void aRedOneAsksOnceMoreByName() {
    ChangeSubmission own = own("enabled_tools", GatewayRig.GIVE_WRITE);
    Change draft = rig.gateway.preview(own);
    assertThat(draft.card().risk()).isEqualTo(Risk.RED);

    refused(ErrorCode.INVALID_REQUEST,
        () -> rig.gateway.submitApproved(own, draft.card().hash(), Optional.empty()), "confirm it with the name");
    refused(ErrorCode.INVALID_REQUEST,
        () -> rig.gateway.submitApproved(own, draft.card().hash(), Optional.of("other")), "mock-agent");
    assertThat(rig.gateway.pending()).isEmpty();
    assertThat(rig.gateway.submitApproved(own, draft.card().hash(), Optional.of("mock-agent")).state())
        .isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void nobodyButAnOperatorHasThisDoor() {
    ChangeSubmission agents = new ChangeSubmission(Optional.empty(), "persona", Optional.of(AGENT),
        GatewayRig.json("{\"soul\":\"x\"}"), Optional.empty(), new Principal.Agent(rig.session.id()),
        Optional.of(new Origin(rig.session.id(), Optional.of(new MessageId("in_1")))));
    String hash = rig.gateway.preview(agents).card().hash();

    refused(ErrorCode.DENIED, () -> rig.gateway.submitApproved(agents, hash, Optional.empty()), "only an operator");
    refused(ErrorCode.DENIED, () -> rig.gateway.submitApproved(
        own("persona", "{\"soul\":\"x\"}", new Principal.ControlPlane()), hash, Optional.empty()), "only an operator");
    assertThat(rig.gateway.pending()).isEmpty();
  }

  @Test
  void whatAVerifierRejectsIsStoredAsRejected() {
    ChangeSubmission own = own("enabled_tools", "[\"list_dir\",\"read_file\"]");
    assertThat(rig.gateway.preview(own).state()).isEqualTo(ChangeState.REJECTED);
    assertThat(rig.gateway.submitApproved(own, "", Optional.empty()).decision().orElseThrow().decidedBy())
        .isEqualTo("verifier");
  }

  @Test
  void undoingPutsBackExactlyWhatWasThere() {
    var before = rig.agent();
    Change tools = rig.approve(rig.submit("enabled_tools", "[\"read_persona\"]"));
    Change persona = rig.approve(rig.submit("persona", "{\"instructions\":\"\",\"soul\":\"x\"}"));
    Change model = rig.approve(rig.submit("model", "{\"provider\":\"other\",\"model\":\"m\"}"));
    assertThat(rig.agent()).isNotEqualTo(before.withRevision(4));

    for (Change change : new Change[]{model, persona, tools}) {
      ChangeSubmission undo = rig.gateway.undoOf(change.id(), ALICE);
      Change shown = rig.gateway.preview(undo);
      assertThat(shown.card().quotedReason()).contains("“undoes " + change.id() + "”");
      rig.gateway.submitApproved(undo, shown.card().hash(), Optional.of("mock-agent"));
    }

    assertThat(rig.agent()).isEqualTo(before.withRevision(7));
  }

  @Test
  void onlyWhatWasAppliedCanBeUndone() {
    Change pending = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    refused(ErrorCode.CONFLICT, () -> rig.gateway.undoOf(pending.id(), ALICE), "it is pending");
    rig.reject(pending);
    refused(ErrorCode.CONFLICT, () -> rig.gateway.undoOf(pending.id(), ALICE), "it is rejected");
    refused(ErrorCode.NOT_FOUND, () -> rig.gateway.undoOf(GatewayRig.id(7), ALICE), "no such change");
  }

  @Test
  void findsEarlierDecisionsOnTheSameThing() {
    Change first = rig.reject(rig.submit("enabled_tools", GatewayRig.GIVE_WRITE));
    rig.reject(rig.submit("persona", "{\"soul\":\"x\"}"));
    Change again = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);

    assertThat(rig.gateway.similar(again, 5)).extracting(Change::id).containsExactly(first.id());
    assertThat(rig.gateway.similar(first, 5)).isEmpty();
  }
}
