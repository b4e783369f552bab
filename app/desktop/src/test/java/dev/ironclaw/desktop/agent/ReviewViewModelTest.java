package dev.ironclaw.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.NewAgent;
import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.ApprovalsView;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.contract.api.RegistryPreview;
import dev.ironclaw.desktop.approval.CardViewModel;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReviewViewModelTest {
  private static final String PUT = "PUT /v1/registry/agent-groups/researcher?preview";
  private final Desk desk = new Desk();
  private final NewAgent helper = new NewAgent(Optional.empty(), AgentPutBody.of(Optional.of("Helper"),
      Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  private final ChangeView making = Agents.making("chg_000031", "helper", "Helper");

  @AfterEach
  void close() {
    desk.close();
  }

  private ReviewViewModel open(Plan plan) {
    ReviewViewModel model = new ReviewViewModel(desk.backend(), Desk.TEXTS, plan);
    model.start();
    return model;
  }

  private ReviewViewModel make() {
    desk.controlPlane().answer("POST /v1/changes/preview", making);
    return open(Plan.make(helper));
  }

  private ReviewViewModel edit() {
    desk.controlPlane().answer(PUT,
        new RegistryPreview(List.of(Agents.rewriting("chg_000032"), Agents.disarming("chg_000033"))));
    return open(Plan.change("researcher", helper.wanted()));
  }

  private List<String> submitted() {
    return desk.controlPlane().asked("POST").stream().filter(asked -> asked.call().equals("POST /v1/changes"))
        .map(asked -> asked.body()).toList();
  }

  private void read(ReviewViewModel model) {
    desk.delaysEnd();
    card(model).seen().set(true);
  }

  private static CardViewModel card(ReviewViewModel model) {
    return model.card().get().orElseThrow();
  }

  @Test
  void aRedOneIsApprovedInOneActOnceItWasReadAndNamedWithTheHashThatWasShown() {
    ReviewViewModel model = make();
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000031", "applied"));
    model.approve();
    read(model);
    model.approve();
    card(model).name().set("Helper");
    model.approve();
    assertThat(submitted()).isEmpty();
    card(model).name().set("helper");
    model.approve();
    assertThat(submitted()).singleElement().satisfies(body -> assertThat(body).contains("\"id\":\"chg_000031\"",
        "\"agentGroupId\":\"\"", "\"cardHash\":\"" + making.cardHash() + "\"", "\"confirm\":\"helper\""));
    assertThat(model.ended().get()).isTrue();
    assertThat(model.isApplied()).isTrue();
    assertThat(model.agent()).isEqualTo("helper");
  }

  @Test
  void oneAfterTheOtherEachIsShownAnewOnceAnotherIsApplied() {
    ReviewViewModel model = edit();
    assertThat(card(model).change().id()).isEqualTo("chg_000032");
    ChangeView fresh = Agents.rehashed(Agents.disarming("chg_000034"), "d".repeat(64));
    desk.controlPlane().answer("POST /v1/changes/preview", fresh);
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000032", "applied"));
    read(model);
    model.approve();
    assertThat(card(model).change()).isEqualTo(fresh);
    assertThat(model.steps()).extracting(ReviewViewModel.Step::state).containsExactly(Optional.of("applied"),
        Optional.empty());
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000034", "applied"));
    read(model);
    model.approve();
    assertThat(submitted().getLast()).contains("d".repeat(64));
    assertThat(model.isApplied()).isTrue();
  }

  @Test
  void askingApprovesNothingAndTheyWait() {
    ReviewViewModel model = edit();
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_x", "pending"));
    model.ask();
    assertThat(submitted()).hasSize(2).allSatisfy(body -> assertThat(body).doesNotContain("cardHash"));
    assertThat(model.ended().get()).isTrue();
    assertThat(model.isApplied()).isFalse();
    assertThat(model.isAsked()).isTrue();
  }

  @Test
  void aStaleCardIsShownAnewAndMustBeReadAgain() {
    ReviewViewModel model = make();
    ChangeView changed = Agents.rehashed(making, "e".repeat(64));
    desk.controlPlane().refuse("POST /v1/changes", 409, "CHANGE_CARD_STALE", "the card shown is not the live card");
    desk.controlPlane().answer("POST /v1/changes/preview", changed);
    read(model);
    card(model).name().set("helper");
    model.approve();
    assertThat(card(model).change()).isEqualTo(changed);
    assertThat(card(model).seen().get()).isFalse();
    assertThat(model.note().get()).contains("changed since you looked");
    assertThat(model.ended().get()).isFalse();
  }

  @Test
  void whatIsAppliedElsewhereShowsTheCardAnew() {
    ReviewViewModel model = make();
    CardViewModel before = card(model);
    desk.tell("change.applied", Map.of("agentGroupId", "other"));
    assertThat(card(model)).isSameAs(before);
    desk.controlPlane().answer("POST /v1/changes/preview", Agents.rehashed(making, "f".repeat(64)));
    desk.tell("change.applied", Map.of("agentGroupId", "other"));
    assertThat(card(model).change().cardHash()).isEqualTo("f".repeat(64));
  }

  @Test
  void aWrongCodeIsSaidTheCardStaysAndTheCodeGoes() {
    ReviewViewModel model = make();
    desk.controlPlane().refuse("POST /v1/changes", 403, "STEP_UP_REFUSED", "that code is no good: type the next one");
    read(model);
    card(model).name().set("helper");
    card(model).code().set("111111");
    model.approve();
    assertThat(model.note().get()).isEqualTo("that code is no good: type the next one");
    assertThat(card(model).code().get()).isEmpty();
    assertThat(card(model).busy().get()).isFalse();
  }

  @Test
  void whatTwoPeopleMustApproveIsOnlyAskedFor() {
    ChangeView two = new ChangeView(making.id(), making.kind(), making.agentGroupId(), making.agentGroupName(),
        making.requestedBy(), making.reason(), making.sessionId(), making.createdAt(), making.expiresAt(), "pending",
        Optional.empty(), Optional.empty(), Optional.empty(), making.after(), making.card(), making.cardHash(),
        List.of(), Optional.of(new ApprovalsView(2, List.of())), Optional.empty(), List.of());
    desk.controlPlane().answer("POST /v1/changes/preview", two);
    ReviewViewModel model = open(Plan.make(helper));
    read(model);
    card(model).name().set("helper");
    model.approve();
    assertThat(submitted()).isEmpty();
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000031", "pending"));
    model.ask();
    assertThat(submitted()).hasSize(1);
  }

  @Test
  void whatAVerifierRefusesIsNeitherApprovedNorAskedFor() {
    ChangeView refused = new ChangeView(making.id(), making.kind(), making.agentGroupId(), making.agentGroupName(),
        making.requestedBy(), making.reason(), making.sessionId(), making.createdAt(), making.expiresAt(), "rejected",
        Optional.of(new DecisionView("reject", "verifier", "2026-11-21T10:00:00Z",
            Optional.of("the agent helper has that name already"), Optional.empty())),
        Optional.empty(), Optional.empty(), making.after(), making.card(), making.cardHash(), List.of(),
        Optional.empty(), Optional.empty(), List.of());
    desk.controlPlane().answer("POST /v1/changes/preview", refused);
    ReviewViewModel model = open(Plan.make(helper));
    assertThat(model.note().get()).isEqualTo("the agent helper has that name already");
    read(model);
    card(model).name().set("helper");
    model.approve();
    model.ask();
    assertThat(submitted()).isEmpty();
    assertThat(model.ended().get()).isFalse();
  }

  @Test
  void nothingToAskForAndARefusedPreviewAreSaid() {
    desk.controlPlane().answer(PUT, new RegistryPreview(List.of()));
    assertThat(open(Plan.change("researcher", helper.wanted())).state().get()).isEqualTo(new ListState.Empty());
    desk.controlPlane().refuse(PUT, 400, "CHANGE_INVALID", "\"model\" is too long");
    assertThat(open(Plan.change("researcher", helper.wanted())).state().get())
        .isEqualTo(new ListState.Failed("\"model\" is too long"));
  }

  @Test
  void retiringShowsItsCardFirst() {
    desk.controlPlane().answer("DELETE /v1/registry/agent-groups/researcher?preview",
        new RegistryPreview(List.of(Agents.making("chg_000040", "researcher", "Researcher"))));
    ReviewViewModel model = open(Plan.retire("researcher"));
    assertThat(card(model).change().id()).isEqualTo("chg_000040");
    assertThat(submitted()).isEmpty();
  }

  @Test
  void aNextCardThatCouldNotBeShownIsShownAsSoonAsItCan() {
    ReviewViewModel model = edit();
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000032", "applied"));
    desk.controlPlane().refuse("POST /v1/changes/preview", 503, "NOT_READY", "not ready yet");
    read(model);
    model.approve();
    assertThat(model.card().get()).isEmpty();
    assertThat(model.note().get()).isEqualTo("not ready yet");
    desk.controlPlane().answer("POST /v1/changes/preview", Agents.disarming("chg_000033"));
    desk.tell("change.applied", Map.of("agentGroupId", "researcher"));
    assertThat(card(model).change().id()).isEqualTo("chg_000033");
  }

  @Test
  void aNextCardThatWasOnItsWayWhenThePageWasLeftIsShownOnceItIsBack() {
    ReviewViewModel model = edit();
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000032", "applied"));
    desk.controlPlane().refuse("POST /v1/changes/preview", 503, "NOT_READY", "not ready yet");
    read(model);
    model.approve();
    model.stop();
    desk.controlPlane().answer("POST /v1/changes/preview", Agents.disarming("chg_000033"));
    model.start();
    assertThat(card(model).change().id()).isEqualTo("chg_000033");
  }

  @Test
  void nothingReachesItAfterItsStop() {
    ReviewViewModel model = make();
    read(model);
    card(model).name().set("helper");
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000031", "applied"));
    desk.hold();
    model.approve();
    model.stop();
    desk.deliver();
    assertThat(desk.listeners()).isZero();
    assertThat(model.ended().get()).isFalse();
    model.start();
    assertThat(card(model).busy().get()).isFalse();
  }
}
